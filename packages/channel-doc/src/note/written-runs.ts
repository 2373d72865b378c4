import * as Y from 'yjs';

/** UTF-16 units that stand together, and the Yjs client id under which they were written. */
export type ClientRun = readonly [length: number, client: number];

/** Who wrote the words of a text that are to be read now. */
export function writtenIn(text: Y.XmlText): ClientRun[] {
  const runs: ClientRun[] = [];
  for (let item = text._start; item !== null; item = item.right)
    if (!item.deleted && item.content instanceof Y.ContentString) runs.push([item.length, item.id.client]);
  return runs;
}

/** Who gave an element a property; who made it, where that cannot be told. */
export const writerOf = (element: Y.XmlElement, property: string): number =>
  (element._map.get(property) ?? element._item!).id.client;

/** The runs from one unit to another. */
export function cut(runs: readonly ClientRun[], from: number, to: number): ClientRun[] {
  const found: ClientRun[] = [];
  let at = 0;
  for (const [length, client] of runs) {
    const inside = Math.min(to, at + length) - Math.max(from, at);
    if (inside > 0) found.push([inside, client]);
    at += length;
  }
  return found;
}

/** The same with neighbours of one writer as one. */
export function join(runs: readonly ClientRun[]): ClientRun[] {
  const joined: ClientRun[] = [];
  for (const [length, client] of runs) {
    const last = joined.at(-1);
    if (length === 0) continue;
    if (last?.[1] === client) joined[joined.length - 1] = [last[0] + length, client];
    else joined.push([length, client]);
  }
  return joined;
}
