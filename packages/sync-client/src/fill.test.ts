import type { ChannelId } from '@lectern/contracts';
import { createMemoryStorage, type MirrorStore } from '@lectern/local-store';
import { createManualClock } from '@lectern/test-kit';
import { expect, test } from 'vitest';
import { type Api, ApiError, type HistoryPlace } from './api.ts';
import { Coverage } from './coverage.ts';
import { Fill, type FillOptions } from './fill.ts';
import { History } from './history.ts';
import { ChannelServer } from './testing/channel-server.ts';
import { newChannel, newUser } from './testing/make.ts';

/** Longer than any rest of the fill but that after a failure. */
const LONG_MS = 6_000;

const noQuestions = () => Promise.reject(new ApiError(404, 'no questions here'));
const noThreads = () => Promise.reject(new ApiError(404, 'no threads here'));

/** A device with some channels that holds the last messages of each, and a server that has all. */
class Device {
  readonly clock = createManualClock();
  readonly servers = new Map<ChannelId, ChannelServer>();
  readonly asked: { readonly channel: ChannelId; readonly place: HistoryPlace }[] = [];
  readonly store: MirrorStore;
  readonly coverage: Coverage;
  readonly fill: Fill;
  live = true;
  idle = true;
  room = true;
  fails = false;
  underWay = 0;
  mostAtOnce = 0;

  private constructor(store: MirrorStore, given: Partial<FillOptions>) {
    this.store = store;
    this.coverage = new Coverage(store);
    const fault = (error: unknown): void => {
      throw error;
    };
    const history = new History({
      store,
      clock: this.clock,
      api: {
        history: (...request) => this.answer(...request),
        thread: noThreads,
        questions: noQuestions,
      },
      isLive: () => this.live,
      onArrived: () => {},
      onChange: (channel) => this.coverage.written(channel),
    });
    this.fill = new Fill({
      history,
      coverage: this.coverage,
      clock: { after: this.clock.after, ticks: this.clock.now },
      durable: true,
      budget: Number.POSITIVE_INFINITY,
      channels: () => [...this.servers.keys()],
      isLive: () => this.live,
      isIdle: () => this.idle,
      hasRoom: async () => this.room,
      onChange: () => {},
      onFault: fault,
      ...given,
    });
  }

  static async start(given: Partial<FillOptions> = {}): Promise<Device> {
    return new Device((await createMemoryStorage().openStore(newUser())).mirror, given);
  }

  /** A channel of which the device has the last `held` messages. */
  async add(count: number, everyMs: number, held = 10): Promise<ChannelId> {
    const [channel, server] = [newChannel(), new ChannelServer({ everyMs })];
    server.append(count);
    this.servers.set(channel, server);
    await this.store.applyRecords(
      channel,
      server.rows.slice(-held),
      { from: count - held + 1, to: count },
      server.rev,
    );
    return channel;
  }

