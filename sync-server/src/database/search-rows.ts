import type { MessageId } from '@lectern/contracts';
import { type RawBuilder, sql } from 'kysely';
import type { FoundText, MessageSearch } from './search.ts';

/** A match as it comes from the table `message` under the alias `m`. */
export interface FoundRow {
  readonly id: MessageId;
  readonly seq: number;
  readonly text: string;
  readonly at: number;
}

export const foundColumns = sql`m.id, m.seq, m.text, (extract(epoch from m.created_at) * 1000000)::bigint as at`;

export const foundText = ({ id, seq, text, at }: FoundRow): FoundText => ({
  id,
  text,
  cursor: { at, seq, id },
});

/** By time of commit; of those committed at once, the later of a channel first. */
export const newestFirst = sql`m.created_at desc, m.seq desc, m.id desc`;
/** The same, in a way that no index has: messages are found first, and then sorted. */
export const sortedNewestFirst = sql`m.created_at + interval '0' desc, m.seq desc, m.id desc`;

/**
 * Restrictions of a search, each a condition on `m`.
 *
 * The words stand behind a `select` of their own, where the planner cannot see them: it would look each up among all
 * those that it has counted, which takes longer than most searches, and not find the right plan either.
 */
export const hasWords = ({ tsquery }: MessageSearch): RawBuilder<unknown> =>
  tsquery === '' ? sql`true` : sql`m.tsv @@ (select ${tsquery}::tsquery)`;

// Ids go as arrays: the planner estimates those well, and a subquery not at all.
export const inChannels = ({ channels }: MessageSearch): RawBuilder<unknown> =>
  sql`m.channel_id = any(${channels}::uuid[])`;

export const byAuthors = ({ authors }: MessageSearch): RawBuilder<unknown> =>
  authors === null ? sql`true` : sql`m.author_id = any(${authors}::uuid[])`;

export const inTime = ({ since, until }: MessageSearch): RawBuilder<unknown> => sql`
  ${since === null ? sql`true` : sql`m.created_at >= ${time(since * 1_000)}`}
  and ${until === null ? sql`true` : sql`m.created_at < ${time(until * 1_000)}`}`;

export const behindCursor = ({ cursor }: MessageSearch): RawBuilder<unknown> =>
  cursor === null
    ? sql`true`
    : sql`(m.created_at, m.seq, m.id) < (${time(cursor.at)}, ${cursor.seq}::bigint, ${cursor.id}::uuid)`;

/** A time from microseconds, exact where a floating number of seconds is not. */
export const time = (microseconds: number): RawBuilder<unknown> =>
  sql`(timestamptz 'epoch' + ${Math.round(microseconds)}::bigint * interval '1 microsecond')`;
