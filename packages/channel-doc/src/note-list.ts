import {
  isUuid,
  MAX_NOTE_TITLE_LENGTH,
  MAX_NOTES,
  type NoteEntry,
  type NoteId,
  type UserId,
} from '@lectern/contracts';
import type * as Y from 'yjs';
import { channelRoots } from './layout.ts';
import { projectMap } from './plain-values.ts';
import { isCount, own } from './record.ts';

/** The list of a channel's notes in the channel's document: an entry under the id of each. */

/** The notes in their order. What is no entry is passed over, and so is what a channel has no room for. */
export function readNotes(doc: Y.Doc): readonly NoteEntry[] {
  const entries = [...channelRoots(doc).notes.entries()].flatMap(([id, value]) => noteOf(id, value) ?? []);
  return inOrder(entries).slice(0, MAX_NOTES);
}

/** Makes the list say exactly this, with as few writes as that takes. Only the server writes it. */
export function writeNotes(doc: Y.Doc, entries: readonly NoteEntry[]): void {
  doc.transact(() => projectMap(channelRoots(doc).notes, new Map(entries.map((entry) => [entry.id, entry]))));
}

/** Tells the whole list after every transaction that changes it. Answers a function that ends it. */
export function observeNotes(doc: Y.Doc, onNotes: (notes: readonly NoteEntry[]) => void): () => void {
  const { notes } = channelRoots(doc);
  const changed = () => onNotes(readNotes(doc));
  notes.observe(changed);
  return () => notes.unobserve(changed);
}

/** The entry that a value is, rebuilt from its own keys, or null. */
function noteOf(id: string, value: unknown): NoteEntry | null {
  const [title, order, pinned, archived] = ['title', 'order', 'pinned', 'archived'].map((key) =>
    own(value, key),
  );
  const [by, at, life, edited] = ['by', 'at', 'life', 'edited'].map((key) => own(value, key));
  if (!isUuid(id) || own(value, 'id') !== id || !isUuid(by) || !isCount(at)) return null;
  if (typeof title !== 'string' || title.length > MAX_NOTE_TITLE_LENGTH || !Number.isFinite(order))
    return null;
  if (typeof pinned !== 'boolean' || typeof archived !== 'boolean' || !isCount(life) || life < 1) return null;
  const [editor, editedAt] = [own(edited, 'by'), own(edited, 'at')];
  return {
    id: id as string as NoteId,
    title,
    order: order as number,
    pinned,
    archived,
    by: by as string as UserId,
    at,
    ...(isUuid(editor) && isCount(editedAt)
      ? { edited: { by: editor as string as UserId, at: editedAt } }
      : {}),
    life,
  };
}

/** By place, then by id, so that every replica has the same order. */
export const inOrder = (entries: readonly NoteEntry[]): NoteEntry[] =>
  entries.toSorted((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
