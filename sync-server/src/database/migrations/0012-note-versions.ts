import { type Kysely, sql } from 'kysely';

/** What notes said at other times. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // Writers are kept as bare ids: what somebody wrote stays when their account goes, and then nobody's name stands there.
  `create table note_version (
    id uuid primary key default gen_random_uuid(),
    note_id uuid not null references note(id) on delete cascade,
    kept_at timestamptz not null default clock_timestamp(),
    kept_by uuid references person(id) on delete set null,
    by_hand boolean not null,
    name text,
    writers uuid[] not null,
    clocks jsonb not null,
    body jsonb not null,
    shares jsonb not null
  )`,
  `create index note_version_note on note_version(note_id, kept_at desc)`,
  // All that was written until then stands in a version, or says nothing new.
  `alter table note add column versioned_at timestamptz`,
  `create index note_unversioned on note(edited_at) where versioned_at is null or versioned_at < edited_at`,
];
