import type { DocumentKind } from '@lectern/contracts';
import * as Y from 'yjs';
import { layouts, type RootShape, segmentOf } from './layout.ts';
import { decidingReads } from './user-doc.ts';

/** A document gets a new life beyond any of these. */
export interface Bounds {
  /** Structs cost time at every load; those of what lives are not counted as more than half of them. */
  readonly structs: number;
  /** Each client id costs at every reconnect and every transaction. */
  readonly clientIds: number;
  /** Bytes may be this many times the live content before the dead weight is worth a new life. */
  readonly deadWeight: number;
  /** A document smaller than this is never too heavy: a new life would cost its readers more than it saves. */
  readonly lightBytes: number;
}

/** What holds outside of tests. */
export const documentBounds: Bounds = {
  structs: 20_000,
  clientIds: 2_000,
  deadWeight: 4,
  lightBytes: 64 * 1024,
};

/**
 * Whether a document has grown past its bounds and should begin a new life. Notes never do.
 * @param byteLength of the document as one update
 */
export function needsNewLife(doc: Y.Doc, byteLength: number, bounds: Bounds = documentBounds): boolean {
  const { clients } = doc.store;
  if (clients.size > bounds.clientIds) return true;
  let structs = 0;
  for (const list of clients.values()) structs += list.length;
  if (structs > bounds.structs && structs >= 2 * livingItems(doc).length) return true;
  return byteLength > bounds.lightBytes && byteLength > bounds.deadWeight * liveContentBytes(doc);
}

/** Size of the plain values that live in a document, with their keys, in UTF-8 bytes of JSON. */
export function liveContentBytes(doc: Y.Doc): number {
  let bytes = 0;
  for (const { content, parentSub } of livingItems(doc))
    if (content instanceof Y.ContentAny)
      bytes += encoder.encode(JSON.stringify(content.arr)).length + (parentSub?.length ?? 0);
  return bytes;
}

function livingItems(doc: Y.Doc): Y.Item[] {
  const items: Y.Item[] = [];
  for (const structs of doc.store.clients.values())
    for (const struct of structs) if (struct instanceof Y.Item && !struct.deleted) items.push(struct);
  return items;
}

/**
 * A fresh document with the same live content, as one update: the beginning of a new life, written by one client id.
 * It must never be applied to a document of the old life. Of a person's read positions it holds those that decide:
 * devices come and go, and each leaves one for every channel. Throws for a note, which has no second life.
 */
export function rebased(kind: DocumentKind, doc: Y.Doc): Uint8Array {
  if (kind === 'note') throw new Error('a note is never re-based');
  const fresh = new Y.Doc();
  fresh.transact(() => {
    for (const [root, shape] of Object.entries(layouts[kind])) {
      if (kind === 'user' && root === 'read') copyMap(doc, fresh, root, decidingReads(doc));
      else copyRoot[shape](doc, fresh, root);
    }
  });
  const update = Y.encodeStateAsUpdate(fresh);
  fresh.destroy();
  return update;
}

const encoder = new TextEncoder();

const copyRoot: Record<RootShape, (from: Y.Doc, to: Y.Doc, root: string) => void> = {
  array(from, to, root) {
    const values = plain(from.getArray<unknown>(root).toArray());
    if (values.length > 0) to.getArray<unknown>(root).push(values);
  },
  map(from, to, root) {
    copyMap(from, to, root, from.getMap<unknown>(root).keys());
  },
  segments(from, to, root) {
    const segments = from
      .getArray<unknown>(root)
      .toArray()
      .flatMap((segment) => (segment instanceof Y.Array ? [plain(segment.toArray())] : []))
      .filter((values) => values.length > 0);
    if (segments.length > 0) to.getArray<unknown>(root).push(segments.map(segmentOf));
  },
};

function copyMap(from: Y.Doc, to: Y.Doc, root: string, keys: Iterable<string>): void {
  for (const key of keys) {
    const value = from.getMap<unknown>(root).get(key);
    if (!(value instanceof Y.AbstractType)) to.getMap<unknown>(root).set(key, value);
  }
}

/** Plain values only: a shared type inside a document that should hold none is not carried over. */
const plain = (values: readonly unknown[]): unknown[] =>
  values.filter((value) => !(value instanceof Y.AbstractType));
