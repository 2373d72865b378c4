import { isTombstone, type MessageRecord } from '@lectern/contracts';
import { textOf } from './device.ts';
import type { Hall } from './hall.ts';

/** How long a device may take to show what is stored once it has heard that everything is, in milliseconds. */
const SHOWN_WITHIN_MS = 30_000;

/** What became of everything that was written in a hall. */
export interface Verdict {
  /** Ops that some device has confirmed to have. */
  readonly ops: number;
  /** Messages that a device had confirmed, or that it had shown as on the server, and that are not stored. */
  readonly lost: readonly string[];
  /** Messages that are stored more than once. */
  readonly twice: readonly string[];
  /** Everything else that should hold and does not. */
  readonly faults: readonly string[];
}

/** Compares what the devices were promised with what is stored and shown. To be asked when all is settled. */
export async function judge(hall: Hall): Promise<Verdict> {
  const lost: string[] = [];
  const twice: string[] = [];
  const faults: string[] = [];
  const stored = new Map<string, MessageRecord>();
  for (const channel of hall.channels) {
    const records = await hall.stored(channel);
    const texts = new Set<string>();
    for (const [at, record] of records.entries()) {
      if (record.seq !== at + 1) faults.push(`${record.id} has the place ${record.seq}, not ${at + 1}`);
      if (stored.has(record.id)) twice.push(record.id);
      stored.set(record.id, record);
      const text = isTombstone(record) ? null : textOf(record.body);
      if (text !== null && texts.has(text)) twice.push(text);
      if (text !== null) texts.add(text);
    }
    for (const [i, device] of hall.devices.entries())
      await device
        .shows(channel, records, SHOWN_WITHIN_MS)
        .catch((error: unknown) => faults.push(`device ${i} shows something else: ${error}`));
  }
  let ops = 0;
  for (const [i, { written, named }] of hall.devices.entries()) {
    ops += written.length;
    const last = new Map<string, number>();
    for (const op of written) {
      if (op.kind === 'send') {
        const record = stored.get(op.id);
        if (record === undefined) lost.push(op.id);
        else if (record.seq < (last.get(op.channel) ?? 0)) faults.push(`device ${i}: ${op.id} out of order`);
        else last.set(op.channel, record.seq);
      } else if (op.kind === 'delete' && !isTombstone(stored.get(op.message)!))
        faults.push(`${op.message} is not deleted`);
    }
    lost.push(...[...named].filter((id) => !stored.has(id)));
  }
  return { ops, lost: [...new Set(lost)], twice, faults };
}
