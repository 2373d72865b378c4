import { TICKET_LIFE_MS, type UserId } from '@lectern/contracts';
import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** Stores a ticket for one socket of a session. Its life is measured by the database's clock, which also judges it. */
export async function insertTicket(
  db: Kysely<Schema>,
  hash: string,
  session: string,
  person: UserId,
): Promise<void> {
  await sql`insert into socket_ticket (hash, session_id, person_id, expires_at)
    values (${hash}, ${session}, ${person}, now() + make_interval(secs => ${TICKET_LIFE_MS / 1_000}))`.execute(
    db,
  );
}
