import * as Y from 'yjs';
import { type Dialect, RawClient } from './raw-client.ts';
import { quantile } from './statistics.ts';

/** Fan-out: some writers, many subscribers, one document; every update must reach every subscriber. */
export interface System {
  readonly name: string;
  readonly dialect: Dialect;
  readonly port: number;
  readonly path?: string;
  /** The document that subscribers read. */
  readonly document: string;
  subscriberToken(index: number): Promise<string>;
  /** What a writer sends, and where. `update(slot)` must hold the text of `slot` once. */
  writer(index: number, updates: number): Promise<WriterPlan>;
  cpu(): number;
}

export interface WriterPlan {
  readonly document: string;
  readonly token: string;
  /** Yjs updates in the order to send them, each with the place of the time stamp in it. */
  readonly updates: readonly { readonly bytes: Buffer; readonly stampAt: number }[];
}

export interface FanOutResult {
  /** Updates delivered to subscribers a second. */
  readonly delivered: number;
  /** Milliseconds from sending to a subscriber. */
  readonly p50: number;
  readonly p99: number;
  /** Updates in one frame, on average: servers that merge send fewer frames. */
  readonly perFrame: number;
  readonly serverCpu: number;
  /** Updates that did not reach every subscriber; must be 0. */
  readonly incomplete: number;
}

export const STAMP_MARK = '@#@';
const STAMP_DIGITS = 12;
/** A text of 100 characters with room for the time of sending, as each system carries it. */
export const STAMPED_TEXT = `${STAMP_MARK}${'0'.repeat(STAMP_DIGITS)}${'x'.repeat(100 - 3 - STAMP_DIGITS)}`;

const WRITERS = 10;
/** Updates in flight at the most in the closed loop. */
const WINDOW = 64;
/** A server runs for weeks: what counts is how it runs once its code is compiled. In the first second that takes a core. */
const WARM_UP_MS = 2_500;

export const stampOf = (bytes: Buffer): { bytes: Buffer; stampAt: number } => ({
  bytes,
  stampAt: bytes.indexOf(STAMP_MARK) + STAMP_MARK.length,
});

/** Updates that append a stamped value to a plain map, for the peers. */
export function plainUpdates(writer: number, count: number): WriterPlan['updates'] {
  const doc = new Y.Doc();
  doc.clientID = 1_000_000 + writer;
  const updates: Buffer[] = [];
  doc.on('update', (update) => updates.push(Buffer.from(update)));
  const map = doc.getMap('messages');
  for (let i = 0; i < count; i++) map.set(`w${writer}m${i}`, STAMPED_TEXT);
  return updates.map(stampOf);
}

/**
 * Runs one measurement. `pace` is updates a second in an open loop; 0 is a closed loop with `WINDOW` in flight, as
 * fast as the last subscriber follows.
 */
export async function fanOut(
  system: System,
  subscribers: number,
  seconds: number,
  pace = 0,
): Promise<FanOutResult> {
  const waiting = new Map<number, number>();
  const latencies: number[] = [];
  let delivered = 0;
  let measuring = false;
  let stopped = false;
  let pump = () => {};
  const onFrame = (buffer: Buffer, from: number, to: number) => {
    for (
      let at = buffer.indexOf(STAMP_MARK, from);
      at >= 0 && at < to;
      at = buffer.indexOf(STAMP_MARK, at + 15)
    ) {
      const stamp = Number(buffer.toString('latin1', at + 3, at + 3 + STAMP_DIGITS));
      const left = waiting.get(stamp);
      if (left === undefined) continue;
      if (left === 1) {
        waiting.delete(stamp);
        pump();
      } else waiting.set(stamp, left - 1);
      if (!measuring) continue;
      delivered += 1;
      if ((delivered & 7) === 0) latencies.push((micros() - stamp) / 1000);
    }
  };
  const { port, dialect, document, path } = system;
  const base = { port, dialect, ...(path === undefined ? {} : { path }) };
  const readers: RawClient[] = [];
  for (let i = 0; i < subscribers; i++) {
    readers.push(new RawClient({ ...base, document, token: await system.subscriberToken(i), onFrame }));
  }
  for (let i = 0; i < readers.length; i += 20)
    await Promise.all(readers.slice(i, i + 20).map((r) => r.open()));
  const perWriter = pace > 0 ? Math.ceil((pace * (seconds + 5)) / WRITERS) : 9_000;
  const writers = await Promise.all(
    Array.from({ length: WRITERS }, async (_, index) => {
      const plan = await system.writer(index, perWriter);
      const client = new RawClient({ ...base, document: plan.document, token: plan.token });
      await client.open();
      return { client, plan, next: 0 };
    }),
  );
  await pause(1_000);

  let turn = 0;
  let last = 0;
  const sendOne = (): boolean => {
    for (let tries = 0; tries < WRITERS; tries++) {
      const writer = writers[turn++ % WRITERS]!;
      const update = writer.plan.updates[writer.next];
      if (update === undefined) continue;
      writer.next += 1;
      last = Math.max(micros(), last + 1);
      update.bytes.write(String(last).padStart(STAMP_DIGITS, '0'), update.stampAt, 'latin1');
      waiting.set(last, subscribers);
      writer.client.sendUpdate(update.bytes);
      return true;
    }
    return false;
  };
  let timer: NodeJS.Timeout | undefined;
  if (pace === 0) {
    pump = () => {
      while (!stopped && waiting.size < WINDOW) if (!sendOne()) stopped = true;
    };
    pump();
  } else {
    const start = performance.now();
    let sent = 0;
    timer = setInterval(() => {
      for (; !stopped && sent < ((performance.now() - start) * pace) / 1000; sent++) sendOne();
    }, 2);
  }
  await pause(WARM_UP_MS);
  const frames = () => readers.reduce((sum, reader) => sum + reader.frames, 0);
  const before = { frames: frames(), cpu: system.cpu(), at: performance.now() };
  measuring = true;
  while (performance.now() - before.at < seconds * 1000 && !stopped) await pause(50);
  measuring = false;
  const elapsed = (performance.now() - before.at) / 1000;
  const result = {
    delivered: delivered / elapsed,
    perFrame: delivered / (frames() - before.frames),
    serverCpu: (system.cpu() - before.cpu) / elapsed,
  };
  stopped = true;
  clearInterval(timer);
  for (let i = 0; i < 60 && waiting.size > 0; i++) await pause(50);
  for (const client of [...readers, ...writers.map((writer) => writer.client)]) client.close();
  latencies.sort((a, b) => a - b);
  return {
    ...result,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    incomplete: waiting.size,
  };
}

const micros = (): number => Math.round(performance.now() * 1000);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
