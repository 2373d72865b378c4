import type { ChannelId, DeviceId } from '@lectern/contracts';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { documentBounds, liveContentBytes, needsNewLife, rebased } from './bounds.ts';
import { readChannel } from './channel-reader.ts';
import { writeMeta, writeRecords } from './channel-writer.ts';
import { projectCourse, readCourse } from './course-doc.ts';
import { addOutcomes, projectInbox, readInbox, readOutcomes } from './inbox-doc.ts';
import { CHANNEL, edited, id, LAPTOP, message, messages, notice, sendOp, tombstone } from './testing/make.ts';
import {
  addOps,
  readNoticesRead,
  readOutbox,
  readPositions,
  readSettings,
  setNoticesRead,
  setRead,
  setSetting,
  takeOps,
} from './user-doc.ts';

const bytesOf = (doc: Y.Doc) => Y.encodeStateAsUpdate(doc).length;
const reborn = (kind: Parameters<typeof rebased>[0], doc: Y.Doc): Y.Doc => {
  const fresh = new Y.Doc();
  Y.applyUpdate(fresh, rebased(kind, doc));
  return fresh;
};

test('CD-BOUND-2 a small document needs no new life, however much in it is dead', () => {
  const doc = new Y.Doc();
  for (let n = 0; n < 200; n++) {
    addOps(doc, [sendOp(n)]);
    takeOps(doc, [sendOp(n).id]);
  }
  expect(needsNewLife(doc, bytesOf(doc))).toBe(false);
});

test('CD-BOUND-2 too many structs need a new life', () => {
  const doc = new Y.Doc();
  const map = doc.getMap<number>('settings');
  // Two keys in turn: Yjs cannot join what it keeps of their older values.
  for (let n = 0; n < 20_001; n++) map.set(n % 2 ? 'a' : 'b', n);
  expect(needsNewLife(doc, 0)).toBe(true);
  expect(needsNewLife(reborn('user', doc), 0)).toBe(false);
});

test('CD-BOUND-2 too many client ids need a new life', () => {
  const doc = new Y.Doc();
  for (let n = 1; n <= 2_001; n++) {
    const device = new Y.Doc();
    device.clientID = n;
    device.getArray<number>('outbox').push([n]);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(device));
  }
  expect(needsNewLife(doc, 0)).toBe(true);
  expect(reborn('user', doc).store.clients.size).toBe(1);
});

test('CD-BOUND-2 too many bytes for what lives need a new life', () => {
  const doc = new Y.Doc();
  addOps(doc, [sendOp(1)]);
  const live = liveContentBytes(doc);
  expect(live).toBeGreaterThan(100);
  expect(needsNewLife(doc, 70_000)).toBe(true);
  expect(needsNewLife(doc, 60_000)).toBe(false);
  const tight = { ...documentBounds, lightBytes: 0 };
  expect(needsNewLife(doc, 4 * live, tight)).toBe(false);
  expect(needsNewLife(doc, 4 * live + 1, tight)).toBe(true);
});

test('CD-BOUND-2 what lives is no reason for a new life, which would be as large', () => {
  const doc = new Y.Doc();
  for (let n = 0; n < 1_000; n++) setRead(doc, id<DeviceId>(n), CHANNEL, { turn: 0, seq: n });
  for (const bounds of [
    { ...documentBounds, lightBytes: 0 },
    { ...documentBounds, structs: 600 },
  ]) {
    expect(needsNewLife(doc, bytesOf(doc), bounds)).toBe(false);
  }
  for (let n = 0; n < 1_000; n++) setRead(doc, id<DeviceId>(n), CHANNEL, { turn: 1, seq: n });
  expect(needsNewLife(doc, bytesOf(doc), { ...documentBounds, structs: 600 })).toBe(true);
});

test('CD-BOUND-4 of the read positions of many devices a new life keeps the one that counts', () => {
  const doc = new Y.Doc();
  const other = id<ChannelId>(0xc2);
  for (let n = 1; n <= 50; n++) {
    setRead(doc, id<DeviceId>(n), CHANNEL, { turn: n === 7 ? 1 : 0, seq: n });
    setRead(doc, id<DeviceId>(n), other, { turn: 0, seq: 100 - n });
  }
  setNoticesRead(doc, 3);
  doc.getMap<unknown>('read').set('junk', 1);
  const fresh = reborn('user', doc);
  expect(fresh.getMap('read').size).toBe(3);
  expect(readPositions(fresh)).toEqual(readPositions(doc));
  expect(readNoticesRead(fresh)).toBe(3);
});

test('CD-BOUND-3 a channel reads the same in its new life', () => {
  const doc = new Y.Doc();
  writeMeta(doc, { name: 'general', topic: 'all', type: 'announcement', archived: true });
  writeRecords(doc, messages(1, 200));
  writeRecords(doc, messages(201, 420));
  writeRecords(doc, [edited(message(3), 421), tombstone(message(400), 422)]);
  const fresh = reborn('channel', doc);
  expect(readChannel(fresh)).toEqual(readChannel(doc));
  expect(fresh.store.clients.size).toBe(1);
  writeRecords(fresh, [{ ...message(421), rev: 423 }]);
  expect(readChannel(fresh)).toMatchObject({ lastSeq: 421, rev: 423 });
});

test('CD-BOUND-3 the documents of a person and a course read the same in their new life', () => {
  const user = new Y.Doc();
  addOps(user, [sendOp(1), sendOp(2)]);
  takeOps(user, [sendOp(1).id]);
  setRead(user, LAPTOP, CHANNEL, { turn: 1, seq: 2 });
  setSetting(user, 'theme', 'dark');
  const nextUser = reborn('user', user);
  expect(readOutbox(nextUser)).toEqual([sendOp(2)]);
  expect(readPositions(nextUser)).toEqual(readPositions(user));
  expect(readSettings(nextUser)).toEqual(readSettings(user));

  const inbox = new Y.Doc();
  addOutcomes(inbox, [{ op: sendOp(1).id, ok: true, rev: 1 }]);
  projectInbox(inbox, { courses: [], channels: [], threads: [], notices: [notice(1)] });
  const nextInbox = reborn('inbox', inbox);
  expect(readOutcomes(nextInbox)).toEqual(readOutcomes(inbox));
  expect(readInbox(nextInbox)).toEqual(readInbox(inbox));

  const course = new Y.Doc();
  projectCourse(course, {
    name: 'Algebra',
    channels: [],
    people: [{ id: id(1), name: 'A', handle: 'a', role: 'tutor' }],
  });
  expect(readCourse(reborn('course', course))).toEqual(readCourse(course));
});

test('CD-BOUND-3 a shared type where none belongs is not carried over, and a note is never re-based', () => {
  const doc = new Y.Doc();
  addOps(doc, [sendOp(1)]);
  doc.getArray<unknown>('outbox').push([new Y.Map()]);
  doc.getMap<unknown>('settings').set('nested', new Y.Array());
  expect(readOutbox(reborn('user', doc))).toEqual([sendOp(1)]);
  expect(() => rebased('note', doc)).toThrow('never');
});
