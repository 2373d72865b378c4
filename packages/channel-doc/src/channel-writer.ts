import { isTombstone, type MessageRecord } from '@lectern/contracts';
import * as Y from 'yjs';
import { readFloor } from './channel-reader.ts';
import {
  type ChannelMeta,
  channelRoots,
  type EpochStart,
  RING_LENGTH,
  SEGMENT_LENGTH,
  segmentOf,
  TAIL_LENGTH,
} from './layout.ts';
import { deletePlaces, setIfOther } from './plain-values.ts';
import { headOf, type RecordHead } from './record.ts';

/**
 * The writing side of a channel document; only the server writes it. New messages go to the end of the tail, changes
 * to a message of the tail take its place there, changes to older messages go into the ring. Whatever leaves raises
 * the floor. Pinned messages stand in `pins` besides, whole, so that every reader has them. A batch costs what it holds plus the number of segments, never the length of the tail.
 */

/** Writes what has become of messages, in one transaction. Of one message the highest rev wins; none is lowered. */
export function writeRecords(doc: Y.Doc, records: readonly MessageRecord[]): void {
  const batch = newestOfEach(records);
  if (batch.length === 0) return;
  doc.transact(() => {
    const { tail, ring } = channelRoots(doc);
    const lastSeq = lastSeqOf(tail);
    const appended = batch.filter((record) => record.seq > lastSeq).sort((a, b) => a.seq - b.seq);
    const changed = batch.filter((record) => record.seq <= lastSeq);
    const older = changed.length > 0 ? replaceInTail(tail, changed) : [];
    const floors = [
      older.length > 0 ? writeToRing(ring, older, readFloor(doc)) : 0,
      appended.length > 0 ? appendToTail(tail, appended) : 0,
    ];
    raiseFloor(doc, Math.max(...floors));
    writePins(doc, batch);
  });
}

/**
 * Keeps a copy of every pinned message among these, and none of the others: a word that is deleted goes from here at
 * once.
 */
export function writePins(doc: Y.Doc, records: readonly MessageRecord[]): void {
  const { pins } = channelRoots(doc);
  const pinned = records.filter((record) => !isTombstone(record) && record.pinned !== undefined);
  if (pins.length === 0 && pinned.length === 0) return;
  doc.transact(() => {
    const revs = new Map<string, number>(records.map(({ id, rev }) => [id, rev]));
    const known = new Set<string>();
    const replaced = pins.toArray().flatMap((value, place) => {
      const held = headOf(value);
      if (held === null || held.rev < (revs.get(held.id) ?? 0)) return [place];
      known.add(held.id);
      return [];
    });
    deletePlaces(pins, replaced);
    const added = pinned.filter(({ id }) => !known.has(id));
    if (added.length > 0) pins.push(added);
  });
}

/** Says that changes up to `rev` may be missing here: for a document that is built anew from tables. Only rises. */
export function raiseFloor(doc: Y.Doc, rev: number): void {
  if (rev > readFloor(doc)) channelRoots(doc).meta.set('floor', rev);
}

/** Says how far the channel had come when each epoch of the server began; nothing where it has known only the first. */
export function writeEpochs(doc: Y.Doc, starts: readonly EpochStart[]): void {
  if (starts.length > 0) setIfOther(channelRoots(doc).meta, 'epochs', starts);
}

/** Writes what has changed in the channel's description, and nothing when nothing has. */
export function writeMeta(doc: Y.Doc, { name, topic, type, archived }: ChannelMeta): void {
  const { meta } = channelRoots(doc);
  doc.transact(() => {
    for (const [key, value] of Object.entries({ name, topic, type, archived })) setIfOther(meta, key, value);
  });
}

function newestOfEach(records: readonly MessageRecord[]): MessageRecord[] {
  const newest = new Map<string, MessageRecord>();
  for (const record of records) {
    const known = newest.get(record.id);
    if (known === undefined || known.rev < record.rev) newest.set(record.id, record);
  }
  return [...newest.values()];
}

/** The segments of a root, oldest first. Read from the end, because the list begins with all that was dropped. */
function segmentsOf(root: Y.Array<unknown>): Y.Array<unknown>[] {
  const segments: Y.Array<unknown>[] = [];
  for (let place = root.length - 1; place >= 0; place--) {
    const value = root.get(place);
    if (value instanceof Y.Array) segments.unshift(value);
  }
  return segments;
}

/** The `seq` of the newest message in the tail, 0 when it is empty. */
function lastSeqOf(tail: Y.Array<unknown>): number {
  const last = tail.length > 0 ? tail.get(tail.length - 1) : null;
  return last instanceof Y.Array && last.length > 0 ? (headOf(last.get(last.length - 1))?.seq ?? 0) : 0;
}

