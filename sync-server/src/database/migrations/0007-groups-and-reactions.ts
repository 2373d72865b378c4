import { type Kysely, sql } from 'kysely';

/** People are told that a group of theirs was called, and of reactions to what they wrote. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // Null where a message names the person, and for all that is no mention.
  `alter table notification add column called_group text,
    drop constraint notification_kind_check, add check (kind in ('mention', 'reply', 'reaction'))`,
];