  /** Time goes by, and everything that it sets going comes to rest. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 500) {
      this.clock.advance(Math.min(500, left));
      for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
    }
  }

  async fills(): Promise<void> {
    this.fill.wake();
    for (let turn = 0; turn < 200; turn += 1) await this.pass(LONG_MS);
  }

  async held(channel: ChannelId): Promise<number> {
    return (await this.store.readProgress(channel)).ranges.at(-1)!.from;
  }

  async state() {
    return this.fill.stateOf(await this.coverage.look([...this.servers.keys()]));
  }

  private async answer(...[channel, place, limit]: Parameters<Api['history']>) {
    this.asked.push({ channel, place });
    this.underWay += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.underWay);
    await Promise.resolve();
    this.underWay -= 1;
    if (this.fails || !this.live) throw new ApiError(0, 'cut off');
    return this.servers.get(channel)!.history(channel, place, limit);
  }
}

test('B1: everything comes, the newest of all channels first, one page at a time', async () => {
  const device = await Device.start();
  const busy = await device.add(2_000, 1);
  const slow = await device.add(500, 10);
  await device.fills();
  for (const channel of [busy, slow]) {
    expect(await device.held(channel)).toBe(0);
    const { records } = await device.store.readWindow(channel, {
      anchor: 'end',
      before: 5_000,
      after: 0,
      replies: true,
    });
    expect(records).toEqual(device.servers.get(channel)!.rows);
  }
  expect(await device.state()).toBe('whole');
  expect(device.mostAtOnce).toBe(1);
  const times = device.asked.map(({ channel, place }) => {
    const before = (place as { before: number }).before;
    return device.servers.get(channel)!.rows[before - 1]!.at;
  });
  expect(times).toEqual([...times].sort((a, b) => b - a));
  expect(new Set(device.asked.map(({ channel }) => channel)).size).toBe(2);
  const asked = device.asked.length;
  await device.fills();
  expect(device.asked).toHaveLength(asked);
});

test('B2: it waits while somebody does something or something is under way, and while there is no link', async () => {
  const device = await Device.start();
  await device.add(5_000, 1);
  device.fill.wake();
  for (let turn = 0; turn < 20; turn += 1) {
    device.fill.hold();
    await device.pass(1_000);
  }
  expect(device.asked).toHaveLength(0);
  device.idle = false;
  await device.pass(20_000);
  expect(device.asked).toHaveLength(0);
  device.idle = true;
  await device.pass(LONG_MS);
  const begun = device.asked.length;
  expect(begun).toBeGreaterThan(0);
  device.live = false;
  await device.pass(60_000);
  expect(device.asked.length).toBeLessThanOrEqual(begun + 1);
  expect(await device.state()).toBe('needs-connection');
  device.live = true;
  await device.fills();
  expect(await device.state()).toBe('whole');
});

test('B3: it stops at the budget, and goes on when that grows', async () => {
  const device = await Device.start({ budget: 200_000 });
  const channel = await device.add(3_000, 1);
  await device.fills();
  const { bytes } = await device.store.readProgress(channel);
  expect(bytes).toBeGreaterThanOrEqual(200_000);
  // One page is asked for that goes beyond.
  expect(bytes).toBeLessThan(200_000 + 200 * 800);
  expect(await device.state()).toBe('budget');
  device.fill.setBudget(0);
  await device.fills();
  expect(await device.state()).toBe('off');
  device.fill.setBudget(10_000_000);
  await device.fills();
  expect(await device.held(channel)).toBe(0);
});

test('B3: nothing is fetched where nothing lasts, or the disk has no room to spare', async () => {
  const passing = await Device.start({ durable: false });
  await passing.add(500, 1);
  await passing.fills();
  expect([passing.asked.length, await passing.state()]).toEqual([0, 'off']);
  const full = await Device.start();
  await full.add(500, 1);
  full.room = false;
  await full.fills();
  expect([full.asked.length, await full.state()]).toEqual([0, 'no-room']);
  const fills = await Device.start();
  await fills.add(5_000, 1);
  fills.fill.wake();
  await fills.pass(LONG_MS);
  fills.fill.diskIsFull();
  const { length } = fills.asked;
  await fills.fills();
  expect(fills.asked).toHaveLength(length);
});

test('a page that does not come is asked for again, not at once', async () => {
  const device = await Device.start();
  const channel = await device.add(300, 1);
  device.fails = true;
  device.fill.wake();
  await device.pass(20_000);
  expect(device.asked).toHaveLength(1);
  device.fails = false;
  await device.pass(40_000);
  expect(await device.held(channel)).toBe(0);
});

test('a page that was on its way while the mirror began anew is thrown away', async () => {
  const device = await Device.start();
  const channel = await device.add(100, 1);
  const server = device.servers.get(channel)!;
  const late = Promise.withResolvers<void>();
  const history = new History({
    store: device.store,
    clock: device.clock,
    api: {
      history: async (...request) => {
        const page = await server.history(...request);
        await late.promise;
        return page;
      },
      thread: noThreads,
      questions: noQuestions,
    },
    isLive: () => true,
    onArrived: () => {},
    onChange: () => {},
  });
  const came = history.page(channel, { before: 91 }, 200);
  await device.pass(1_000);
  for (let seq = 1; seq <= 80; seq += 1) server.edit(seq);
  const tail = server.rows.slice(-10);
  await device.store.replaceRecords(channel, tail, { from: 91, to: 100 }, server.rev);
  late.resolve();
  expect(await came).toBe(false);
  expect(await device.held(channel)).toBe(91);
});
