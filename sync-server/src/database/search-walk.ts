import { sql } from 'kysely';
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
  /** Messages that it looked at. */
  readonly seen: number;
  /** Where it began and where it ended, in milliseconds. */
  readonly newest: number;
  readonly oldest: number;
}

/** Messages of channels that a walk looks at before it asks whether it will find enough. */
const PROBE = sql.lit(1_500);
/** Messages that a walk goes on for, each in about a microsecond: if it takes more, the index of words is faster. */
const REACH = sql.lit(7_000);

/**
 * Walks back in time through the channels, or through all that the authors wrote, in one statement. Each step goes as
 * far back as all before it together, or less, down to a quarter, where less seems to be left to find. It ends when it
 * has found enough, when there is nothing older, or when what it has found does not promise the rest within its reach.
 * A step that would meet more messages than that is not taken.
 */
export async function walkBack(
  { db, pool }: Pick<Database, 'db' | 'pool'>,
  search: MessageSearch,
): Promise<Walk> {
  const { channels, authors, since, until, cursor, limit } = search;
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
      select newest as at, 0::bigint as seen, 0 as found, '{}'::uuid[] as hits from bounds
      union all
      select case when here.hits is null then last.at else next.at end, last.seen + here.seen,
        last.found + coalesce(cardinality(here.hits), 0), here.hits
      from step last
      cross join bounds
      cross join lateral (
        select greatest(bounds.oldest, last.at - greatest(bounds.newest - last.at, interval '6 hours')
          * least(1, greatest(0.25, 1.2 * (${limit}::int - last.found) / greatest(last.found, 1)))::float8) as at
        offset 0
      ) next
      cross join lateral (
        select count(*) as seen, case when count(*) < ${REACH} then coalesce(array_agg(m.id) filter (
          where m.deleted_at is null and ${authors === null ? sql`true` : inChannels(search)}
            and ${hasWords(search)} and ${behindCursor(search)}), '{}') end as hits
        from (
          select m.* from unnest(${authors ?? channels}::uuid[]) own(id)
          join message m on ${authors === null ? sql`m.channel_id` : sql`m.author_id`} = own.id
          where m.created_at >= next.at and m.created_at < last.at
          limit ${REACH}
        ) m
      ) here
      where last.hits is not null and last.found < ${limit} and last.at > bounds.oldest
        and (last.seen < ${authors === null ? PROBE : REACH} or last.seen * (${limit} - last.found) < last.found * ${REACH}::bigint)
    )
    select ${foundColumns}, coalesce(reached.at <= bounds.oldest, true) as "isAll", reached.seen,
      extract(epoch from bounds.newest)::float8 * 1000 as newest,
      extract(epoch from reached.at)::float8 * 1000 as oldest
    from bounds
    cross join (select min(at) as at, max(seen) as seen from step) reached
    left join (step cross join unnest(step.hits) hit(id) join message m on m.id = hit.id) on true
    order by ${newestFirst} limit ${limit}`;
  const rows = await runPrepared(pool, query.compile(db));
  const { isAll, seen, newest, oldest } = rows[0]!;
  return { found: rows.filter(({ id }) => id !== null).map(foundText), isAll, seen, newest, oldest };
}
