import {
  type ChannelId,
  type ChannelRole,
  type ChannelType,
  type CourseId,
  type CourseRole,
  type MessageRecord,
  type NoteId,
  nameKey,
  type UserId,
} from '@lectern/contracts';
import { type Kysely, sql, type Transaction } from 'kysely';
import { writeBatch } from './batches.ts';
import { appendUpdates, ensureDocuments, lockDocuments } from './documents.ts';
import { addNoteClient } from './note-clients.ts';
import { insertNotifications, type Telling } from './notifications.ts';
import type { Schema } from './schema.ts';
import { type Follower, writeFollowers } from './threads.ts';

/** The rows of a course that was made up. Times are in milliseconds since 1970. */
export interface DemoRows {
  readonly course: {
    readonly id: CourseId;
    readonly name: string;
    readonly createdBy: UserId;
    readonly at: number;
  };
  readonly people: readonly {
    readonly id: UserId;
    readonly name: string;
    readonly handle: string;
    readonly email: string;
    readonly role: CourseRole;
    readonly siteAdmin: boolean;
    readonly joinedAt: number;
    readonly lastSeenAt: number;
  }[];
  readonly channels: readonly DemoChannelRows[];
  readonly notes: readonly DemoNoteRows[];
  /** What people were told of, in the order in which they were. */
  readonly mentions: readonly (Telling & { readonly channel: ChannelId })[];
}

/** A pinned note and what it says: the updates of its document, in their order. */
export interface DemoNoteRows {
  readonly id: NoteId;
  readonly channel: ChannelId;
  readonly title: string;
  readonly by: UserId;
  readonly at: number;
  readonly updates: readonly Uint8Array[];
  /** The Yjs client id under which it was written. */
  readonly client: number;
}

export interface DemoChannelRows {
  readonly id: ChannelId;
  readonly name: string;
  readonly topic: string;
  readonly type: ChannelType;
  readonly createdBy: UserId;
  readonly at: number;
  readonly members: readonly {
    readonly person: UserId;
    readonly state: 'in' | 'left';
    readonly role: ChannelRole;
  }[];
  /** In their final state, in `seq` order. */
  readonly records: readonly MessageRecord[];
  readonly seq: number;
  readonly rev: number;
}

/** Messages of one statement: a few hundred kilobytes. */
const ROWS_AT_ONCE = 1_000;

/** Writes the rows unless anybody has an account, and says whether it did. All of them or none. */
export async function insertDemo(
  db: Kysely<Schema>,
  { course, people, channels, notes, mentions }: DemoRows,
  passwords: readonly { readonly email: string; readonly hash: string }[],
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    // Two processes may start at the same moment; whoever comes second finds the people of the first.
    await sql`select 1 from site for update`.execute(trx);
    const someone = await trx.selectFrom('person').select('id').limit(1).executeTakeFirst();
    if (someone !== undefined) return false;
    await insertPeople(trx, people, passwords);
    await sql`insert into course (id, name, created_by, created_at)
      values (${course.id}, ${course.name}, ${course.createdBy}, ${new Date(course.at)})`.execute(trx);
    await sql`insert into course_member (course_id, person_id, role, joined_at)
      select ${course.id}, person, role, at
      from unnest(${people.map((p) => p.id)}::uuid[], ${people.map((p) => p.role)}::text[],
        ${people.map((p) => new Date(p.joinedAt))}::timestamptz[]) as t(person, role, at)`.execute(trx);
    for (const channel of channels) await insertChannel(trx, course.id, channel);
    for (const note of notes) await insertNote(trx, note);
    // One by one, because a notice's number says how new it is, in whichever channel.
    for (const mention of mentions) await insertNotifications(mention.channel, [mention]).execute(trx);
    return true;
  });
}

async function insertPeople(
  trx: Transaction<Schema>,
  people: DemoRows['people'],
  passwords: readonly { readonly email: string; readonly hash: string }[],
): Promise<void> {
  await sql`insert into person (id, name, handle, email, site_admin, created_at, updated_at, last_seen_at)
    select id, name, handle, email, site_admin, joined, joined, seen
    from unnest(${people.map((p) => p.id)}::uuid[], ${people.map((p) => p.name)}::text[],
      ${people.map((p) => p.handle)}::text[], ${people.map((p) => p.email)}::text[],
      ${people.map((p) => p.siteAdmin)}::boolean[], ${people.map((p) => new Date(p.joinedAt))}::timestamptz[],
      ${people.map((p) => new Date(p.lastSeenAt))}::timestamptz[])
      as t(id, name, handle, email, site_admin, joined, seen)`.execute(trx);
  await sql`insert into account (user_id, account_id, provider_id, password)
    select p.id, p.id, 'credential', t.hash
    from unnest(${passwords.map((p) => p.email)}::text[], ${passwords.map((p) => p.hash)}::text[]) as t(email, hash)
    join person p on p.email = t.email`.execute(trx);
}

async function insertChannel(
  trx: Transaction<Schema>,
  course: CourseId,
  { id, name, topic, type, createdBy, at, members, records, seq, rev }: DemoChannelRows,
): Promise<void> {
  await sql`insert into channel (id, course_id, name, name_key, topic, type, created_by, created_at)
    values (${id}, ${course}, ${name}, ${nameKey(name)}, ${topic}, ${type}, ${createdBy}, ${new Date(at)})`.execute(
    trx,
  );
  await sql`insert into channel_member (channel_id, person_id, state, role, changed_at)
    select ${id}, person, state, role, ${new Date(at)}
    from unnest(${members.map((m) => m.person)}::uuid[], ${members.map((m) => m.state)}::text[],
      ${members.map((m) => m.role)}::text[]) as t(person, state, role)`.execute(trx);
  await writeFollowers(trx, id, followersIn(records));
  for (let from = 0; from < records.length; from += ROWS_AT_ONCE) {
    const added = records.slice(from, from + ROWS_AT_ONCE);
    const batch = writeBatch({
      channel: id,
      seq,
      rev,
      added,
      changed: [],
      outcomes: [],
      tellings: [],
      versions: [],
      update: null,
    });
    await batch.execute(trx);
  }
}

async function insertNote(
  trx: Transaction<Schema>,
  { id, channel, title, by, at, updates, client }: DemoNoteRows,
): Promise<void> {
  const made = new Date(at);
  const row = { id, channel_id: channel, title, sort: 1, pinned: true, template: 'blank' as const };
  const edited = { edited_by: by, edited_at: made };
  await trx
    .insertInto('note')
    .values({ ...row, ...edited, created_by: by, created_at: made })
    .execute();
  const key = { kind: 'note', id } as const;
  await ensureDocuments(trx, [key]);
  const { life, head } = (await lockDocuments(trx, 'note', [id])).get(id)!;
  await addNoteClient(trx, id, client, by);
  await appendUpdates(
    updates.map((bytes, index) => ({ ...key, life, position: head + 1 + index, bytes })),
  ).execute(trx);
}

/** Who begins a thread that is answered follows it, and so does whoever writes in it. */
function followersIn(records: readonly MessageRecord[]): Follower[] {
  const authors = new Map(records.map(({ id, author }) => [id, author]));
  const found = new Map<string, Follower>();
  for (const { author, thread } of records) {
    if (thread === undefined) continue;
    for (const person of [author, authors.get(thread.id)!])
      found.set(`${thread.id} ${person}`, { thread: thread.id, person, following: true });
  }
  return [...found.values()];
}