/** Appends in `seq` order; answers the highest rev that had to leave. */
function appendToTail(tail: Y.Array<unknown>, records: readonly MessageRecord[]): number {
  const gone = records.length - TAIL_LENGTH;
  if (gone <= 0) {
    pushInSegments(tail, records);
    return dropOldSegments(tail, TAIL_LENGTH);
  }
  // Of a batch longer than the tail only the end is written, and what stood before it must go: no holes.
  const floor = Math.max(highestRev(records.slice(0, gone)), dropOldSegments(tail, 0));
  pushInSegments(tail, records.slice(gone));
  return floor;
}

/** Puts each change in the place of its message; answers those whose message is not in the tail. */
function replaceInTail(tail: Y.Array<unknown>, changes: readonly MessageRecord[]): MessageRecord[] {
  const segments = segmentsOf(tail).map((segment) => ({ segment, firstSeq: firstSeqOf(segment) }));
  return changes.filter((change) => {
    const home = segments.findLast(({ firstSeq }) => firstSeq <= change.seq);
    return home === undefined || !replaceIn(home.segment, change);
  });
}

/** Answers whether the segment holds the message, in this version or a newer one. */
function replaceIn(segment: Y.Array<unknown>, change: MessageRecord): boolean {
  const values = segment.toArray();
  for (let index = 0; index < values.length; index++) {
    const record = headOf(values[index]);
    if (record?.id !== change.id) continue;
    if (record.rev < change.rev) replaceAt(segment, index, change);
    return true;
  }
  return false;
}

const firstSeqOf = (segment: Y.Array<unknown>): number => headOf(segment.get(0))?.seq ?? 0;

function replaceAt(segment: Y.Array<unknown>, index: number, record: MessageRecord): void {
  segment.delete(index, 1);
  segment.insert(index, [record]);
}

/**
 * Adds changes to the ring in `rev` order. Each takes older copies of its message out at once, so that no deleted
 * word stays behind; that loses nothing, so it does not raise the floor. Answers the highest rev that had to leave.
 */
function writeToRing(ring: Y.Array<unknown>, changes: readonly MessageRecord[], floor: number): number {
  const wanted = new Map(changes.map((change) => [change.id as string, change]));
  for (const segment of segmentsOf(ring)) {
    const values = segment.toArray();
    for (let index = values.length - 1; index >= 0; index--) {
      const held = headOf(values[index]);
      const change = held && wanted.get(held.id);
      if (!held || !change) continue;
      if (held.rev < change.rev) segment.delete(index, 1);
      else wanted.delete(held.id);
    }
  }
  // A change at or below the floor is one that has already left: its newer state may be known to readers.
  const added = [...wanted.values()].filter((change) => change.rev > floor).sort((a, b) => a.rev - b.rev);
  pushInSegments(ring, added);
  return dropOldSegments(ring, RING_LENGTH);
}

/** Fills the last segment, then begins new ones. */
function pushInSegments(root: Y.Array<unknown>, records: readonly MessageRecord[]): void {
  const last = root.length > 0 ? root.get(root.length - 1) : null;
  const room = last instanceof Y.Array ? Math.max(0, SEGMENT_LENGTH - last.length) : 0;
  if (last instanceof Y.Array && room > 0 && records.length > 0) last.push(records.slice(0, room));
  const segments: Y.Array<unknown>[] = [];
  for (let from = room; from < records.length; from += SEGMENT_LENGTH)
    segments.push(segmentOf(records.slice(from, from + SEGMENT_LENGTH)));
  if (segments.length > 0) root.push(segments);
}

/** Drops whole segments from the front while `keep` values remain without them; answers the highest rev dropped. */
function dropOldSegments(root: Y.Array<unknown>, keep: number): number {
  if (mostWithoutFirst(root) < keep) return 0;
  const segments = segmentsOf(root);
  let held = segments.reduce((sum, segment) => sum + segment.length, 0);
  let dropped = 0;
  let floor = 0;
  for (const segment of segments) {
    held -= segment.length;
    if (held < keep) break;
    dropped++;
    floor = Math.max(floor, highestRev(segment.toArray().flatMap((value) => headOf(value) ?? [])));
  }
  if (dropped > 0) root.delete(0, dropped);
  return floor;
}

/** No segment is longer than `SEGMENT_LENGTH`: mostly that alone says that nothing can be dropped yet. */
function mostWithoutFirst(root: Y.Array<unknown>): number {
  const last = root.length > 1 ? root.get(root.length - 1) : null;
  return Math.max(0, root.length - 2) * SEGMENT_LENGTH + (last instanceof Y.Array ? last.length : 0);
}

const highestRev = (records: readonly RecordHead[]): number =>
  records.reduce((highest, { rev }) => Math.max(highest, rev), 0);
