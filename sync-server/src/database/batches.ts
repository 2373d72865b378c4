import {
  type ChannelId,
  type ChannelRole,
  type ChannelType,
  type CourseId,
  type CourseRole,
  isTombstone,
  type MessageId,
  type MessageRecord,
  nameKey,
  type OpId,
  type Outcome,
  type UserId,
} from '@lectern/contracts';
import { plainText } from '@lectern/rich-text';
import { indexText, searchMarks } from '@lectern/rich-text/search';
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { bigints, texts, timestamps, uuids } from './binary-arrays.ts';
import type { LoggedUpdate } from './documents.ts';
import { presentEpoch } from './epoch.ts';
import { extrasOf, type MessageJson, messageJson, recordOfJson } from './message-rows.ts';
import type { NewVersion } from './message-versions.ts';
import { insertNotifications, type NewNotification, type Telling } from './notifications.ts';
import type { Schema } from './schema.ts';

/** The queries of one scribe batch: a lock, one read of all facts, one write of all effects. */

export interface LockedChannel {
  readonly id: ChannelId;
  readonly course: CourseId;
  readonly name: string;
  readonly topic: string;
  readonly type: ChannelType;
  readonly archived: boolean;
  readonly seq: number;
  readonly rev: number;
}

/** Locks a channel's row until the transaction ends. Whatever the batch reads afterwards is as new as the lock. */
export async function lockChannel(trx: Transaction<Schema>, id: ChannelId): Promise<LockedChannel | null> {
  const { rows } = await sql<LockedChannel>`
    select id, course_id as course, name, topic, type, archived_at is not null as archived, seq, rev
    from channel where id = ${id} for update`.execute(trx);
  return rows[0] ?? null;
}

export interface PersonFacts {
  readonly id: UserId;
  readonly siteAdmin: boolean;
  readonly courseRole: CourseRole | null;
  readonly membership: {
    readonly state: 'in' | 'left' | 'removed';
    readonly role: ChannelRole;
    readonly mayPost: boolean;
  } | null;
}

export interface BatchFacts {
  readonly ledger: readonly { readonly actor: UserId; readonly outcome: Outcome }[];
  readonly people: readonly PersonFacts[];
  readonly messages: readonly { readonly channel: ChannelId; readonly record: MessageRecord }[];
  /** The life and head of the channel's document; `blank` when nothing was ever written to it. Null without a row. */
  readonly document: { readonly life: number; readonly head: number; readonly blank: boolean } | null;
  readonly epoch: number;
  /** Deletions of messages that the batch sends and that the server had lost. */
  readonly lostDeletions: readonly LostDeletion[];
}

/** Who has deleted a message that the server did not have. */
export interface LostDeletion {
  readonly message: MessageId;
  readonly actor: UserId;
  /** They may delete what others say there. */
  readonly ofAnybody: boolean;
}

/** The database has become another one, and no epoch has begun in it yet: nothing may be numbered until then. */
export class DatabaseChanged extends Error {
  constructor() {
    super('the database is another one than before; a new epoch has to begin first');
  }
}

/** Everything that judging a batch needs to know, in one query. */
export async function readBatchFacts(
  trx: Transaction<Schema>,
  about: {
    readonly channel: ChannelId;
    /** The course whose roles count is the channel's; for a channel that does not exist yet, this one. */
    readonly courseIfNew: CourseId | null;
    readonly ops: readonly { readonly actor: UserId; readonly op: OpId }[];
    readonly people: readonly UserId[];
    readonly messages: readonly MessageId[];
    /** Messages of which the first message of their thread is wanted too. */
    readonly withRoot: readonly MessageId[];
  },
): Promise<BatchFacts> {
  interface Row {
    ledger: BatchFacts['ledger'] | null;
    people: PersonFacts[] | null;
    messages: { channel: ChannelId; message: MessageJson }[] | null;
    document: BatchFacts['document'];
    epoch: number | null;
    lostDeletions: LostDeletion[] | null;
  }
  const { rows } = await sql<Row>`select
    (select json_agg(json_build_object('actor', l.actor_id, 'outcome', l.outcome))
      from unnest(${uuids(about.ops.map((o) => o.actor))}::uuid[], ${uuids(about.ops.map((o) => o.op))}::uuid[]) as g(actor, op)
      join op_ledger l on l.actor_id = g.actor and l.op_id = g.op) as ledger,
    (select json_agg(json_build_object('id', p.id, 'siteAdmin', p.site_admin, 'courseRole', cm.role,
        'membership', case when m.state is null then null else
          json_build_object('state', m.state, 'role', m.role, 'mayPost', m.may_post) end))
      from person p
      left join course_member cm on cm.person_id = p.id
        and cm.course_id = coalesce((select course_id from channel where id = ${about.channel}), ${about.courseIfNew}::uuid)
      left join channel_member m on m.channel_id = ${about.channel} and m.person_id = p.id
      where p.id = any(${uuids(about.people)}::uuid[])) as people,
    (select json_agg(json_build_object('channel', m.channel_id, 'message', ${messageJson}))
      from message m where m.id = any(array(select unnest(${uuids(about.messages)}::uuid[])
        union select thread_id from message where id = any(${uuids(about.withRoot)}::uuid[])))) as messages,
    (select json_build_object('life', life, 'head', head, 'blank', head = 0 and state is null) from document
      where kind = 'channel' and id = ${about.channel}) as document,
    (select json_agg(json_build_object('message', message_id, 'actor', actor_id, 'ofAnybody', of_anybody))
      from lost_deletion where channel_id = ${about.channel} and message_id = any(${uuids(about.messages)}::uuid[])) as "lostDeletions",
    ${presentEpoch} as epoch`.execute(trx);
  const row = rows[0]!;
  if (row.epoch === null) throw new DatabaseChanged();
  return {
    ledger: row.ledger ?? [],
    people: row.people ?? [],
    messages: (row.messages ?? []).map((m) => ({ channel: m.channel, record: recordOfJson(m.message) })),
    document: row.document,
    epoch: row.epoch,
    lostDeletions: row.lostDeletions ?? [],
  };
}

