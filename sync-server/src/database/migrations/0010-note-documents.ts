import { type Kysely, sql } from 'kysely';

/** Who writes in a note under which Yjs client id, what could not be read of a document, tickets for one note. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // The first who writes under a client id has it for ever, also when their account is gone: then nobody has it.
  `create table note_client (
    note_id uuid not null references note(id) on delete cascade,
    client bigint not null,
    person_id uuid references person(id) on delete set null,
    first_at timestamptz not null default now(),
    primary key (note_id, client)
  )`,
  // The very bytes, in their order; position 0 is the compacted state.
  `create table document_broken (
    kind text not null,
    id uuid not null,
    life integer not null,
    position bigint not null,
    bytes bytea not null,
    fault text not null,
    kept boolean not null,
    found_at timestamptz not null default now(),
    primary key (kind, id, life, position)
  )`,
  // A ticket that stands in an address opens one note, and nothing of what other tickets open.
  `alter table socket_ticket add column note_id uuid references note(id) on delete cascade`,
];
