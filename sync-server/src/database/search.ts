import type { ChannelId, ChannelMessage, MessageId, UserId } from '@lectern/contracts';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type MessageJson, messageJson, recordOfJson } from './message-rows.ts';
import type { Schema } from './schema.ts';

/** A search as the database sees it; every list is a restriction, and all of them hold together. */
export interface MessageSearch {
  /** A `tsquery` literal; empty for a search by filters alone. */
  readonly tsquery: string;
  readonly channels: readonly ChannelId[];
  /** Null: everyone. */
  readonly authors: readonly UserId[] | null;
  /** Server clock at commit in milliseconds: at `since` or later, before `until`. */
  readonly since: number | null;
  readonly until: number | null;
  readonly cursor: SearchCursor | null;
  /** The newest so many. */
  readonly limit: number;
}

/** The last hit of the page before: its time in microseconds, its seq and its id, for many share a time. */
export interface SearchCursor {
  readonly at: number;
  readonly seq: number;
  readonly id: MessageId;
}

/** A match as far as its words are concerned: all that is needed to rank it. */
export interface FoundText {
  readonly id: MessageId;
  readonly text: string;
  readonly cursor: SearchCursor;
}
export interface FoundMessage extends FoundText {
  readonly message: ChannelMessage;
}

/** Where most searches end: the newest month. Beyond it the index of words is asked, and no walk back in time. */
const WINDOW_MS = 30 * 24 * 60 * 60 * 1_000;

/**
 * The newest matches, newest first; of those committed at once, the later of a channel first.
 *
 * Postgres may walk back in time and test each message, or fetch all matches and sort them. The walk is best for
 * common words and a catastrophe for a word that stands in none of the person's channels, and the planner cannot
 * tell them apart. So the walk is offered a month, and what it leaves is fetched and sorted.
 */
export async function searchTexts(db: Kysely<Schema>, search: MessageSearch): Promise<FoundText[]> {
  if (search.channels.length === 0 || search.authors?.length === 0) return [];
  const newest = Math.min(Date.now(), search.until ?? Infinity, (search.cursor?.at ?? Infinity) / 1_000);
  const windowStart = Math.floor(newest - WINDOW_MS);
  if (search.tsquery === '') return run(db, search, search.since, WALK);
  if (search.since !== null && search.since >= windowStart) return run(db, search, search.since, WALK);
  const recent = await run(db, search, windowStart, WALK);
  if (recent.length === search.limit) return recent;
  return run(db, search, search.since, FETCH);
}

/** Matches with their messages, in the same order. One that was deleted meanwhile is left out. */
export async function withMessages(db: Kysely<Schema>, found: readonly FoundText[]): Promise<FoundMessage[]> {
  if (found.length === 0) return [];
  const { rows } = await sql<{ message: MessageJson; channel: ChannelId }>`
    select ${messageJson} as message, m.channel_id as channel from message m
    where m.id = any(${found.map(({ id }) => id)}::uuid[]) and m.deleted_at is null`.execute(db);
  const messages = new Map(
    rows.map(({ message, channel }) => [message.id, { ...recordOfJson(message), channel }]),
  );
  return found.flatMap((hit) => {
    const message = messages.get(hit.id);
    return message === undefined ? [] : [{ ...hit, message }];
  });
}

/**
 * Which of these terms stand in any message at all. One look into the index for each, 2 us: hundreds of alternatives in
 * one query would be compared with every message instead, for the planner takes them for a large part of all. Tells
 * nothing of who may read what, so that nobody but a search may be given the answer.
 */
export async function termsInUse(db: Kysely<Schema>, terms: readonly string[]): Promise<Set<string>> {
  return db.transaction().execute(async (trx) => {
    await sql`set local enable_seqscan = off`.execute(trx);
    const { rows } = await sql<{ term: string }>`
      select term from unnest(${terms}::text[]) term
      where exists (select 1 from message m where m.tsv @@ quote_literal(term)::tsquery)`.execute(trx);
    return new Set(rows.map(({ term }) => term));
  });
}

const WALK = sql`m.created_at desc, m.seq desc, m.id desc`;
/** An order that no index has. */
const FETCH = sql`m.created_at + interval '0' desc, m.seq desc, m.id desc`;

async function run(
  db: Kysely<Schema>,
  { tsquery, channels, authors, until, cursor, limit }: MessageSearch,
  since: number | null,
  order: RawBuilder<unknown>,
): Promise<FoundText[]> {
  // Ids go as arrays: the planner estimates those well, and a subquery not at all.
  const { rows } = await sql<{ id: MessageId; seq: number; text: string; at: number }>`
    select m.id, m.seq, m.text, (extract(epoch from m.created_at) * 1000000)::bigint as at
    from message m
    where m.deleted_at is null and m.channel_id = any(${channels}::uuid[])
      ${tsquery === '' ? sql`` : sql`and m.tsv @@ ${tsquery}::tsquery`}
      ${authors === null ? sql`` : sql`and m.author_id = any(${authors}::uuid[])`}
      ${since === null ? sql`` : sql`and m.created_at >= ${time(since * 1_000)}`}
      ${until === null ? sql`` : sql`and m.created_at < ${time(until * 1_000)}`}
      ${cursor === null ? sql`` : sql`and (m.created_at, m.seq, m.id) < (${time(cursor.at)}, ${cursor.seq}::bigint, ${cursor.id}::uuid)`}
    order by ${order} limit ${limit}`.execute(db);
  return rows.map(({ id, seq, text, at }) => ({ id, text, cursor: { at, seq, id } }));
}

/** A time from microseconds, exact where a floating number of seconds is not. */
const time = (microseconds: number) =>
  sql`(timestamptz 'epoch' + ${Math.round(microseconds)}::bigint * interval '1 microsecond')`;
