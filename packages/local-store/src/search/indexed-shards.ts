import type { ChannelId, MessageRecord } from '@lectern/contracts';
import { Dexie } from 'dexie';
import type { MirrorDatabase } from '../databases.ts';
import { guarded } from '../storage-fault.ts';
import { blockRange, type ShardKey } from './blocks.ts';
import { LocalSearch } from './local-search.ts';
import type { SearchStore } from './search-store.ts';
import { patchShard, type Shard } from './shard.ts';
import type { ShardSource } from './shard-source.ts';

/** Search over the messages of a database. Loaded when it is wanted: a first screen has no use for it. */
export const searchDatabase = (db: MirrorDatabase): SearchStore => new LocalSearch(new IndexedShards(db));

/** Shards in IndexedDB. */
class IndexedShards implements ShardSource {
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
