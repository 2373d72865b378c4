import {
  addOps,
  readDrafts,
  readNoticesRead,
  readOutbox,
  readPositions,
  readSaved,
  readSettings,
  setDraft,
  setNoticesRead,
  setRead,
  setReminded,
  setSaved,
  setSetting,
  takeOps,
} from '@lectern/channel-doc';
import * as Y from 'yjs';

/**
 * The person's own document as profile, kept things and outbox read and write it. They are there before Yjs is, and
 * get it from `document-keepers.ts`.
 */
export type OwnDocument = ReturnType<typeof ownDocument>;

export const ownDocument = (doc: Y.Doc) => ({
  doc,
  readDrafts: () => readDrafts(doc),
  setDraft: bound(doc, setDraft),
  readPositions: () => readPositions(doc),
  setRead: bound(doc, setRead),
  readSettings: () => readSettings(doc),
  setSetting: bound(doc, setSetting),
  readNoticesRead: () => readNoticesRead(doc),
  setNoticesRead: bound(doc, setNoticesRead),
  readSaved: () => readSaved(doc),
  setSaved: bound(doc, setSaved),
  setReminded: bound(doc, setReminded),
  readOutbox: () => readOutbox(doc),
  addOps: bound(doc, addOps),
  takeOps: bound(doc, takeOps),
});

/** As it stands in a copy. */
export function ownDocumentIn(copy: Uint8Array): OwnDocument {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, copy);
  return ownDocument(doc);
}

const bound =
  <Given extends unknown[]>(doc: Y.Doc, write: (doc: Y.Doc, ...given: Given) => void) =>
  (...given: Given): void =>
    write(doc, ...given);
