import * as Y from 'yjs';
import { blockIdOf, noteRoot } from './read-note.ts';

/** How much of a block was written under a Yjs client id, in UTF-16 units. */
export interface ClientShare {
  readonly client: number;
  readonly length: number;
}

/**
 * Who wrote what of a note that is to be read now, by the ids of its blocks; the most first. A formula counts as its
 * source. Blocks without words have no shares.
 */
export function noteShares(doc: Y.Doc): Map<string, ClientShare[]> {
  const shares = new Map<string, ClientShare[]>();
  for (const block of noteRoot(doc).toArray()) {
    if (!(block instanceof Y.XmlElement)) continue;
    const lengths = new Map<number, number>();
    countIn(block, (client, length) => lengths.set(client, (lengths.get(client) ?? 0) + length));
    if (lengths.size === 0) continue;
    const sorted = [...lengths].map(([client, length]) => ({ client, length }));
    shares.set(
      blockIdOf(block),
      sorted.sort((a, b) => b.length - a.length || a.client - b.client),
    );
  }
  return shares;
}

/** What every client has written in a note until now, deleted or not: its clock. */
export const noteClocks = (doc: Y.Doc): Map<number, number> => Y.decodeStateVector(Y.encodeStateVector(doc));

function countIn(element: Y.XmlElement, add: (client: number, length: number) => void): void {
  const source = element.getAttribute('__source');
  if (typeof source === 'string' && source !== '') add(element._item!.id.client, source.length);
  for (const child of element.toArray()) {
    if (child instanceof Y.XmlElement) countIn(child, add);
    else if (child instanceof Y.XmlText) countText(child, add);
  }
}

function countText(text: Y.XmlText, add: (client: number, length: number) => void): void {
  for (let item = text._start; item !== null; item = item.right) {
    if (!item.deleted && item.content instanceof Y.ContentString) add(item.id.client, item.length);
  }
}
