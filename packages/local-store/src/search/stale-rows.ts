import { type ChannelId, isTombstone, type MessageRecord } from '@lectern/contracts';
import { Dexie } from 'dexie';
import type { MirrorDatabase } from '../databases.ts';
import { blockOf, type ShardKey } from './blocks.ts';

/**
 * Notes, in the transaction that writes rows, which shards no longer show them. A deleted message leaves no word
 * behind for however long: its whole shard goes at once, and is made again of what is left.
 * @param records what is written over something older
 */
export async function noteStale(
  db: MirrorDatabase,
  channel: ChannelId,
  records: readonly MessageRecord[],
): Promise<void> {
  const blocks = new Map<number, MessageRecord[]>();
  for (const record of records) {
    const block = blockOf(record.seq);
    blocks.set(block, [...(blocks.get(block) ?? []), record]);
  }
  const keys = [...blocks.keys()].map((block): [ChannelId, number] => [channel, block]);
  const known = await db.stale.bulkGet(keys);
  const gone = keys.filter(([, block]) => blocks.get(block)!.some(isTombstone));
  if (gone.length > 0) await db.shards.bulkDelete(gone);
  await db.stale.bulkPut(
    keys.map(([, block], index) => {
      const before = known[index];
      const whole = before?.seqs === null || blocks.get(block)!.some(isTombstone);
      const seqs = [...(before?.seqs ?? []), ...blocks.get(block)!.map(({ seq }) => seq)];
      return { channel, block, seqs: whole ? null : [...new Set(seqs)] };
    }),
  );
}

/** Lets what search knows of these blocks go, in the transaction that takes rows away; the next look makes them anew. */
export async function noteGone(db: MirrorDatabase, keys: readonly ShardKey[]): Promise<void> {
  await db.shards.bulkDelete(keys.map(([channel, block]) => [channel, block]));
  await db.stale.bulkPut(keys.map(([channel, block]) => ({ channel, block, seqs: null })));
}

/** The blocks of a channel that have a shard. */
export const shardsOf = (db: MirrorDatabase, channel: ChannelId): PromiseLike<ShardKey[]> =>
  db.shards.where('[channel+block]').between([channel, Dexie.minKey], [channel, Dexie.maxKey]).primaryKeys();
