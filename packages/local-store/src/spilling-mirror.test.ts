import type { ChannelId, MessageId, MessageRecord, UserId } from '@lectern/contracts';
import { expect, test } from 'vitest';
import { MemoryMirror } from './memory-mirror.ts';
import type { Range } from './ranges.ts';
import { SpillingMirror } from './spilling-mirror.ts';
import { guarded, isQuotaError, StorageFault } from './storage-fault.ts';

/** A disk that takes no more from some moment on and can still be read. */
class Disk extends MemoryMirror {
  isFull = false;

  override async applyRecords(
    channel: ChannelId,
    records: readonly MessageRecord[],
    held: Range | null,
    cursor: number | null,
  ): Promise<void> {
    if (this.isFull) throw new StorageFault('storage-full', new Error('no room'));
    return super.applyRecords(channel, records, held, cursor);
  }
}

const me = crypto.randomUUID() as UserId;
const newChannel = (): ChannelId => crypto.randomUUID() as ChannelId;
const seqs = (records: readonly MessageRecord[]): number[] => records.map(({ seq }) => seq);
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
const messages = (from: number, to: number): MessageRecord[] =>
  range(from, to).map((seq) => ({
    id: crypto.randomUUID() as MessageId,
    seq,
    rev: seq,
    author: me,
    at: seq,
    sentAt: seq,
    body: { kind: 'plain', blocks: [{ t: 'p', c: [{ t: 'text', s: `${seq}` }] }] },
  }));

test('a full disk is told, and the channel goes on in memory with the rows that a person may scroll to', async () => {
  const disk = new Disk(me);
  const mirror = new SpillingMirror(disk, me);
  const told: string[] = [];
  mirror.onFault = (fault) => told.push(fault.code);
  const channel = newChannel();
  await mirror.applyRecords(channel, messages(1, 700), { from: 0, to: 700 }, 700);
  disk.isFull = true;
  await Promise.all([
    mirror.applyRecords(channel, messages(701, 705), { from: 701, to: 705 }, 705),
    mirror.applyRecords(channel, messages(706, 710), { from: 706, to: 710 }, 710),
  ]);
  expect(told).toContain('storage-full');
  const window = await mirror.readWindow(channel, { anchor: 'end', before: 1_000, after: 0 });
  expect(seqs(window.records)).toEqual(range(201, 710));
  expect(window.range).toEqual({ from: 201, to: 710 });
  expect((await mirror.readProgress(channel)).cursor).toBe(710);
  // What the disk has stays as it is, for the next run to catch up from.
  expect(await disk.readProgress(channel)).toMatchObject({ cursor: 700, ranges: [{ from: 0, to: 700 }] });
});

test('a channel that was never stored is held in memory, others stay on disk', async () => {
  const disk = new Disk(me);
  const mirror = new SpillingMirror(disk, me);
  const [stored, fresh] = [newChannel(), newChannel()];
  await mirror.applyRecords(stored, messages(1, 3), { from: 0, to: 3 }, 3);
  disk.isFull = true;
  const [first] = messages(1, 1);
  await mirror.applyRecords(fresh, [first!], { from: 0, to: 1 }, 1);
  expect((await mirror.readRecords([first!.id]))[0]?.channel).toBe(fresh);
  expect(new Set(await mirror.channels())).toEqual(new Set([stored, fresh]));
  await mirror.dropChannel(fresh);
  expect(await mirror.channels()).toEqual([stored]);
});

test('an error for want of space is known however deep it is wrapped', () => {
  const quota = Object.assign(new Error(), { name: 'QuotaExceededError' });
  expect(isQuotaError(quota)).toBe(true);
  expect(isQuotaError({ name: 'AbortError', inner: { name: 'BulkError', inner: quota } })).toBe(true);
  expect(isQuotaError({ name: 'BulkError', failures: [{ name: 'AbortError' }, quota] })).toBe(true);
  expect(isQuotaError({ name: 'AbortError' })).toBe(false);
  expect(isQuotaError(null)).toBe(false);
});

test('a wrong value is a fault of who asks, and says nothing of the disk', async () => {
  const failing = (name: string) => guarded(() => Promise.reject(new DOMException('', name)));
  await expect(failing('InvalidStateError')).rejects.toMatchObject({ code: 'storage-unavailable' });
  for (const name of ['DataError', 'DataCloneError'])
    await expect(failing(name)).rejects.not.toBeInstanceOf(StorageFault);
});
