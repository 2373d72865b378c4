import { blockIdOf, noteRoot } from '@lectern/channel-doc';
import { MAX_ANCHOR_QUOTE_LENGTH, type NoteAnchor, type NoteId } from '@lectern/contracts';
import type { OpenNoteReplica } from '@lectern/sync-client';
import * as Y from 'yjs';
import type { Passage, PassagePoint } from '../components/note/passage.ts';

/**
 * The anchor of a passage: positions that stay with it through the edits of others. Readers have no copy of the note's
 * document, so one is fetched from the hub for this moment. Null when the passage is not there any more.
 */
export function anchorPassage(
  open: OpenNoteReplica,
  note: NoteId,
  passage: Passage,
): Promise<NoteAnchor | null> {
  return new Promise((resolve) => {
    const replica = open(note);
    const doc = new Y.Doc();
    replica.onUpdate((update) => {
      Y.applyUpdate(doc, update);
      const from = positionOf(doc, passage.from, 0);
      const to = positionOf(doc, passage.to, -1);
      replica.close();
      doc.destroy();
      const quote = passage.quote.slice(0, MAX_ANCHOR_QUOTE_LENGTH);
      resolve(from !== null && to !== null ? { note, from, to, quote } : null);
    });
    replica.onEnd(() => resolve(null));
  });
}

/** The same from what is selected in an editor. */
export const anchorOf = (note: NoteId, from: Uint8Array, to: Uint8Array, quote: string): NoteAnchor => ({
  note,
  from: base64(from),
  to: base64(to),
  quote: quote.slice(0, MAX_ANCHOR_QUOTE_LENGTH),
});

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

function positionOf(doc: Y.Doc, { block, offset }: PassagePoint, assoc: 0 | -1): string | null {
  const element = noteRoot(doc)
    .toArray()
    .find((child): child is Y.XmlElement => child instanceof Y.XmlElement && blockIdOf(child) === block);
  if (!element) return null;
  const place = placeIn(element, offset);
  const position = Y.createRelativePositionFromTypeIndex(place.type, place.index, assoc);
  return base64(Y.encodeRelativePosition(position));
}

interface Place {
  readonly type: Y.XmlText | Y.XmlElement;
  readonly index: number;
}

/** Where a character of a block stands: in one of its texts, or beside a formula or a line break. */
function placeIn(block: Y.XmlElement, offset: number): Place {
  let left = offset;
  let last: Place = { type: block, index: 0 };
  const walk = (element: Y.XmlElement): Place | null => {
    for (const [at, child] of element.toArray().entries()) {
      if (child instanceof Y.XmlText) {
        if (left <= child.length) return { type: child, index: left };
        left -= child.length;
        last = { type: child, index: child.length };
      } else if (child instanceof Y.XmlElement) {
        if (ONE_CHARACTER.has(child.nodeName)) {
          if (left === 0) return { type: element, index: at };
          left -= 1;
          last = { type: element, index: at + 1 };
        } else {
          const found = walk(child);
          if (found) return found;
        }
      }
    }
    return null;
  };
  return walk(block) ?? last;
}

const ONE_CHARACTER: ReadonlySet<string> = new Set(['linebreak', 'formula', 'formula-block', 'rule']);
