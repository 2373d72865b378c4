import { writeNote } from '@lectern/channel-doc';
import type { NoteBlock } from '@lectern/contracts';
import * as Y from 'yjs';

/** The words that updates put into a note, run by run. What the same updates took away again is left out. */
export function runsOf(updates: readonly Uint8Array[]): readonly string[] {
  if (updates.length === 0) return [];
  const { structs, ds } = Y.decodeUpdate(Y.mergeUpdates([...updates]));
  const isDeleted = (client: number, clock: number): boolean =>
    (ds.clients.get(client) ?? []).some((range) => clock >= range.clock && clock < range.clock + range.len);
  const runs: string[] = [];
  let next = { client: -1, clock: -1 };
  for (const struct of structs) {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) continue;
    const { client, clock } = struct.id;
    // Yjs counts as strings do.
    const words = struct.content.str
      .split('')
      .filter((_, index) => !isDeleted(client, clock + index))
      .join('');
    if (next.client === client && next.clock === clock) runs.push(`${runs.pop()}${words}`);
    else runs.push(words);
    next = { client, clock: clock + struct.length };
  }
  return runs.flatMap((run) => run.split('\n')).filter((run) => run.trim() !== '');
}

/**
 * The words of updates as a note of its own: for when the note itself is out of reach, or has nothing left that the
 * updates fit to.
 */
export function wordsOf(updates: readonly Uint8Array[]): Uint8Array {
  const blocks = runsOf(updates).map((s): NoteBlock => ({ id: '', t: 'p', c: [{ t: 'text', s }] }));
  const doc = new Y.Doc();
  if (blocks.length > 0) writeNote(doc, { blocks });
  const copy = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return copy;
}
