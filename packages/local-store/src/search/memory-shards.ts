import type { ChannelId, MessageRecord } from '@lectern/contracts';
import { blockOf, blockRange, patchShard, type Shard, type ShardKey } from './shard.ts';
import { newestShardFirst, type ShardSource } from './shard-source.ts';

/** Shards beside rows that are in memory: as long as they live, so do these. */
export class MemoryShards implements ShardSource {
  private readonly readRows: (channel: ChannelId, from: number, to: number) => readonly MessageRecord[];
  private readonly shards = new Map<string, Shard>();
  private readonly stale = new Map<string, ShardKey>();

  constructor(readRows: (channel: ChannelId, from: number, to: number) => readonly MessageRecord[]) {
    this.readRows = readRows;
  }

  noteStale(channel: ChannelId, seq: number): void {
    const key: ShardKey = [channel, blockOf(seq)];
    this.stale.set(key.join(' '), key);
  }

  forget(channel: ChannelId): void {
    for (const [name, shard] of this.shards) {
      if (shard.channel !== channel) continue;
      this.shards.delete(name);
      this.stale.set(name, [shard.channel, shard.block]);
    }
  }

  async readShards(last: Shard | null, count: number): Promise<readonly Shard[]> {
    const behind = [...this.shards.values()].filter(
      (shard) => last === null || newestShardFirst(shard, last) > 0,
    );
    return behind.sort(newestShardFirst).slice(0, count);
  }

  async staleBlocks(): Promise<readonly ShardKey[]> {
    return [...this.stale.values()];
  }

  async fold(key: ShardKey): Promise<Shard | null | undefined> {
    const name = key.join(' ');
    if (!this.stale.delete(name)) return undefined;
    const shard = patchShard(key, null, this.readRows(key[0], ...blockRange(key[1])));
    if (shard === null) this.shards.delete(name);
    else this.shards.set(name, shard);
    return shard;
  }

  async readPlaces(channel: ChannelId, seqs: readonly number[]): Promise<readonly MessageRecord[]> {
    return seqs.flatMap((seq) => this.readRows(channel, seq, seq));
  }
}