/** Whether another open channel of the course has the name, or one that cannot be told from it. */
export async function isNameTaken(
  trx: Transaction<Schema>,
  course: CourseId,
  name: string,
  except: ChannelId,
): Promise<boolean> {
  const { rows } =
    await sql`select 1 from channel where course_id = ${course} and coalesce(name_key, lower(name)) = ${nameKey(name)}
    and archived_at is null and id <> ${except}`.execute(trx);
  return rows.length > 0;
}

/** Keeps deletions of messages that the server does not have. */
export const writeLostDeletions = (
  trx: Transaction<Schema>,
  channel: ChannelId,
  deletions: readonly LostDeletion[],
) =>
  sql`insert into lost_deletion (message_id, actor_id, channel_id, of_anybody)
    select message, actor, ${channel}, of_anybody
    from unnest(${uuids(deletions.map((d) => d.message))}::uuid[], ${uuids(deletions.map((d) => d.actor))}::uuid[],
      ${deletions.map((d) => d.ofAnybody)}::boolean[]) as t(message, actor, of_anybody)
    on conflict (message_id, actor_id) do update set of_anybody = excluded.of_anybody`.execute(trx);

export interface BatchEffects {
  readonly channel: ChannelId;
  readonly seq: number;
  readonly rev: number;
  /** Messages that are new to the table, in their final state after the batch. */
  readonly added: readonly MessageRecord[];
  /** Messages that stood in the table, in their final state after the batch. */
  readonly changed: readonly MessageRecord[];
  /** What edited messages said before. Of deleted ones all that was kept goes. */
  readonly versions: readonly NewVersion[];
  readonly outcomes: readonly { readonly actor: UserId; readonly outcome: Outcome }[];
  readonly tellings: readonly Telling[];
  readonly update: LoggedUpdate | null;
}

/** The one statement that writes the effects of a batch and answers its new notifications. */
export function writeBatch(effects: BatchEffects): RawBuilder<NewNotification> {
  const { added, changed, versions, outcomes, tellings, update } = effects;
  const erased = changed.filter(isTombstone).map(({ id }) => id);
  const a = columns(added);
  const c = columns(changed);
  return sql<NewNotification>`
    with added as (
      insert into message (id, channel_id, seq, rev, author_id, body, extras, text, tsv, signature, sent_at, created_at, edited_at, deleted_at)
      select id, ${effects.channel}, seq, rev, author, body::jsonb, extras::jsonb, text, tsv::tsvector, signature, sent_at, at, edited_at, deleted_at
      from unnest(${a.id}::uuid[], ${a.seq}::bigint[], ${a.rev}::bigint[], ${a.author}::uuid[], ${a.body}::text[],
        ${a.extras}::text[], ${a.text}::text[], ${a.tsv}::text[], ${a.signature}::bigint[], ${a.sentAt}::timestamptz[], ${a.at}::timestamptz[],
        ${a.editedAt}::timestamptz[], ${a.deletedAt}::timestamptz[])
        as t(id, seq, rev, author, body, extras, text, tsv, signature, sent_at, at, edited_at, deleted_at)),
    changed as (
      update message m set rev = t.rev, body = t.body::jsonb, extras = t.extras::jsonb, text = t.text, tsv = t.tsv::tsvector,
        signature = t.signature, edited_at = t.edited_at, deleted_at = t.deleted_at
      from unnest(${c.id}::uuid[], ${c.rev}::bigint[], ${c.body}::text[], ${c.extras}::text[], ${c.text}::text[], ${c.tsv}::text[],
        ${c.signature}::bigint[], ${c.editedAt}::timestamptz[], ${c.deletedAt}::timestamptz[])
        as t(id, rev, body, extras, text, tsv, signature, edited_at, deleted_at)
      where m.id = t.id),
    versions as (
      insert into message_version (message_id, rev, body, said_at)
      select message, rev, body::jsonb, at
      from unnest(${uuids(versions.map((v) => v.message))}::uuid[], ${bigints(versions.map((v) => v.rev))}::bigint[],
        ${texts(versions.map((v) => JSON.stringify(v.body)))}::text[], ${timestamps(versions.map((v) => v.at))}::timestamptz[])
        as t(message, rev, body, at)),
    erased as (
      delete from message_version where message_id = any(${uuids(erased)}::uuid[])),
    ledger as (
      insert into op_ledger (actor_id, op_id, outcome)
      select actor, op, outcome::jsonb
      from unnest(${uuids(outcomes.map((o) => o.actor))}::uuid[], ${uuids(outcomes.map((o) => o.outcome.op))}::uuid[],
        ${texts(outcomes.map((o) => JSON.stringify(o.outcome)))}::text[]) as t(actor, op, outcome)),
    numbers as (
      update channel set seq = ${effects.seq}, rev = ${effects.rev} where id = ${effects.channel}),
    logged as (
      insert into document_update (kind, id, life, position, bytes)
      select 'channel', ${effects.channel}::uuid, ${update?.life ?? 0}::int, ${update?.position ?? 0}::bigint,
        ${update === null ? null : Buffer.from(update.bytes)}::bytea
      where ${update !== null}),
    raised as (
      update document set head = ${update?.position ?? 0}::bigint
      where ${update !== null} and kind = 'channel' and id = ${effects.channel})
    ${insertNotifications(effects.channel, tellings)}`;
}

