import type { NoteId, UserId } from '@lectern/contracts';
import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** Whose each Yjs client id of a note is; null for a person whose account is gone. Who wrote what is read from this. */
export async function readNoteClients(db: Kysely<Schema>, note: NoteId): Promise<Map<number, UserId | null>> {
  const { rows } = await sql<{ client: number; person_id: UserId | null }>`
    select client, person_id from note_client where note_id = ${note}`.execute(db);
  return new Map(rows.map((row) => [row.client, row.person_id]));
}
