import type { UserId } from '@lectern/contracts';
import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** Notes when people were last connected; `at` is in milliseconds since 1970. */
export async function writeLastSeen(
  db: Kysely<Schema>,
  people: readonly UserId[],
  at: number,
): Promise<void> {
  await sql`update person set last_seen_at = ${new Date(at)} where id = any(${people}::uuid[])`.execute(db);
}
