import { type ChannelId, isTombstone, type MessageRecord, type UserId } from '@lectern/contracts';
import { plainText } from '@lectern/rich-text';
import { NEXT_LINE, searchMarks, termLine } from '@lectern/rich-text/search';
import type { ShardKey } from './blocks.ts';

/**
 * A shard is what search knows of one block of a channel: a line of terms for each message, in `seq` order, in one
 * long string. Scanning shards beats every index on time to build, on disk and on scripts without spaces, as long as
 * a device holds some hundred thousand messages; and what is derived so simply can always be made again.
 */
export interface Shard {
  readonly channel: ChannelId;
  /** Messages of `block * BLOCK_SIZE` and after, below the next. */
  readonly block: number;
  /** Times of commit of its newest and its oldest message. */
  readonly newestAt: number;
  readonly oldestAt: number;
  /** The newest time, negative: an index read forwards is then newest first, and read in one go. */
  readonly order: number;
  /** Of each message, in one order. */
  readonly seqs: readonly number[];
  readonly ats: readonly number[];
  /** Places in `authors`. */
  readonly by: readonly number[];
  readonly authors: readonly UserId[];
  /** A line for each message, `NEXT_LINE` between them. */
  readonly lines: string;
}

/**
 * A shard with these records in it, in place of what it knew of them; tombstones leave it. Null when nothing is left.
 */
export function patchShard(
  [channel, block]: ShardKey,
  shard: Shard | null,
  records: readonly MessageRecord[],
): Shard | null {
  const rows = new Map<number, Row>();
  shard?.lines.split(NEXT_LINE).forEach((line, at) => {
    const author = shard.authors[shard.by[at]!]!;
    rows.set(shard.seqs[at]!, { seq: shard.seqs[at]!, at: shard.ats[at]!, author, line });
  });
  for (const record of records) {
    if (isTombstone(record)) rows.delete(record.seq);
    else rows.set(record.seq, rowOf(record));
  }
  if (rows.size === 0) return null;
  const inOrder = [...rows.values()].sort((a, b) => a.seq - b.seq);
  const authors = [...new Set(inOrder.map(({ author }) => author))];
  const placeOf = new Map(authors.map((author, place) => [author, place]));
  const ats = inOrder.map(({ at }) => at);
  const newestAt = ats.reduce((a, b) => Math.max(a, b));
  return {
    channel,
    block,
    newestAt,
    order: -newestAt,
    oldestAt: ats.reduce((a, b) => Math.min(a, b)),
    seqs: inOrder.map(({ seq }) => seq),
    ats,
    by: inOrder.map(({ author }) => placeOf.get(author)!),
    authors,
    lines: inOrder.map(({ line }) => line).join(NEXT_LINE),
  };
}

interface Row {
  readonly seq: number;
  readonly at: number;
  readonly author: UserId;
  readonly line: string;
}

const rowOf = (record: Exclude<MessageRecord, { deletedAt: number }>): Row => ({
  seq: record.seq,
  at: record.at,
  author: record.author,
  line: termLine(plainText(record.body), searchMarks(record)),
});
