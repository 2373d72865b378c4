import * as Y from 'yjs';

/** The whole state of a document, or an error when parts of it wait for others: such a state must never be stored. */
export function encodeState(doc: Y.Doc): Uint8Array {
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) {
    throw new Error('the document holds updates that wait for others');
  }
  return Y.encodeStateAsUpdate(doc);
}
