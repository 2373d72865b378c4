import type { MessageRecord } from '@lectern/contracts';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { readChannel, readMeta } from './channel-reader.ts';
import { raiseFloor, writeMeta, writeRecords } from './channel-writer.ts';
import { edited, id, message, messages, tombstone } from './testing/make.ts';

const seqs = (records: readonly MessageRecord[]) => records.map(({ seq }) => seq);
const docWith = (...batches: MessageRecord[][]): Y.Doc => {
  const doc = new Y.Doc();
  for (const batch of batches) writeRecords(doc, batch);
  return doc;
};
/** Whether a word stands anywhere in the document as it would be stored or sent. */
const holds = (doc: Y.Doc, word: string) => Buffer.from(Y.encodeStateAsUpdate(doc)).includes(word);
const segmentLengths = (doc: Y.Doc) =>
  doc.getArray<Y.Array<unknown>>('tail').map((segment) => segment.length);

test('CD-TAIL-1 messages stand in seq order, in segments of at most 50', () => {
  const doc = docWith(messages(1, 40), messages(41, 120), [message(121)]);
  const { records, firstSeq, lastSeq } = readChannel(doc);
  expect(records).toEqual(messages(1, 121));
  expect([firstSeq, lastSeq]).toEqual([1, 121]);
  expect(segmentLengths(doc)).toEqual([50, 50, 21]);
});

test('CD-TAIL-1 an empty document reads as an empty channel', () => {
  expect(readChannel(new Y.Doc())).toEqual({
    meta: null,
    floor: 0,
    rev: 0,
    firstSeq: 0,
    lastSeq: 0,
    records: [],
  });
});

test('CD-TAIL-2 edits and deletions take the place of their message', () => {
  const doc = docWith(messages(1, 60), [edited(message(3), 61), tombstone(message(55), 62)]);
  const { records, rev } = readChannel(doc);
  expect(seqs(records)).toEqual(seqs(messages(1, 60)));
  expect(records[2]).toEqual(edited(message(3), 61));
  expect(records[54]).toEqual(tombstone(message(55), 62));
  expect(rev).toBe(62);
});

test('CD-TAIL-2 a message that is sent and changed in one batch has its last state', () => {
  const doc = docWith([message(1), message(2), edited(message(2), 3), tombstone(message(1), 4)]);
  expect(readChannel(doc).records).toEqual([tombstone(message(1), 4), edited(message(2), 3)]);
});

test('CD-TAIL-2 no word of a deleted message is left', () => {
  const doc = docWith([message(1, 1, 'unspeakable'), message(2)], [tombstone(message(1), 3)]);
  expect(holds(doc, 'unspeakable')).toBe(false);
});

test('CD-TAIL-3 only whole segments leave, and only while 300 messages remain', () => {
  const doc = docWith(messages(1, 200), messages(201, 349));
  expect(readChannel(doc)).toMatchObject({ firstSeq: 1, floor: 0 });
  writeRecords(doc, [message(350)]);
  expect(readChannel(doc)).toMatchObject({ firstSeq: 51, lastSeq: 350, floor: 50 });
  expect(segmentLengths(doc)).toEqual([50, 50, 50, 50, 50, 50]);
});

test('CD-TAIL-5 a batch longer than the tail takes its place, without a hole', () => {
  const doc = docWith(messages(1, 20), messages(21, 500));
  const { records, firstSeq, lastSeq, floor } = readChannel(doc);
  expect(seqs(records)).toEqual(seqs(messages(firstSeq, lastSeq)));
  expect([firstSeq, lastSeq, floor]).toEqual([201, 500, 200]);
});

test('CD-TAIL-6 writing again changes nothing, and a lower rev takes no place', () => {
  const doc = docWith(messages(1, 10), [edited(message(4), 11)]);
  const before = Y.encodeStateAsUpdate(doc);
  writeRecords(doc, messages(1, 10));
  writeRecords(doc, [edited(message(4), 11)]);
  writeRecords(doc, []);
  expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
});

test('CD-TAIL-6 what has left is not brought back by writing it again', () => {
  const doc = docWith(messages(1, 400), [edited(message(7), 401)]);
  const before = readChannel(doc);
  writeRecords(doc, [message(5), message(7)]);
  expect(readChannel(doc)).toEqual(before);
});

test('CD-RING-1 a change to an older message goes into the ring', () => {
  const doc = docWith(messages(1, 400), [edited(message(7), 401), tombstone(message(9), 402)]);
  const { records, rev, firstSeq } = readChannel(doc);
  expect(firstSeq).toBe(101);
  expect(records.slice(-2)).toEqual([edited(message(7), 401), tombstone(message(9), 402)]);
  expect(rev).toBe(402);
});

test('CD-RING-2 the ring is bounded and what leaves it raises the floor', () => {
  const doc = docWith(messages(1, 1_000));
  for (let n = 0; n < 300; n++) writeRecords(doc, [edited(message(1 + n), 1_001 + n)]);
  const { records, floor, firstSeq } = readChannel(doc);
  const older = records.filter(({ seq }) => seq < firstSeq);
  expect(older.length).toBeGreaterThanOrEqual(200);
  expect(older.length).toBeLessThan(250);
  expect(floor).toBe(Math.min(...older.map(({ rev }) => rev)) - 1);
});

test('CD-RING-3 a deletion takes older copies out of the ring at once', () => {
  const doc = docWith(messages(1, 400), [edited(message(7), 401, 'first thought')]);
  writeRecords(doc, [edited(message(7), 402, 'second thought')]);
  expect(holds(doc, 'first thought')).toBe(false);
  writeRecords(doc, [tombstone(message(7), 403)]);
  expect(holds(doc, 'second thought')).toBe(false);
  const { records, floor } = readChannel(doc);
  expect(records.filter((record) => record.id === id(7))).toEqual([tombstone(message(7), 403)]);
  expect(floor).toBe(100);
});

test('CD-FLOOR-1 the floor is the highest rev that left, not that of the last message', () => {
  const doc = docWith(
    messages(1, 200),
    messages(201, 349),
    [edited(message(2), 350)],
    [{ ...message(350), rev: 351 }],
  );
  expect(readChannel(doc)).toMatchObject({ firstSeq: 51, floor: 350, rev: 351 });
  raiseFloor(doc, 12);
  expect(readChannel(doc).floor).toBe(350);
});

test('CD-FLOOR-3 a document built from tables is told its floor', () => {
  const grown = docWith(messages(1, 400), [edited(message(300), 401)]);
  const { records, floor } = readChannel(grown);
  expect(floor).toBe(100);
  const built = new Y.Doc();
  raiseFloor(built, floor);
  writeRecords(
    built,
    records.toSorted((a, b) => a.rev - b.rev),
  );
  expect(readChannel(built)).toEqual(readChannel(grown));
});

test('CD-META-1 the description is written only where it differs', () => {
  const doc = new Y.Doc();
  const meta = { name: 'general', topic: '', type: 'public', archived: false } as const;
  writeMeta(doc, meta);
  expect(readMeta(doc)).toEqual(meta);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  writeMeta(doc, meta);
  expect(updates).toHaveLength(0);
  writeMeta(doc, { ...meta, topic: 'news' });
  expect(updates).toHaveLength(1);
  expect(Buffer.from(updates[0]!).includes('general')).toBe(false);
  expect(readMeta(doc)?.topic).toBe('news');
});
