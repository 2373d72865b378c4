import { type Kysely, sql } from 'kysely';

/** Pins and open questions are found by what the record says of itself; what a message said before its edits is kept. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create index message_pinned on message(channel_id) where extras ? 'pinned'`,
  `create index message_open_question on message(channel_id, seq desc)
    where extras ? 'question' and not extras->'question' ? 'accepted'`,
  // A row for each edit: what the message said before it. The rows go with the words of the message.
  `create table message_version (
    message_id uuid not null references message(id) on delete cascade,
    rev bigint not null,
    body jsonb not null,
    said_at timestamptz not null,
    primary key (message_id, rev)
  )`,
];
