import type { ChannelId, MessageRecord, NoteEntry, NoteId, NoteTemplate, UserId } from '@lectern/contracts';
import { type Kysely, sql, type Transaction } from 'kysely';
import { presentFirstLife } from './documents.ts';
import { readRecords } from './message-marks.ts';
import type { Schema } from './schema.ts';

/** The list of a channel's notes, and what was asked about them. */

type Connection = Kysely<Schema> | Transaction<Schema>;

/** A channel's notes as its document lists them, in their order. */
export async function readNotes(db: Connection, channel: ChannelId): Promise<NoteEntry[]> {
  interface Row extends Omit<NoteEntry, 'edited'> {
    editedBy: UserId | null;
    editedAt: number | null;
  }
  const { rows } = await sql<Row>`
    select n.id, n.title, n.sort as "order", n.pinned, n.archived_at is not null as archived, n.created_by as by,
      floor(extract(epoch from n.created_at) * 1000)::bigint as at, coalesce(d.life, ${presentFirstLife}) as life,
      n.edited_by as "editedBy", floor(extract(epoch from n.edited_at) * 1000)::bigint as "editedAt"
    from note n left join document d on d.kind = 'note' and d.id = n.id
    where n.channel_id = ${channel} order by n.sort, n.id`.execute(db);
  return rows.map(({ editedBy, editedAt, ...entry }) =>
    editedBy === null || editedAt === null ? entry : { ...entry, edited: { by: editedBy, at: editedAt } },
  );
}

/** Those of these notes that there are, in whatever channel. */
export async function readKnownNotes(db: Connection, ids: readonly NoteId[]): Promise<NoteId[]> {
  const { rows } = await sql<{ id: NoteId }>`select id from note where id = any(${ids}::uuid[])`.execute(db);
  return rows.map(({ id }) => id);
}

/** The channel that a note belongs to, for as long as there is the note; null when there is none. */
export async function channelOfNote(db: Connection, note: NoteId): Promise<ChannelId | null> {
  const { rows } = await sql<{ channel: ChannelId }>`
    select channel_id as channel from note where id = ${note}`.execute(db);
  return rows[0]?.channel ?? null;
}

/** What a note's document begins with, or null when there is no such note. */
export async function templateOfNote(db: Connection, note: NoteId): Promise<NoteTemplate | null> {
  const { rows } = await sql<{
    template: NoteTemplate;
  }>`select template from note where id = ${note}`.execute(db);
  return rows[0]?.template ?? null;
}

/** Notes that are new to the table fail when their id is taken meanwhile, as messages do. */
export async function insertNotes(
  trx: Transaction<Schema>,
  channel: ChannelId,
  notes: readonly (NoteEntry & { readonly template: NoteTemplate })[],
): Promise<void> {
  await sql`insert into note (id, channel_id, title, sort, pinned, archived_at, template, created_by, created_at)
    select id, ${channel}, title, sort, pinned, case when archived then now() end, template, by, at
    from unnest(${notes.map((n) => n.id)}::uuid[], ${notes.map((n) => n.title)}::text[],
      ${notes.map((n) => n.order)}::float8[], ${notes.map((n) => n.pinned)}::boolean[],
      ${notes.map((n) => n.archived)}::boolean[], ${notes.map((n) => n.template)}::text[],
      ${notes.map((n) => n.by)}::uuid[], ${notes.map((n) => new Date(n.at))}::timestamptz[])
      as t(id, title, sort, pinned, archived, template, by, at)`.execute(trx);
}

export async function updateNotes(trx: Transaction<Schema>, notes: readonly NoteEntry[]): Promise<void> {
  await sql`update note n set title = t.title, sort = t.sort, pinned = t.pinned,
      archived_at = case when t.archived then coalesce(n.archived_at, now()) end
    from unnest(${notes.map((n) => n.id)}::uuid[], ${notes.map((n) => n.title)}::text[],
      ${notes.map((n) => n.order)}::float8[], ${notes.map((n) => n.pinned)}::boolean[],
      ${notes.map((n) => n.archived)}::boolean[]) as t(id, title, sort, pinned, archived)
    where n.id = t.id`.execute(trx);
}

/** Says who wrote in a note last; what is told late does not take the place of what came after it. */
export async function setNoteEdited(
  trx: Transaction<Schema>,
  note: NoteId,
  { by, at }: NonNullable<NoteEntry['edited']>,
): Promise<void> {
  await sql`update note set edited_by = ${by}, edited_at = ${new Date(at)}
    where id = ${note} and (edited_at is null or edited_at <= ${new Date(at)})`.execute(trx);
}

/** The newest messages about a note of the channel, newest first. A deleted message is about nothing. */
export const readNoteQuestions = (
  db: Kysely<Schema>,
  channel: ChannelId,
  note: NoteId,
  limit: number,
): Promise<MessageRecord[]> =>
  readRecords(
    db,
    sql`m.channel_id = ${channel} and m.extras ? 'anchor' and m.extras->'anchor'->>'note' = ${note}
      order by m.seq desc limit ${limit}`,
  );
