import type { NoteReplica } from '@lectern/sync-client';
import * as Y from 'yjs';
import { hasContent } from './bind-note.ts';

/** Marks what came through the port: everything else in the document was written on this page. */
const FROM_HUB = Symbol('from the hub');

/**
 * A document of this page, kept in step with the hub's.
 * @param onHere it holds something now, and may be edited
 * @param onUnwritten something could not be written down on this device
 */
export function joinReplica(
  replica: NoteReplica,
  { onHere, onUnwritten }: { onHere: (doc: Y.Doc) => void; onUnwritten: (error: unknown) => void },
): { close(): void } {
  const doc = new Y.Doc();
  let isHere = false;
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== FROM_HUB) void replica.write(update).catch(onUnwritten);
  });
  replica.onUpdate((update) => {
    Y.applyUpdate(doc, update, FROM_HUB);
    if (isHere || !hasContent(doc)) return;
    isHere = true;
    onHere(doc);
  });
  return {
    close: () => {
      replica.close();
      doc.destroy();
    },
  };
}
