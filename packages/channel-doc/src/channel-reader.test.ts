import type { MessageRecord } from '@lectern/contracts';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { observeRecords, readChannel } from './channel-reader.ts';
import { writeRecords } from './channel-writer.ts';
import { segmentOf } from './layout.ts';
import { ANNA, BEN, edited, message, messages, tombstone } from './testing/make.ts';

/** A writer, a reader that has all of its updates, and what the reader's observer was told, batch by batch. */
function pair() {
  const writer = new Y.Doc();
  const reader = new Y.Doc();
  writer.on('update', (update: Uint8Array) => Y.applyUpdate(reader, update));
  const told: MessageRecord[][] = [];
  const stop = observeRecords(reader, (records) => told.push(records));
  return { writer, reader, told, stop };
}

test('CD-READ-2 an observer is told what a transaction inserted, once', () => {
  const { writer, told, stop } = pair();
  writeRecords(writer, messages(1, 60));
  writeRecords(writer, [message(61), edited(message(3), 62)]);
  stop();
  writeRecords(writer, [message(62, 63)]);
  expect(told[0]).toEqual(messages(1, 60));
  expect(told[1]!.toSorted((a, b) => a.rev - b.rev)).toEqual([message(61), edited(message(3), 62)]);
  expect(told).toHaveLength(2);
});

test('CD-READ-2 what is sent and changed in one transaction is told in its last state', () => {
  const { writer, told } = pair();
  writer.transact(() => {
    writeRecords(writer, [message(1)]);
    writeRecords(writer, [tombstone(message(1), 2)]);
  });
  expect(told).toEqual([[tombstone(message(1), 2)]]);
});

test('CD-READ-2 a first sync tells the whole document in one go', () => {
  const { writer, reader } = pair();
  writeRecords(writer, messages(1, 200));
  writeRecords(writer, messages(201, 420));
  writeRecords(writer, [edited(message(2), 421)]);
  const fresh = new Y.Doc();
  const told: MessageRecord[][] = [];
  observeRecords(fresh, (records) => told.push(records));
  Y.applyUpdate(fresh, Y.encodeStateAsUpdate(reader));
  expect(told).toHaveLength(1);
  expect(told[0]!.toSorted((a, b) => a.rev - b.rev)).toEqual(
    readChannel(writer).records.toSorted((a, b) => a.rev - b.rev),
  );
});

test('CD-TAIL-4 nobody is told of what leaves the tail', () => {
  const { writer, reader, told } = pair();
  writeRecords(writer, messages(1, 200));
  writeRecords(writer, messages(201, 349));
  told.length = 0;
  writeRecords(writer, [message(350)]);
  expect(told).toEqual([[message(350)]]);
  expect(readChannel(reader).firstSeq).toBe(51);
});

test('CD-READ-1 readers pass over what is no record', () => {
  const doc = new Y.Doc();
  writeRecords(doc, messages(1, 3));
  const junk: unknown[] = [
    null,
    7,
    'text',
    [],
    {},
    { ...message(4), id: 'no uuid' },
    { ...message(4), seq: 1.5 },
    { ...message(4), rev: -1 },
    { ...message(4), at: 'noon' },
    { ...message(4), body: { kind: 'plain', blocks: 'none' } },
    { ...message(4), body: undefined },
    { ...message(4), editedAt: 'later' },
    { ...message(4), deletedAt: Number.NaN },
  ];
  const inner = new Y.Array<unknown>();
  inner.push(junk);
  doc.getArray<unknown>('tail').push([inner, 'stray', new Y.Map()]);
  doc.getArray<unknown>('ring').push(['stray', {}]);
  doc.getMap<unknown>('meta').set('floor', 'high');
  doc.getMap<unknown>('meta').set('type', 'secret');
  expect(readChannel(doc)).toMatchObject({ records: messages(1, 3), floor: 0, meta: null });
});

test('CD-READ-1 what a message has beside its words is believed where it is what it should be', () => {
  const good = {
    ...message(2),
    reply: { id: message(1).id, seq: 1 },
    reactions: [{ emoji: '👍', by: [ANNA, BEN] }],
    thread: { id: message(1).id, seq: 1 },
    inChannel: true as const,
  };
  const root = {
    ...tombstone(message(1), 4),
    replies: { count: 1, last: { seq: 2, at: 2, author: ANNA }, people: [ANNA] },
  };
  const strange = {
    ...message(3),
    reply: { id: 'first', seq: 1 },
    thread: { id: message(1).id },
    inChannel: true,
    replies: { count: 1, last: { seq: 2, at: 2 }, people: [ANNA] },
    reactions: [
      { emoji: 'thumb', by: [ANNA] },
      { emoji: '🎉', by: [] },
      { emoji: '🎉', by: ['anna'] },
      { emoji: '👀', by: [BEN], count: 9 },
      null,
      7,
    ],
  };
  const doc = new Y.Doc();
  doc.getArray('tail').push([segmentOf([root, good, strange])]);
  expect(readChannel(doc).records).toEqual([
    root,
    good,
    { ...message(3), reactions: [{ emoji: '👀', by: [BEN] }] },
  ]);
});

test('CD-READ-1 nothing inherited is believed', () => {
  const doc = new Y.Doc();
  const { body, ...rest } = message(1);
  // On its way through Yjs a `__proto__` key becomes the prototype of what comes out.
  const forged = JSON.parse(
    JSON.stringify({ ...rest, x: { body, deletedAt: 1 } }).replace('"x"', '"__proto__"'),
  );
  const inner = new Y.Array<unknown>();
  inner.push([forged, { ...message(2), role: 'admin' }]);
  doc.getArray<unknown>('tail').push([inner]);
  const arrived = new Y.Doc();
  Y.applyUpdate(arrived, Y.encodeStateAsUpdate(doc));
  expect(readChannel(arrived).records).toEqual([message(2)]);
  expect(Object.keys(readChannel(arrived).records[0]!)).not.toContain('role');
});

test('CD-READ-3 of two copies of a message the higher rev is read', () => {
  const doc = new Y.Doc();
  writeRecords(doc, messages(1, 3));
  const inner = new Y.Array<unknown>();
  inner.push([edited(message(2), 9), edited(message(2), 7)]);
  doc.getArray<unknown>('ring').push([inner]);
  expect(readChannel(doc).records).toEqual([message(1), edited(message(2), 9), message(3)]);
});
