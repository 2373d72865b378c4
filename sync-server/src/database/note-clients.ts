import type { NoteId, UserId } from '@lectern/contracts';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Schema } from './schema.ts';

/** Whose each Yjs client id of a note is; null for a person whose account is gone. Who wrote what is read from this. */
export async function readNoteClients(
  db: Kysely<Schema> | Transaction<Schema>,
  note: NoteId,
): Promise<Map<number, UserId | null>> {
  const { rows } = await sql<{ client: number; person_id: UserId | null }>`
    select client, person_id from note_client where note_id = ${note}`.execute(db);
  return new Map(rows.map((row) => [row.client, row.person_id]));
}

/** Says whose a client id is under which the server itself has written: for a person, or nobody's, so that nobody may go on under it. */
export async function addNoteClient(
  trx: Transaction<Schema>,
  note: NoteId,
  client: number,
  person: UserId | null,
): Promise<void> {
  await sql`insert into note_client (note_id, client, person_id) values (${note}, ${client}, ${person})`.execute(
    trx,
  );
}
