import { seedOf } from '@lectern/channel-doc';
import type { NoteId } from '@lectern/contracts';
import type { Kysely } from 'kysely';
import { appendUpdates, ensureDocuments, lockDocuments, readHeads } from '../database/documents.ts';
import { templateOfNote } from '../database/notes.ts';
import type { Schema } from '../database/schema.ts';

/**
 * Writes the beginning of a note that was never written. Clients that make a note offline have the very same update;
 * whoever seeded a note with content of their own would have it twice as soon as two do.
 */
export async function seedBlankNote(db: Kysely<Schema>, note: NoteId): Promise<void> {
  const key = { kind: 'note', id: note } as const;
  const [known] = await readHeads(db, [key]);
  if (known?.blank === false) return;
  await db.transaction().execute(async (trx) => {
    await ensureDocuments(trx, [key]);
    const head = (await lockDocuments(trx, 'note', [note])).get(note)!;
    if (!head.blank) return;
    const template = await templateOfNote(trx, note);
    if (template === null) return;
    await appendUpdates([
      { ...key, life: head.life, position: head.head + 1, bytes: seedOf(template) },
    ]).execute(trx);
  });
}
