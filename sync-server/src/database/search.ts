import type { ChannelId, ChannelMessage, MessageId, UserId } from '@lectern/contracts';
import { type Kysely, sql } from 'kysely';
import { type MessageJson, messageJson, recordOfJson } from './message-rows.ts';
import type { Database } from './open-database.ts';
import { runPrepared } from './pipelined-transaction.ts';
import type { Schema } from './schema.ts';
import {
  behindCursor,
  byAuthors,
  type FoundRow,
  foundColumns,
  foundText,
  hasWords,
  inChannels,
  inTime,
  newestFirst,
  sortedNewestFirst,
} from './search-rows.ts';
import { walkBack } from './search-walk.ts';

/** A search as the database sees it; every list is a restriction, and all of them hold together. */
export interface MessageSearch {
  /** A `tsquery` literal; empty for a search by filters alone. */
  readonly tsquery: string;
  /** What the signature of every match meets (`askedSignatures`); the more there are, the fewer messages are read. */
  readonly signatures: readonly number[];
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

/** Matches that tell how far back the others are. */
const TELLING = 4;
/** How much further one looks than they tell, for matches come in no even stream. */
const MARGIN = 1.75;
/** Places of messages that the index of the channels tells in the time in which one match is read. */
const PLACES_PER_MATCH = 16;

/**
 * The newest matches, newest first; of those committed at once, the later of a channel first.
 *
 * There are two ways to them. One walks back in time through every message of the channels: best for common words, and a
 * catastrophe for a word that stands in none of these channels. The other has the index of words tell all messages
 * of the server that match, and sorts them: best for rare words. The planner cannot know which it is. The walk can, and
 * goes on only as long as what it finds promises enough within its reach.
 */
export async function searchTexts(
  database: Pick<Database, 'db' | 'pool'>,
  search: MessageSearch,
): Promise<readonly FoundText[]> {
  if (search.channels.length === 0 || search.authors?.length === 0) return [];
  const { found, isAll, seen, messages, newest, oldest } = await walkBack(database, search);
  if (isAll || found.length === search.limit) return found;
  const further = (search.limit / found.length) * MARGIN;
  const matchesOfAll = messages < 0 ? Infinity : (found.length / seen) * messages;
  if (found.length >= TELLING && seen * further <= matchesOfAll * PLACES_PER_MATCH) {
    const since = newest - (newest - oldest) * further;
    const recent = await fetchSince(database.db, search, Math.max(search.since ?? -Infinity, since));
    if (recent.length === search.limit) return recent;
  }
  return search.tsquery === ''
    ? fetchSince(database.db, search, search.since)
    : fetchAll(database.db, search);
}

/** Matches with their messages, in the same order. One that was deleted meanwhile is left out. */
export async function withMessages(
  { db, pool }: Pick<Database, 'db' | 'pool'>,
  found: readonly FoundText[],
): Promise<FoundMessage[]> {
  if (found.length === 0) return [];
  const query = sql<{ message: MessageJson; channel: ChannelId }>`
    select ${messageJson} as message, m.channel_id as channel from message m
    where m.id = any(${found.map(({ id }) => id)}::uuid[]) and m.deleted_at is null`;
  const rows = await runPrepared(pool, query.compile(db));
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

/** Matches of a stretch of time that is short enough for the index of the channels to be read beside that of words. */
async function fetchSince(db: Kysely<Schema>, search: MessageSearch, since: number | null) {
  const stretch = { ...search, since };
  const { rows } = await sql<FoundRow>`
    select ${foundColumns} from message m
    where m.deleted_at is null and ${hasWords(search)} and ${inChannels(search)} and ${byAuthors(search)}
      and ${inTime(stretch)} and ${behindCursor(search)}
    order by ${sortedNewestFirst} limit ${search.limit}`.execute(db);
  return rows.map(foundText);
}

/** All matches. Where they stand is seen last, for the index of the channels is longer than any list of matches. */
async function fetchAll(db: Kysely<Schema>, search: MessageSearch) {
  const { rows } = await sql<FoundRow>`
    select ${foundColumns}
    from (select * from message m where m.deleted_at is null and ${hasWords(search)} and ${byAuthors(search)} offset 0) m
    where ${inChannels(search)} and ${inTime(search)} and ${behindCursor(search)}
    order by ${newestFirst} limit ${search.limit}`.execute(db);
  return rows.map(foundText);
}
