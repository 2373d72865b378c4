import { type ChannelType, channelTypes, EPOCH_SIZE, type MessageRecord } from '@lectern/contracts';
import * as Y from 'yjs';
import { insertedValues } from './inserted.ts';
import { type ChannelMeta, channelRoots, type EpochStart } from './layout.ts';
import { isCount, own, recordOf } from './record.ts';

/** A channel document as its reader sees it. */
export interface ChannelState {
  readonly meta: ChannelMeta | null;
  /** A reader who has every change up to here, or further, has every change once it has taken these records. */
  readonly floor: number;
  /** The newest change that the document knows of. */
  readonly rev: number;
  /** The tail holds every message from `firstSeq` to `lastSeq`; both are 0 when it is empty. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** The tail in `seq` order, then changes to older messages and older pins. At most one record a message. */
  readonly records: MessageRecord[];
}

/** Reads a channel document. What is no record of a message is passed over. */
export function readChannel(doc: Y.Doc): ChannelState {
  const { tail, ring, pins } = channelRoots(doc);
  const floor = readFloor(doc);
  const newest = new Map<string, MessageRecord>();
  const inTail = recordsIn(tail);
  for (const record of [
    ...inTail,
    ...recordsIn(ring),
    ...pins.toArray().flatMap((value) => recordOf(value) ?? []),
  ]) {
    const known = newest.get(record.id);
    if (known === undefined || known.rev < record.rev) newest.set(record.id, record);
  }
  const records = [...newest.values()];
  // No change has the number with which an epoch begins: who has come so far has seen that it began.
  const begun = (readEpochs(doc).at(-1)?.epoch ?? 0) * EPOCH_SIZE;
  return {
    meta: readMeta(doc),
    floor,
    rev: records.reduce((highest, record) => Math.max(highest, record.rev), Math.max(floor, begun)),
    firstSeq: inTail[0]?.seq ?? 0,
    lastSeq: inTail.at(-1)?.seq ?? 0,
    records,
  };
}

/**
 * Tells of every record that a transaction brings in, and of nothing else: what leaves the tail is not deleted, so
 * nobody is told. Walks only what is new. Answers a function that ends it.
 */
export function observeRecords(doc: Y.Doc, onRecords: (records: MessageRecord[]) => void): () => void {
  const { tail, ring, pins } = channelRoots(doc);
  const afterTransaction = (transaction: Y.Transaction) => {
    const holdsRecords = (parent: unknown) =>
      parent === pins ||
      (parent instanceof Y.AbstractType && (parent.parent === tail || parent.parent === ring));
    const records = insertedValues(transaction, holdsRecords).flatMap((value) => recordOf(value) ?? []);
    if (records.length > 0) onRecords(records);
  };
  doc.on('afterTransaction', afterTransaction);
  return () => doc.off('afterTransaction', afterTransaction);
}

/** The channel's description, or null while it has none. */
export function readMeta(doc: Y.Doc): ChannelMeta | null {
  const { meta } = channelRoots(doc);
  const [name, topic, type, archived] = [
    meta.get('name'),
    meta.get('topic'),
    meta.get('type'),
    meta.get('archived'),
  ];
  if (typeof name !== 'string' || typeof topic !== 'string' || !isChannelType(type)) return null;
  return { name, topic, type, archived: archived === true };
}

/** The highest rev that has left the document. */
export function readFloor(doc: Y.Doc): number {
  const floor = channelRoots(doc).meta.get('floor');
  return isCount(floor) ? floor : 0;
}

/** When the epochs of the server began, as seen from this channel, in their order. */
export function readEpochs(doc: Y.Doc): EpochStart[] {
  const starts = channelRoots(doc).meta.get('epochs');
  if (!Array.isArray(starts)) return [];
  return starts.flatMap((start: unknown) => {
    const [epoch, seq, rev] = ['epoch', 'seq', 'rev'].map((key) => own(start, key));
    return isCount(epoch) && isCount(seq) && isCount(rev) ? [{ epoch, seq, rev }] : [];
  });
}

const recordsIn = (root: Y.Array<unknown>): MessageRecord[] =>
  root
    .toArray()
    .flatMap((segment) =>
      segment instanceof Y.Array ? segment.toArray().flatMap((value) => recordOf(value) ?? []) : [],
    );

const isChannelType = (value: unknown): value is ChannelType => channelTypes.some((type) => type === value);
