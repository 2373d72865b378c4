import { type RawBuilder, sql } from 'kysely';
import type { Database } from './open-database.ts';
import { runPrepared } from './pipelined-transaction.ts';
import type { FoundText, MessageSearch } from './search.ts';
import {
  behindCursor,
  type FoundRow,
  foundColumns,
  foundText,
  hasWords,
  inChannels,
  newestFirst,
  time,
} from './search-rows.ts';

/** A walk back in time. */
export interface Walk {
  /** The newest matches down to `oldest`, as many as are wanted. */
  readonly found: readonly FoundText[];
  /** Whether there are no older ones. */
  readonly isAll: boolean;
  /** Messages that it passed. */
  readonly seen: number;
  /** Messages of the server, as Postgres last counted them; negative when it never has. */
  readonly messages: number;
  /** Where it began and where it ended, in milliseconds. */
  readonly newest: number;
  readonly oldest: number;
}

/**
 * What a walk costs is counted in entries of the index that it passes, 0.3 us each; to read a message and compare its
 * words is as dear as so many of them.
 */
const LOOK = sql.lit(8);
/** What a walk through channels may cost before it asks whether it will find enough. */
const PROBE = sql.lit(3_000);
/** What a walk may cost that finds enough; beyond it the index of words is faster. */
const REACH = sql.lit(30_000);
/** Numbers of a signature that are asked for; a query of more words is told from other texts by the first. */
const MAX_SIGNATURES = 4;
const ALL_BITS = -1;

/**
 * Walks back in time through the channels, or through all that the authors wrote, in one statement. Each step goes as
 * far back as all before it together, or less, down to a quarter, where less seems to be left to find. It ends when it
 * has found enough, when there is nothing older, or when what it has found does not promise the rest within its reach.
 * A step that would cost more than that is not taken.
 */
export async function walkBack(
  { db, pool }: Pick<Database, 'db' | 'pool'>,
  search: MessageSearch,
): Promise<Walk> {
  const { authors, since, until, cursor, limit } = search;
  const query = sql<FoundRow & Omit<Walk, 'found'>>`
    with recursive bounds as (
      select
        least(
          (select max(created_at) from message) + interval '1 microsecond',
          ${until === null ? null : time(until * 1_000)},
          ${cursor === null ? null : time(cursor.at + 1)}
        ) as newest,
        greatest((select min(created_at) from message), ${since === null ? null : time(since * 1_000)}) as oldest
    ), step as (
      select newest as at, 0::bigint as seen, 0::bigint as cost, 0 as found, '{}'::uuid[] as hits from bounds
      union all
      select case when here.hits is null then last.at else next.at end, last.seen + here.seen, last.cost + here.cost,
        last.found + coalesce(cardinality(here.hits), 0), here.hits
      from step last
      cross join bounds
      cross join lateral (
        select greatest(bounds.oldest, last.at - greatest(bounds.newest - last.at, interval '6 hours')
          * least(1, greatest(0.25, 1.2 * (${limit}::int - last.found) / greatest(last.found, 1)))::float8) as at
        offset 0
      ) next
      cross join lateral (${authors === null ? alongChannels(search) : alongAuthors(search)}) here
      where last.hits is not null and last.found < ${limit} and last.at > bounds.oldest
        and (last.cost < ${authors === null ? PROBE : REACH} or last.cost * (${limit} - last.found) < last.found * ${REACH}::bigint)
    )
    select ${foundColumns}, coalesce(reached.at <= bounds.oldest, true) as "isAll", reached.seen,
      (select reltuples from pg_class where oid = 'message'::regclass) as messages,
      extract(epoch from bounds.newest)::float8 * 1000 as newest,
      extract(epoch from reached.at)::float8 * 1000 as oldest
    from bounds
    cross join (select min(at) as at, max(seen) as seen from step) reached
    left join (step cross join unnest(step.hits) hit(id) join message m on m.id = hit.id) on true
    order by ${newestFirst} limit ${limit}`;
  const rows = await runPrepared(pool, query.compile(db));
  const { isAll, seen, messages, newest, oldest } = rows[0]!;
  return {
    found: rows.filter(({ id }) => id !== null).map(foundText),
    isAll,
    seen,
    messages,
    newest,
    oldest,
  };
}

/** Matches of a stretch of the channels. Their index tells which messages are worth a look; only those are read. */
const alongChannels = (search: MessageSearch) => sql`
  with stretch as materialized (
    select m.channel_id, m.seq, ${mayMatch(search)} as may
    from unnest(${search.channels}::uuid[]) own(id) join message m on m.channel_id = own.id
    where m.created_at >= next.at and m.created_at < last.at
    limit ${REACH}
  ), price as (
    select count(*) as seen, count(*) + count(*) filter (where may) * ${LOOK} as cost from stretch
  )
  select price.seen, price.cost, case when price.cost < ${REACH} then array(
    select m.id from (select * from stretch where may offset 0) worth
    cross join lateral (
      select * from message m where m.channel_id = worth.channel_id and m.seq = worth.seq offset 0
    ) m
    where m.deleted_at is null and ${hasWords(search)} and ${behindCursor(search)}
  ) end as hits
  from price`;

/** Matches of a stretch of what the authors wrote. */
const alongAuthors = (search: MessageSearch) => sql`
  select count(*) as seen, count(*) * ${LOOK} as cost,
    case when count(*) * ${LOOK} < ${REACH} then coalesce(array_agg(m.id) filter (
      where m.deleted_at is null and ${inChannels(search)} and ${hasWords(search)} and ${behindCursor(search)}), '{}') end as hits
  from (
    select m.* from unnest(${search.authors}::uuid[]) own(id) join message m on m.author_id = own.id
    where m.created_at >= next.at and m.created_at < last.at
    limit ${REACH} / ${LOOK}
  ) m`;

/** Always as many conditions, so that it is always the same statement. */
function mayMatch({ signatures }: MessageSearch): RawBuilder<unknown> {
  const asked = Array.from({ length: MAX_SIGNATURES }, (_, at) => signatures[at] ?? ALL_BITS);
  return sql.join(
    asked.map((signature) => sql`m.signature & ${signature}::bigint <> 0`),
    sql` and `,
  );
}
