import {
  type ChannelId,
  type MessageId,
  type MessageRecord,
  PAGE_SIZE,
  type ReplyHead,
  type ThreadPage,
  type UserId,
} from '@lectern/contracts';
import { type Kysely, sql, type Transaction } from 'kysely';
import { texts, uuids } from './binary-arrays.ts';
import { type MessageJson, messageJson, recordOfJson } from './message-rows.ts';
import type { Schema } from './schema.ts';

/** What a person has to do with a thread: a row, or none while they never had anything to do with it. */
export interface Follower {
  readonly thread: MessageId;
  readonly person: UserId;
  readonly following: boolean;
}

/** Everyone who follows these threads or has said that they do not want to. */
export async function readFollowers(
  trx: Transaction<Schema>,
  threads: readonly MessageId[],
): Promise<readonly Follower[]> {
  const { rows } = await sql<Follower>`
    select thread_id as thread, person_id as person, following from thread_follower
    where thread_id = any(${uuids(threads)}::uuid[])`.execute(trx);
  return rows;
}

export async function writeFollowers(
  trx: Transaction<Schema>,
  channel: ChannelId,
  followers: readonly Follower[],
): Promise<void> {
  await sql`
    insert into thread_follower (thread_id, person_id, channel_id, following)
    select thread, person, ${channel}, following::boolean
    from unnest(${uuids(followers.map((f) => f.thread))}::uuid[], ${uuids(followers.map((f) => f.person))}::uuid[],
      ${texts(followers.map((f) => String(f.following)))}::text[]) as t(thread, person, following)
    on conflict (thread_id, person_id) do update set following = excluded.following, changed_at = now()`.execute(
    trx,
  );
}

/** The living replies of a thread in `seq` order. */
export async function readReplyHeads(
  trx: Transaction<Schema>,
  thread: MessageId,
): Promise<readonly (ReplyHead & { readonly id: MessageId })[]> {
  const { rows } = await sql<ReplyHead & { id: MessageId }>`
    select id, seq, author_id as author, floor(extract(epoch from created_at) * 1000)::bigint as at
    from message where thread_id = ${thread} and deleted_at is null order by seq`.execute(trx);
  return rows;
}

/**
 * A page of a thread that ends before `before`, or at its newest reply, with the thread's first message; null when
 * that does not stand in the channel or is a reply itself. Read in one statement and so at one moment.
 */
export async function readThread(
  db: Kysely<Schema>,
  channel: ChannelId,
  thread: MessageId,
  before: number | null,
): Promise<ThreadPage | null> {
  const { rows } = await sql<{ head: number; root: MessageJson; replies: MessageJson[] | null }>`
    select c.seq as head, ${messageJson} as root,
      (select json_agg(${messageJson} order by m.seq) from (
        select * from message where thread_id = ${thread} and channel_id = ${channel}
          and seq < ${before ?? Number.MAX_SAFE_INTEGER} order by seq desc limit ${PAGE_SIZE + 1}) m) as replies
    from message m join channel c on c.id = m.channel_id
    where m.id = ${thread} and m.channel_id = ${channel} and m.thread_id is null`.execute(db);
  const row = rows[0];
  if (row === undefined) return null;
  const root = recordOfJson(row.root);
  const found: MessageRecord[] = (row.replies ?? []).map(recordOfJson);
  const reachesStart = found.length <= PAGE_SIZE;
  const replies = found.slice(reachesStart ? 0 : 1);
  const from = reachesStart ? root.seq : replies[0]!.seq;
  const to = Math.max(from, before === null ? row.head : before - 1);
  return { root, replies, from, to, reachesStart };
}
