import { type Kysely, sql } from 'kysely';

/**
 * Channels of a course are told apart by what is seen of their names: `name_key` is their name without case, width
 * and what nobody sees. Channels from before have none and go by their name in small letters, as they did.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `alter table channel add column name_key text`,
  `drop index channel_name`,
  `create unique index channel_name on channel(course_id, coalesce(name_key, lower(name))) where archived_at is null`,
];
