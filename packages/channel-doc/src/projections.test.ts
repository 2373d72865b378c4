import type {
  ChannelEntry,
  ChannelId,
  CourseId,
  OpId,
  Outcome,
  PersonEntry,
  UserId,
} from '@lectern/contracts';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { projectCourse, readCourse } from './course-doc.ts';
import {
  addNotices,
  addOutcomes,
  type InboxProjection,
  observeOutcomes,
  projectInbox,
  readInbox,
  readOutcomes,
} from './inbox-doc.ts';
import { CHANNEL, COURSE, id, notice } from './testing/make.ts';

const entry = (number: number, name = `channel ${number}`): ChannelEntry => ({
  id: id<ChannelId>(number),
  course: COURSE,
  name,
  topic: '',
  type: 'public',
  archived: false,
  life: 1,
});
const person = (number: number, name = `person ${number}`): PersonEntry => ({
  id: id<UserId>(number),
  name,
  handle: `p${number}`,
  role: 'student',
});
const outcome = (number: number): Outcome => ({ op: id<OpId>(number), ok: true, rev: number, seq: number });
/** Bytes of what acting sends out; 0 when nothing. */
const written = (doc: Y.Doc, act: () => void): number => {
  let bytes = 0;
  const count = (update: Uint8Array) => {
    bytes += update.length;
  };
  doc.on('update', count);
  act();
  doc.off('update', count);
  return bytes;
};

const inbox: InboxProjection = {
  courses: [
    { course: id<CourseId>(1), role: 'student', life: 1, since: 5 },
    { course: id<CourseId>(2), role: 'tutor', life: 3, since: 5 },
  ],
  channels: [
    { channel: id<ChannelId>(3), course: id<CourseId>(1), state: 'left', role: 'member', mayPost: true },
    {
      channel: id<ChannelId>(4),
      course: id<CourseId>(1),
      state: 'in',
      role: 'admin',
      mayPost: true,
      entry: { ...entry(4), type: 'private' },
    },
  ],
  threads: [{ channel: CHANNEL, message: id(0x71) }],
  notices: [
    notice(1),
    { ...notice(2), kind: 'reply', thread: id(0x71) },
    { ...notice(3), group: 'here' },
    { ...notice(4), kind: 'reaction' },
  ],
};

test('ID-PROJECT-1 projecting and reading are inverse, and a second time writes nothing', () => {
  const doc = new Y.Doc();
  projectInbox(doc, inbox);
  expect(readInbox(doc)).toEqual(inbox);
  expect(written(doc, () => projectInbox(doc, structuredClone(inbox)))).toBe(0);
});

test('ID-PROJECT-1 only what differs is written, and what is gone goes', () => {
  const doc = new Y.Doc();
  projectInbox(doc, inbox);
  const next: InboxProjection = {
    courses: [{ ...inbox.courses[0]!, role: 'tutor' }],
    channels: inbox.channels,
    threads: [{ channel: CHANNEL, message: id(0x72) }],
    notices: [{ ...notice(2), kind: 'reply', thread: id(0x71) }, notice(5)],
  };
  expect(written(doc, () => projectInbox(doc, next))).toBeLessThan(500);
  expect(readInbox(doc)).toEqual(next);
});

test('ID-PROJECT-1 an inbox passes over what is no entry', () => {
  const doc = new Y.Doc();
  projectInbox(doc, inbox);
  const memberships = doc.getMap<unknown>('memberships');
  memberships.set('course:x', { course: 'x', role: 'student', life: 1, since: 5 });
  memberships.set(`course:${CHANNEL}`, { course: CHANNEL, role: 'emperor', life: 1 });
  memberships.set('__proto__', { role: 'admin' });
  memberships.set(`channel:${CHANNEL}`, 'junk');
  doc.getArray<unknown>('notices').push([null, { id: 5 }]);
  doc
    .getArray<unknown>('outcomes')
    .push(['junk', [{ op: 'x', ok: true }], [{ op: id(1), ok: false, reason: 'whim' }]]);
  expect(readInbox(doc)).toEqual(inbox);
  expect(readOutcomes(doc)).toEqual([]);
});

