import { writeNote } from '@lectern/channel-doc';
import type { NoteBody, NoteId } from '@lectern/contracts';
import type { OpenNoteReplica } from '@lectern/sync-client';
import * as Y from 'yjs';

/** Makes a note say exactly this, as one edit of this person. Resolves when that is written down on this device. */
export function makeNoteSay(open: OpenNoteReplica, note: NoteId, body: NoteBody): Promise<void> {
  return new Promise((resolve, reject) => {
    const replica = open(note);
    const doc = new Y.Doc();
    let isDone = false;
    const end = (settle: () => void) => {
      replica.close();
      doc.destroy();
      settle();
    };
    replica.onUpdate((update) => {
      Y.applyUpdate(doc, update);
      if (isDone) return;
      isDone = true;
      const before = Y.encodeStateVector(doc);
      writeNote(doc, body);
      replica.write(Y.encodeStateAsUpdate(doc, before)).then(
        () => end(resolve),
        (error: unknown) => end(() => reject(error)),
      );
    });
    replica.onEnd((why) => end(() => reject(new Error(`the note cannot be written: ${why}`))));
  });
}
