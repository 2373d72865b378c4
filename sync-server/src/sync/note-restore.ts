import { writeNote } from '@lectern/channel-doc';
import {
  MAX_NOTE_BYTES,
  type NoteBody,
  type NoteId,
  type NoteVersion,
  type NoteVersionId,
  type UserId,
} from '@lectern/contracts';
import type { Kysely, Transaction } from 'kysely';
import * as Y from 'yjs';
import {
  appendUpdates,
  ensureDocuments,
  type LockedDocument,
  type LoggedUpdate,
  lockDocuments,
} from '../database/documents.ts';
import { addNoteClient } from '../database/note-clients.ts';
import { lockNote, readClock, readNoteVersion } from '../database/note-versions.ts';
import type { Schema } from '../database/schema.ts';
import { keepOf, readStoredNote } from './note-versions.ts';

export interface RestoredNote {
  /** What the note said right before. */
  readonly kept: NoteVersion;
  /** The edit, logged and to be published; null when the note says this already. */
  readonly update: LoggedUpdate | null;
}

/**
 * Makes a note say again what a version says, as an edit of this person, and keeps what it said right before as a
 * version. Both are one commit under the lock of the note's document: whatever others write is logged before, and then
 * stands in the version, or after, and then stands in the note. What stays the same is not touched.
 *
 * `full`: the note has no room for what the version says.
 * @throws NoRoomForVersion when its versions have no room for another one; then nothing is changed
 */
export async function restoreVersion(
  db: Kysely<Schema>,
  note: NoteId,
  version: NoteVersionId,
  by: UserId,
): Promise<RestoredNote | 'no-such-version' | 'full'> {
  try {
    return await db.transaction().execute(async (trx) => {
      if ((await readNoteVersion(trx, note, version)) === null) return 'no-such-version';
      const key = { kind: 'note', id: note } as const;
      await ensureDocuments(trx, [key]);
      // The document comes before its note, as with everybody who locks both.
      const head = (await lockDocuments(trx, 'note', [note])).get(note)!;
      const wanted = (await lockNote(trx, note)) ? await readNoteVersion(trx, note, version) : null;
      return wanted === null ? 'no-such-version' : restoreLocked(trx, note, head, wanted.body, by);
    });
  } catch (error) {
    if (error instanceof NoteIsFull) return 'full';
    throw error;
  }
}

async function restoreLocked(
  trx: Transaction<Schema>,
  note: NoteId,
  { life, head }: LockedDocument,
  body: NoteBody,
  by: UserId,
): Promise<RestoredNote> {
  const doc = await readStoredNote(trx, note);
  const kept = await keepOf(trx, { note, doc, now: await readClock(trx) }, by, null);
  const bytes = updateOf(doc, () => writeNote(doc, body));
  if (bytes === null) return { kept, update: null };
  if (Y.encodeStateAsUpdate(doc).length > MAX_NOTE_BYTES) throw new NoteIsFull();
  const update: LoggedUpdate = { kind: 'note', id: note, life, position: head + 1, bytes };
  // Before the update that is written under it, as in every log.
  await addNoteClient(trx, note, doc.clientID, by);
  await appendUpdates([update]).execute(trx);
  doc.destroy();
  return { kept, update };
}

/** What a change of one transaction brings; null when it changes nothing. */
function updateOf(doc: Y.Doc, change: () => void): Uint8Array | null {
  let update: Uint8Array | null = null;
  doc.once('update', (bytes: Uint8Array) => {
    update = bytes;
  });
  change();
  return update;
}

/** Thrown so that nothing of it stays. */
class NoteIsFull extends Error {}
