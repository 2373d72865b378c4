import { type Kysely, sql } from 'kysely';

/** The list of a channel's notes, and messages found by the note that they are about. What notes say is in documents. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table note (
    id uuid primary key,
    channel_id uuid not null references channel(id) on delete cascade,
    title text not null,
    sort double precision not null,
    pinned boolean not null default false,
    archived_at timestamptz,
    template text not null check (template in ('blank', 'lecture', 'lab', 'faq')),
    created_by uuid not null references person(id),
    created_at timestamptz not null,
    edited_by uuid references person(id),
    edited_at timestamptz,
    check ((edited_by is null) = (edited_at is null))
  )`,
  `create index note_channel on note(channel_id, sort, id)`,
  `create index message_note on message((extras->'anchor'->>'note'), seq desc) where extras ? 'anchor'`,
];
