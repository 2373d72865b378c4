import { type Kysely, sql } from 'kysely';

/** What a message has beside its words, such as reactions: one value in the shape of the record, null for nothing. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`alter table message add column extras jsonb`).execute(db);
}
