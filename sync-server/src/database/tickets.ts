import { createHash } from 'node:crypto';
import { type NoteId, TICKET_LIFE_MS, type UserId } from '@lectern/contracts';
import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** Tickets are stored as hashes, so that a read of the table opens no socket. */
export const ticketHash = (ticket: string): string => createHash('sha256').update(ticket).digest('base64url');

/** Stores a ticket for one socket of a session, at the main door or for one note alone. Its life is measured by the database's clock, which also judges it. */
export async function insertTicket(
  db: Kysely<Schema>,
  ticket: string,
  session: string,
  person: UserId,
  note: NoteId | null = null,
): Promise<void> {
  await sql`insert into socket_ticket (hash, session_id, person_id, note_id, expires_at)
    values (${ticketHash(ticket)}, ${session}, ${person}, ${note},
      now() + make_interval(secs => ${TICKET_LIFE_MS / 1_000}))`.execute(db);
}

/**
 * Spends a ticket for one socket, of the main door or of one note. Answers whose it is, or null when it is unknown, used, too old, or its session has
 * ended. A ticket is spent once: two sockets that present it at the same moment meet in the row.
 */
export async function spendTicket(
  db: Kysely<Schema>,
  ticket: string,
  socket: string,
  note: NoteId | null,
): Promise<{ user: UserId; session: string } | null> {
  const { rows } = await sql<{ user: UserId; session: string }>`
    update socket_ticket t set spent_by = ${socket}
    from session s
    where t.hash = ${ticketHash(ticket)} and t.spent_by is null and t.expires_at > now()
      and t.note_id is not distinct from ${note} and s.id = t.session_id and s.expires_at > now()
    returning t.person_id as user, t.session_id as session`.execute(db);
  return rows[0] ?? null;
}

/** Whether a session has not ended. */
export async function sessionStands(db: Kysely<Schema>, session: string): Promise<boolean> {
  const { rows } = await sql`select 1 from session where id = ${session} and expires_at > now()`.execute(db);
  return rows.length > 0;
}
