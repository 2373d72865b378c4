import type { ChannelId, MessageRecord } from '@lectern/contracts';
import type { ShardKey } from './blocks.ts';
import type { Shard } from './shard.ts';

/** Where shards are kept, beside the rows that they are made of. */
export interface ShardSource {
  /** The next shards, newest first, that stand behind `last`, or the first of all. */
  readShards(last: Shard | null, count: number): Promise<readonly Shard[]>;
  /** Blocks whose rows have changed since their shard was written. */
  staleBlocks(): Promise<readonly ShardKey[]>;
  /** Writes a block's shard anew, and answers it; null when the block is empty. Undefined: it was not stale. */
  fold(key: ShardKey): Promise<Shard | null | undefined>;
  /** Records by their places in one channel. */
  readPlaces(channel: ChannelId, seqs: readonly number[]): Promise<readonly MessageRecord[]>;
}

/** Order in which shards are scanned: those with the newest messages first. */
export const newestShardFirst = (a: Shard, b: Shard): number =>
  a.order - b.order || (a.channel < b.channel ? -1 : a.channel > b.channel ? 1 : a.block - b.block);