test('ID-NOTICE-1 the newest hundred are kept, once, in order', () => {
  const doc = new Y.Doc();
  addNotices(doc, [notice(2), notice(1)]);
  addNotices(doc, [notice(2), notice(4), notice(3)]);
  expect(readInbox(doc).notices.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  addNotices(
    doc,
    Array.from({ length: 120 }, (_, n) => notice(n + 1)),
  );
  expect(readInbox(doc).notices.map(({ id }) => id)).toEqual(Array.from({ length: 100 }, (_, n) => n + 21));
});

test('ID-NOTICE-2 a further reaction to a message takes the place of the one before, at the end', () => {
  const doc = new Y.Doc();
  const reaction = (number: number, message: number) =>
    ({ ...notice(number), kind: 'reaction', message: id(message) }) as const;
  addNotices(doc, [reaction(1, 7), { ...notice(2), message: id(7) }, reaction(3, 8)]);
  addNotices(doc, [reaction(4, 7)]);
  expect(readInbox(doc).notices.map(({ id }) => id)).toEqual([2, 3, 4]);
  // One that was overtaken on its way changes nothing.
  expect(written(doc, () => addNotices(doc, [reaction(1, 7)]))).toBe(0);
});

test('ID-OUTCOME-1 a batch is one element and is told once', () => {
  const doc = new Y.Doc();
  const told: Outcome[][] = [];
  const stop = observeOutcomes(doc, (outcomes) => told.push(outcomes));
  const refused: Outcome = { op: id<OpId>(9), ok: false, reason: 'archived' };
  addOutcomes(doc, [outcome(1), outcome(2)]);
  addOutcomes(doc, [refused]);
  addOutcomes(doc, []);
  stop();
  addOutcomes(doc, [outcome(3)]);
  expect(told).toEqual([[outcome(1), outcome(2)], [refused]]);
  expect(doc.getArray('outcomes').length).toBe(3);
  expect(readOutcomes(doc)).toEqual([outcome(1), outcome(2), refused, outcome(3)]);
});

test('ID-OUTCOME-1 outcomes are bounded by batches and by number', () => {
  const small = new Y.Doc();
  for (let n = 1; n <= 100; n++) addOutcomes(small, [outcome(n)]);
  expect(readOutcomes(small)).toEqual(Array.from({ length: 64 }, (_, n) => outcome(n + 37)));
  const large = new Y.Doc();
  for (let n = 0; n < 20; n++)
    addOutcomes(
      large,
      Array.from({ length: 64 }, (_, k) => outcome(n * 64 + k)),
    );
  expect(readOutcomes(large).length).toBe(15 * 64);
  addOutcomes(
    large,
    Array.from({ length: 1_500 }, (_, k) => outcome(k)),
  );
  expect(readOutcomes(large).length).toBe(1_500);
});

test('CO-PROJECT-1 projecting and reading are inverse, and only what differs is written', () => {
  const doc = new Y.Doc();
  expect(readCourse(doc)).toBeNull();
  const course = {
    name: 'Algebra',
    channels: [entry(1), entry(2)],
    people: [person(1), person(2), person(3)],
  };
  projectCourse(doc, course);
  expect(readCourse(doc)).toEqual(course);
  expect(written(doc, () => projectCourse(doc, structuredClone(course)))).toBe(0);
  const next = { ...course, people: [person(1), { ...person(3), role: 'tutor' as const }] };
  expect(written(doc, () => projectCourse(doc, next))).toBeLessThan(300);
  expect(readCourse(doc)).toEqual(next);
});

test('CO-PROJECT-1 a course reads in the order of names and passes over junk', () => {
  const doc = new Y.Doc();
  projectCourse(doc, {
    name: 'Algebra',
    channels: [entry(1, 'b'), entry(2, 'a'), entry(3, 'a')],
    people: [],
  });
  doc.getMap<unknown>('channels').set('junk', { name: 'c' });
  doc.getMap<unknown>('people').set('__proto__', { role: 'admin' });
  expect(readCourse(doc)).toEqual({
    name: 'Algebra',
    channels: [entry(2, 'a'), entry(3, 'a'), entry(1, 'b')],
    people: [],
  });
});
