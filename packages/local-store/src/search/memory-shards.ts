import type { ChannelId, MessageRecord } from '@lectern/contracts';
import { blockRange, type ShardKey } from './blocks.ts';
import { LocalSearch } from './local-search.ts';
import type { SearchStore } from './search-store.ts';
import { patchShard, type Shard } from './shard.ts';
import { newestShardFirst, type ShardSource } from './shard-source.ts';
import type { StaleBlocks } from './stale-blocks.ts';

/** Rows of a channel from one seq to another, both included. */
type ReadRows = (channel: ChannelId, from: number, to: number) => readonly MessageRecord[];

/** Search over rows that are in memory. Loaded when it is wanted. */
export const searchMemory = (stale: StaleBlocks, readRows: ReadRows): SearchStore =>
  new LocalSearch(new MemoryShards(stale, readRows));

/** Shards beside rows that are in memory: as long as they live, so do these. */
class MemoryShards implements ShardSource {
  private readonly stale: StaleBlocks;
  private readonly readRows: ReadRows;
  private readonly shards = new Map<string, Shard>();

  constructor(stale: StaleBlocks, readRows: ReadRows) {
    this.stale = stale;
    this.readRows = readRows;
  }

  async readShards(last: Shard | null, count: number): Promise<readonly Shard[]> {
    const behind = [...this.shards.values()].filter(
      (shard) => last === null || newestShardFirst(shard, last) > 0,
    );
    return behind.sort(newestShardFirst).slice(0, count);
  }

  async staleBlocks(): Promise<readonly ShardKey[]> {
    return this.stale.keys();
  }

  async fold(key: ShardKey): Promise<Shard | null | undefined> {
    if (!this.stale.take(key)) return undefined;
    const shard = patchShard(key, null, this.readRows(key[0], ...blockRange(key[1])));
    if (shard === null) this.shards.delete(key.join(' '));
    else this.shards.set(key.join(' '), shard);
    return shard;
  }

  async readPlaces(channel: ChannelId, seqs: readonly number[]): Promise<readonly MessageRecord[]> {
    return seqs.flatMap((seq) => this.readRows(channel, seq, seq));
  }
}