/** Of these people, and of everyone with these roles, those who can read the channel; with their roles. */
export async function readersAmong(
  trx: Transaction<Schema>,
  channel: Pick<LockedChannel, 'id' | 'course' | 'type'>,
  people: readonly UserId[],
  roles: readonly CourseRole[],
): Promise<Map<UserId, CourseRole>> {
  const { rows } = await sql<{ id: UserId; role: CourseRole }>`
    select cm.person_id as id, cm.role from course_member cm
    left join channel_member m on m.channel_id = ${channel.id} and m.person_id = cm.person_id
    where cm.course_id = ${channel.course} 
      and (cm.person_id = any(${uuids(people)}::uuid[]) or cm.role = any(${texts(roles)}::text[]))
      and case when ${channel.type === 'private'} then m.state = 'in' else coalesce(m.state, 'in') = 'in' end`.execute(
    trx,
  );
  return new Map(rows.map(({ id, role }) => [id, role]));
}

/** The newest messages of a channel in `seq` order, and the highest rev among all that are older. */
export async function readNewest(
  db: Kysely<Schema> | Transaction<Schema>,
  channel: ChannelId,
  limit: number,
): Promise<{ records: MessageRecord[]; olderRev: number }> {
  const { rows } = await sql<{ message: MessageJson }>`
    select ${messageJson} as message from message m where channel_id = ${channel} order by seq desc limit ${limit}`.execute(
    db,
  );
  const records = rows.map((row) => recordOfJson(row.message)).reverse();
  const first = records[0];
  if (first === undefined) return { records, olderRev: 0 };
  const older = await sql<{ rev: number }>`
    select rev from message where channel_id = ${channel} and seq < ${first.seq} order by rev desc limit 1`.execute(
    db,
  );
  return { records, olderRev: older.rows[0]?.rev ?? 0 };
}

/** Column arrays for `unnest`. A record that can be searched carries its text and its terms. */
function columns(records: readonly MessageRecord[]) {
  const plain = records.map((record) => (isTombstone(record) ? null : plainText(record.body)));
  const indexed = plain.map((text, at) =>
    text === null ? null : indexText(text, searchMarks(records[at]!)),
  );
  return {
    id: uuids(records.map((r) => r.id)),
    seq: bigints(records.map((r) => r.seq)),
    rev: bigints(records.map((r) => r.rev)),
    author: uuids(records.map((r) => r.author)),
    body: texts(records.map((r) => (isTombstone(r) ? null : JSON.stringify(r.body)))),
    extras: texts(records.map((r) => jsonOf(extrasOf(r)))),
    text: texts(plain.map((text) => text ?? '')),
    tsv: texts(indexed.map((index) => index?.tsvector ?? null)),
    // Nothing is left of a deleted message, not even which letters its words began with.
    signature: bigints(indexed.map((index) => index?.signature ?? 0)),
    sentAt: timestamps(records.map((r) => (isTombstone(r) ? r.at : r.sentAt))),
    at: timestamps(records.map((r) => r.at)),
    editedAt: timestamps(records.map((r) => (isTombstone(r) ? null : (r.editedAt ?? null)))),
    deletedAt: timestamps(records.map((r) => (isTombstone(r) ? r.deletedAt : null))),
  };
}

const jsonOf = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));
