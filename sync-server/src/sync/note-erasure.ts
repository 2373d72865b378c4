import { readNote } from '@lectern/channel-doc';
import type { ErasedVersions, NoteBody, NoteId } from '@lectern/contracts';
import { blockAddresses, blockWords } from '@lectern/rich-text/notes';
import type { Kysely } from 'kysely';
import * as Y from 'yjs';
import { deleteBrokenBytes } from '../database/broken-documents.ts';
import { beginLife, lockDocuments, nextLife, readDocument } from '../database/documents.ts';
import {
  deleteNoteVersion,
  eraseVersionName,
  lockNote,
  readNoteVersion,
  readNoteVersions,
} from '../database/note-versions.ts';
import type { Schema } from '../database/schema.ts';
import { encodeState } from './encode-state.ts';

/** `still-there`: the note itself says it; nothing was erased. */
export type ErasedFromNote =
  | (ErasedVersions & {
      /** The life that the note goes on under; null when nothing was ever written in it. */
      readonly life: number | null;
    })
  | 'still-there';

/**
 * Erases a passage that no longer stands in a note from what the server keeps of it: versions that say it go, whole,
 * and names that say it are taken from the others; whatever could once not be read goes, and the note goes on under a
 * new life without what was deleted from it. By that devices know, connected or later, that what they have kept of the
 * old life is to leave them.
 */
export async function eraseFromNote(
  db: Kysely<Schema>,
  note: NoteId,
  passage: string,
): Promise<ErasedFromNote> {
  const key = { kind: 'note', id: note } as const;
  return db.transaction().execute(async (trx): Promise<ErasedFromNote> => {
    // Nothing is written meanwhile; the document comes first, as with everybody who writes. And no version is kept.
    const head = (await lockDocuments(trx, 'note', [note])).get(note);
    await lockNote(trx, note);
    const { state, updates } = await readDocument(trx, key);
    const doc = documentOf(state, updates);
    if (says(readNote(doc), passage)) return 'still-there';
    let [versions, names] = [0, 0];
    for (const { id, name } of await readNoteVersions(trx, note, Number.MAX_SAFE_INTEGER)) {
      // One at a time: all of them together may be a hundred times the note.
      const version = await readNoteVersion(trx, note, id);
      if (version !== null && says(version.body, passage)) {
        await deleteNoteVersion(trx, note, id);
        versions += 1;
      } else if (name !== null && holds(name, passage)) {
        await eraseVersionName(trx, note, id);
        names += 1;
      }
    }
    await deleteBrokenBytes(trx, key);
    if (head === undefined || head.blank) return { versions, names, life: null };
    const life = await nextLife(trx, head.life);
    await beginLife(trx, key, life, encodeState(doc));
    return { versions, names, life };
  });
}

function documentOf(state: Uint8Array | null, updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  for (const update of [...(state === null ? [] : [state]), ...updates]) Y.applyUpdate(doc, update);
  return doc;
}

const says = ({ blocks }: NoteBody, passage: string): boolean =>
  holds(blocks.map(blockWords).join('\n'), passage) ||
  blocks
    .flatMap(blockAddresses)
    .some((address) => holds(address, passage) || holds(withoutEscapes(address), passage));

/** Whatever its case and however it is spaced: who looks for words to erase does not copy them. */
const holds = (text: string, passage: string): boolean => plain(text).includes(plain(passage));

const plain = (text: string): string => text.normalize('NFC').toLowerCase().replaceAll(/\s+/g, ' ').trim();

/** An address as somebody would say it: “%20” is a blank, and so is a “+”. */
function withoutEscapes(address: string): string {
  const spaced = address.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    // A “%” that begins no escape.
    return spaced;
  }
}
