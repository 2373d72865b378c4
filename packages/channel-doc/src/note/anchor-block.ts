import type { NoteAnchor } from '@lectern/contracts';
import * as Y from 'yjs';
import { blockIdOf, noteRoot } from './read-note.ts';

/**
 * The block of a note in which a passage stands now, by the positions that its anchor keeps; null when nothing of the
 * passage is left there, or when it was moved: what is moved in Yjs is deleted and written anew elsewhere. What somebody
 * sent as positions may be anything.
 */
export function blockOfAnchor(doc: Y.Doc, { from, to }: Pick<NoteAnchor, 'from' | 'to'>): string | null {
  const [start, end] = [placeOf(doc, from), placeOf(doc, to)];
  if (start === null || end === null) return null;
  // Both ends of a passage that is gone fall together.
  if (start.type === end.type && start.index >= end.index) return null;
  return blockAround(doc, start.type);
}

function placeOf(doc: Y.Doc, position: string): Y.AbsolutePosition | null {
  try {
    const bytes = Uint8Array.from(atob(position), (letter) => letter.charCodeAt(0));
    const relative = Y.decodeRelativePosition(bytes);
    // Asked for a root, Yjs makes it: no note may have another one than its own, and no passage stands in that itself.
    if (relative.tname !== null) return null;
    return Y.createAbsolutePositionFromRelativePosition(relative, doc);
  } catch {
    return null;
  }
}

function blockAround(doc: Y.Doc, type: Y.AbstractType<unknown>): string | null {
  const root = noteRoot(doc);
  let inner: Y.AbstractType<unknown> | null = type;
  while (inner !== null && inner.parent !== root) {
    if (inner._item?.deleted) return null;
    inner = inner.parent as Y.AbstractType<unknown> | null;
  }
  return inner instanceof Y.XmlElement && inner._item?.deleted === false ? blockIdOf(inner) : null;
}
