import { createHash } from 'node:crypto';
import type { UserId } from '@lectern/contracts';
import { type Kysely, sql } from 'kysely';
import type { Schema } from '../database/schema.ts';

/** Tickets are stored as hashes, so that a read of the table opens no socket. */
export const ticketHash = (ticket: string): string => createHash('sha256').update(ticket).digest('base64url');

/**
 * Spends a ticket for one socket. Answers whose it is, or null when it is unknown, used, too old, or its session has
 * ended. A ticket is spent once: two sockets that present it at the same moment meet in the row.
 */
export async function spendTicket(
  db: Kysely<Schema>,
  ticket: string,
  socket: string,
): Promise<{ user: UserId; session: string } | null> {
  const { rows } = await sql<{ user: UserId; session: string }>`
    update socket_ticket t set spent_by = ${socket}
    from session s
    where t.hash = ${ticketHash(ticket)} and t.spent_by is null and t.expires_at > now()
      and s.id = t.session_id and s.expires_at > now()
    returning t.person_id as user, t.session_id as session`.execute(db);
  return rows[0] ?? null;
}
