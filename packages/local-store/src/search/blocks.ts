import type { ChannelId } from '@lectern/contracts';

/** A shard's key. */
export type ShardKey = readonly [channel: ChannelId, block: number];

/**
 * Messages of a block: few enough that a new message rewrites no more than about 60 kB, and enough that a hundred
 * thousand of them are some two hundred reads.
 */
export const BLOCK_SIZE = 512;

export const blockOf = (seq: number): number => Math.floor(seq / BLOCK_SIZE);

/** First and last seq of a block. */
export const blockRange = (block: number): readonly [from: number, to: number] => [
  block * BLOCK_SIZE,
  (block + 1) * BLOCK_SIZE - 1,
];
