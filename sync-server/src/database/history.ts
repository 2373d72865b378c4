import { type ChangesPage, type ChannelId, type HistoryPage, PAGE_SIZE } from '@lectern/contracts';
import { type Kysely, sql } from 'kysely';
import { type MessageJson, messageJson, recordOfJson } from './message-rows.ts';
import type { Schema } from './schema.ts';

/** Where a page of history lies; null is the newest. */
export type PagePlace =
  | { readonly before: number }
  | { readonly after: number }
  | { readonly around: number }
  /** Around the first message from this moment on, in milliseconds; the newest when there is none. */
  | { readonly at: number }
  | null;

/**
 * A page of a channel in `seq` order, read in one statement and so at one moment. It tells the widest range that it
 * holds whole: a page before 60 reaches up to 59 although 58 may be the newest below it, in an earlier epoch.
 */
export async function readHistory(
  db: Kysely<Schema>,
  channel: ChannelId,
  place: PagePlace,
  size = PAGE_SIZE,
): Promise<HistoryPage> {
  if (place !== null && 'at' in place)
    return readHistory(db, channel, await placeAt(db, channel, place.at), size);
  const { split, older, newer } = sliceOf(place, size);
  // On either side one row more than wanted is read, which tells whether there is more.
  const { rows } = await sql<{ head: number; below: MessageJson[] | null; above: MessageJson[] | null }>`
    select c.seq as head,
      (select json_agg(${messageJson} order by m.seq) from (
        select * from message where channel_id = c.id and seq < ${split} order by seq desc limit ${older + 1}) m) as below,
      (select json_agg(${messageJson} order by m.seq) from (
        select * from message where channel_id = c.id and seq >= ${split} order by seq limit ${newer + 1}) m) as above
    from channel c where c.id = ${channel}`.execute(db);
  const { head, below: allBelow, above: allAbove } = rows[0]!;
  const reachesStart = (allBelow?.length ?? 0) <= older;
  const reachesEnd = (allAbove?.length ?? 0) <= newer;
  const below = (allBelow ?? []).slice(reachesStart ? 0 : 1);
  const above = (allAbove ?? []).slice(0, newer);
  const from = older === 0 ? split : reachesStart ? 1 : below[0]!.seq;
  const last = newer === 0 ? Math.min(split - 1, head) : reachesEnd ? head : above.at(-1)!.seq;
  // A range that holds nothing ends where it begins, also one that was asked for before the first place of all.
  const to = Math.max(last, from - 1);
  return { messages: [...below, ...above].map(recordOfJson), from, to, reachesStart, reachesEnd };
}

/** Every record that changed after `since`, in `rev` order: edits, deletions and all, at most `limit` of them. */
export async function readChanges(
  db: Kysely<Schema>,
  channel: ChannelId,
  since: number,
  limit: number,
): Promise<ChangesPage> {
  const { rows } = await sql<{ rev: number; seq: number; changed: MessageJson[] | null }>`
    select c.rev, c.seq,
      (select json_agg(${messageJson} order by m.rev) from (
        select * from message where channel_id = c.id and rev > ${since} order by rev limit ${limit + 1}) m) as changed
    from channel c where c.id = ${channel}`.execute(db);
  const { rev, seq, changed } = rows[0]!;
  const more = (changed?.length ?? 0) > limit;
  const records = (changed ?? []).slice(0, limit).map(recordOfJson);
  // At the end of the changes the cursor takes what is no message too, such as a new name of the channel.
  return { records, cursor: more ? records.at(-1)!.rev : Math.max(rev, since), more, lastSeq: seq };
}

/**
 * The place of the first message from a moment on that stands in the channel's own list. `created_at` grows with `seq`,
 * and its index finds one among millions.
 */
async function placeAt(
  db: Kysely<Schema>,
  channel: ChannelId,
  at: number,
): Promise<{ readonly around: number } | null> {
  const { rows } = await sql<{ seq: number }>`
    select seq from message where channel_id = ${channel} and created_at >= to_timestamp(${at}::float8 / 1000)
      and (thread_id is null or extras->'inChannel' is not null)
    order by created_at limit 1`.execute(db);
  return rows[0] === undefined ? null : { around: rows[0].seq };
}

/** The place as the number that divides older from newer messages, and how many are wanted on either side. */
function sliceOf(
  place: Exclude<PagePlace, { readonly at: number }>,
  size: number,
): { split: number; older: number; newer: number } {
  if (place === null) return { split: Number.MAX_SAFE_INTEGER, older: size, newer: 0 };
  if ('before' in place) return { split: place.before, older: size, newer: 0 };
  if ('after' in place) return { split: place.after + 1, older: 0, newer: size };
  return { split: place.around, older: Math.floor(size / 2), newer: Math.ceil(size / 2) };
}
