import {
  type ChannelId,
  isListed,
  type MessageId,
  type MessageRecord,
  type UserId,
} from '@lectern/contracts';
import { Dexie } from 'dexie';
import { changedRev } from './changed-rev.ts';
import type { MessageRow, MirrorDatabase, ProgressRow } from './databases.ts';
import { type EpochStart, isLostRev, rewoundProgress } from './epochs.ts';
import { markKeys } from './mark-keys.ts';
import { newestOf } from './newest-of.ts';
import { NOTHING } from './progress.ts';
import { addRange, type Range } from './ranges.ts';
import { rowBytes } from './row-bytes.ts';
import { rowWeight } from './row-weight.ts';
import { blockOf } from './search/blocks.ts';
import { noteGone, noteStale, shardsOf } from './search/stale-rows.ts';

/** How the mirror is written, each within the transaction of whoever calls. Loaded with the first write. */

/** Answers by how much the rows of the channel have grown, in bytes. */
export async function putNewer(
  db: MirrorDatabase,
  reader: UserId,
  channel: ChannelId,
  given: readonly MessageRecord[],
): Promise<number> {
  const records = newestOf(given);
  if (records.length === 0) return 0;
  const known = await db.messages.bulkGet(records.map((record) => [channel, record.seq]));
  const newer = records.filter((record, index) => (known[index]?.record.rev ?? -1) < record.rev);
  if (newer.length === 0) return 0;
  await noteStale(db, channel, newer);
  try {
    await db.messages.bulkPut(newer.map((record) => rowOf(reader, channel, record)));
  } catch (error) {
    if (!(error instanceof Dexie.BulkError)) throw error;
    if (error.failures.some((failure) => failure.name !== 'ConstraintError')) throw error;
    for (const position of Object.keys(error.failuresByPos))
      await move(db, reader, channel, newer[Number(position)]!);
  }
  const replaced = known.flatMap((row, index) =>
    row && row.record.rev < records[index]!.rev ? [row.record] : [],
  );
  return sum(newer) - sum(replaced);
}

/** A restored server gives a message a new place; its id may stand at one place only, that of the higher rev. */
async function move(
  db: MirrorDatabase,
  reader: UserId,
  channel: ChannelId,
  record: MessageRecord,
): Promise<void> {
  const elsewhere = await db.messages.where('record.id').equals(record.id).first();
  if (elsewhere !== undefined) {
    if (elsewhere.record.rev >= record.rev) return;
    await db.messages.delete([elsewhere.channel, elsewhere.record.seq]);
    await noteGone(db, [[elsewhere.channel, blockOf(elsewhere.record.seq)]]);
  }
  await db.messages.put(rowOf(reader, channel, record));
}

function rowOf(reader: UserId, channel: ChannelId, record: MessageRecord): MessageRow {
  const changed = changedRev(record);
  return {
    channel,
    weight: rowWeight(record, reader),
    ...(isListed(record) ? { listed: record.seq } : {}),
    ...(changed === undefined ? {} : { changed }),
    ...markKeys(record),
    record,
  };
}

/** The mirror knows more of the channel: what is held whole, how far it has come, by how much it has grown. */
export async function raise(
  db: MirrorDatabase,
  channel: ChannelId,
  held: Range | null,
  cursor: number | null,
  bytes: number,
  begun?: number,
): Promise<void> {
  if (held === null && cursor === null && bytes === 0) return;
  const before = (await db.progress.get(channel)) ?? NOTHING;
  const after: ProgressRow = {
    channel,
    cursor: cursor === null ? before.cursor : Math.max(before.cursor ?? 0, cursor),
    ranges: held === null ? before.ranges : addRange(before.ranges, held),
    begun: begun ?? before.begun,
    bytes: before.bytes + bytes,
  };
  await db.progress.put(after);
}

/** The thread is held whole at these places. */
export async function holdThread(
  db: MirrorDatabase,
  channel: ChannelId,
  thread: MessageId,
  held: Range,
): Promise<void> {
  const { ranges = [] } = (await db.threads.get(thread)) ?? {};
  await db.threads.put({ thread, channel, ranges: addRange(ranges, held) });
}

/** Forgets what the server has lost of the channel. Answers the messages that are gone. */
export async function rewind(
  db: MirrorDatabase,
  channel: ChannelId,
  starts: readonly EpochStart[],
): Promise<readonly MessageRecord[]> {
  const rows = await rowsOf(db, channel)
    .filter(({ record }) => isLostRev(starts, record.rev))
    .toArray();
  const gone = rows.map(({ record }) => record);
  await db.messages.bulkDelete(gone.map(({ seq }): [ChannelId, number] => [channel, seq]));
  await db.threads.where('channel').equals(channel).delete();
  const blocks = new Set(gone.map(({ seq }) => blockOf(seq)));
  await noteGone(
    db,
    [...blocks].map((block) => [channel, block]),
  );
  const before = (await db.progress.get(channel)) ?? NOTHING;
  await db.progress.put({ channel, ...rewoundProgress(before, starts, gone) });
  return gone;
}

/** Lets go of all that is stored of the channel. */
export async function forget(db: MirrorDatabase, channel: ChannelId): Promise<void> {
  await rowsOf(db, channel).delete();
  await db.progress.delete(channel);
  await db.threads.where('channel').equals(channel).delete();
  await noteGone(db, await shardsOf(db, channel));
}

const rowsOf = (db: MirrorDatabase, channel: ChannelId) =>
  db.messages
    .where('[channel+record.seq]')
    .between([channel, 0], [channel, Number.MAX_SAFE_INTEGER], true, true);

const sum = (records: readonly MessageRecord[]): number =>
  records.reduce((bytes, record) => bytes + rowBytes(record), 0);
