import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** Removes what is over by its own date: sessions, tickets, reset links and counters of attempts. */
export async function deleteExpiredRows(db: Kysely<Schema>): Promise<void> {
  await sql`delete from socket_ticket where expires_at < now() - interval '5 minutes'`.execute(db);
  await sql`delete from session where expires_at < now()`.execute(db);
  await sql`delete from verification where expires_at < now()`.execute(db);
  await sql`delete from rate_limit where last_request < ${Date.now() - DAY_MS}`.execute(db);
}

/** No window of attempts is longer. */
const DAY_MS = 24 * 60 * 60 * 1_000;
