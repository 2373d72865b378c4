import type { ChannelId, MessageRecord, SearchOrder } from '@lectern/contracts';
import type { Mended, SearchQuery } from '@lectern/rich-text/search';
import type { LineQuery } from './line-query.ts';

/** A message that was found. */
export interface LocalHit {
  readonly channel: ChannelId;
  readonly record: MessageRecord;
  /** How well it answers; 0 where the order is by time. */
  readonly score: number;
}
export interface LocalFindings {
  readonly hits: readonly LocalHit[];
  readonly more: boolean;
  /** What was looked for in the end: the query, or what it was probably meant to be. */
  readonly words: SearchQuery;
  /** Words that found nothing, and what was looked for in their place. */
  readonly mended: readonly Mended[];
  /** Some of what is stored is not yet in the index. */
  readonly behind: boolean;
}
/** A parsed query, with names made into ids by whoever knows them. */
export type LocalQuery = Omit<LineQuery, 'phrases' | 'marks'> & {
  readonly words: SearchQuery;
  readonly marks: LineQuery['marks'];
};

/** Search over the stored messages of one person. */
export interface SearchStore {
  /**
   * The newest, or the best, of what answers a query.
   * @param now device clock, for what is new
   */
  find(query: LocalQuery, order: SearchOrder, limit: number, now: number): Promise<LocalFindings>;
  /** Brings the index up to date with the rows, for at most so many milliseconds; whether it is. */
  catchUp(withinMs?: number): Promise<boolean>;
  /** Lets everything in memory go; it is read again when it is wanted. */
  release(): void;
}
