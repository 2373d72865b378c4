import { type ChannelId, isTombstone, type MessageRecord } from '@lectern/contracts';
import { Dexie } from 'dexie';
import type { MirrorDatabase } from '../databases.ts';
import { guarded } from '../storage-fault.ts';
import { blockOf, blockRange, patchShard, type Shard, type ShardKey } from './shard.ts';
import type { ShardSource } from './shard-source.ts';

/** Shards in IndexedDB. */
export class IndexedShards implements ShardSource {
  private readonly db: MirrorDatabase;

  constructor(db: MirrorDatabase) {
    this.db = db;
  }

  readShards(last: Shard | null, count: number): Promise<readonly Shard[]> {
    const inOrder = this.db.shards.where('[order+channel+block]');
    const behind =
      last === null ? inOrder.above([Dexie.minKey]) : inOrder.above([last.order, last.channel, last.block]);
    return guarded(() => behind.limit(count).toArray());
  }

  staleBlocks(): Promise<readonly ShardKey[]> {
    return guarded(() => this.db.stale.toCollection().reverse().primaryKeys());
  }

  fold(key: ShardKey): Promise<Shard | null | undefined> {
    const [channel, block] = key;
    return guarded(() =>
      this.db.transaction('rw', this.db.messages, this.db.shards, this.db.stale, async () => {
        const stale = await this.db.stale.get([channel, block]);
        if (stale === undefined) return undefined;
        const records =
          stale.seqs === null
            ? await this.readBlock(channel, block)
            : await this.readPlaces(channel, stale.seqs);
        const known = stale.seqs === null ? null : ((await this.db.shards.get([channel, block])) ?? null);
        const shard = patchShard(key, known, records);
        if (shard === null) await this.db.shards.delete([channel, block]);
        else await this.db.shards.put(shard);
        await this.db.stale.delete([channel, block]);
        return shard;
      }),
    );
  }

  async readPlaces(channel: ChannelId, seqs: readonly number[]): Promise<readonly MessageRecord[]> {
    const rows = await guarded(() => this.db.messages.bulkGet(seqs.map((seq) => [channel, seq])));
    return rows.flatMap((row) => (row === undefined ? [] : [row.record]));
  }

  private async readBlock(channel: ChannelId, block: number): Promise<readonly MessageRecord[]> {
    const [from, to] = blockRange(block);
    const rows = await this.db.messages
      .where('[channel+record.seq]')
      .between([channel, from], [channel, to], true, true)
      .toArray();
    return rows.map(({ record }) => record);
  }
}

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
