import { conversationKey, MAX_THREADS_READ, type OpId } from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import { createRandom } from '@lectern/test-kit';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { documentRoots } from './layout.ts';
import { readSaved, setReminded, setSaved } from './saved-doc.ts';
import { CHANNEL, id, LAPTOP, PHONE, sendOp } from './testing/make.ts';
import {
  addOps,
  observeOutbox,
  readDrafts,
  readNoticesRead,
  readOutbox,
  readPositions,
  readSettings,
  setDraft,
  setNoticesRead,
  setRead,
  setSetting,
  takeOps,
} from './user-doc.ts';

const holds = (doc: Y.Doc, word: string) => Buffer.from(Y.encodeStateAsUpdate(doc)).includes(word);
const sync = (a: Y.Doc, b: Y.Doc) => {
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
};
const updatesOf = (doc: Y.Doc, act: () => void) => {
  let count = 0;
  const counted = () => void count++;
  doc.on('update', counted);
  act();
  doc.off('update', counted);
  return count;
};

test('UD-OUTBOX-1 ops keep their order and none is put in twice', () => {
  const doc = new Y.Doc();
  addOps(doc, [sendOp(1), sendOp(2), sendOp(2)]);
  addOps(doc, [sendOp(2), sendOp(3)]);
  expect(readOutbox(doc)).toEqual([sendOp(1), sendOp(2), sendOp(3)]);
  expect(updatesOf(doc, () => addOps(doc, [sendOp(1)]))).toBe(0);
});

test('UD-OUTBOX-2 ops are taken out by id and leave no word behind', () => {
  const doc = new Y.Doc();
  addOps(
    doc,
    [1, 2, 3, 4, 5, 6].map((n) => sendOp(n, `secret${n}`)),
  );
  expect(
    updatesOf(doc, () =>
      takeOps(
        doc,
        [1, 2, 5, 99].map((n) => id<OpId>(n)),
      ),
    ),
  ).toBe(1);
  expect(readOutbox(doc)).toEqual([3, 4, 6].map((n) => sendOp(n, `secret${n}`)));
  expect([1, 2, 3, 4, 5, 6].filter((n) => holds(doc, `secret${n}`))).toEqual([3, 4, 6]);
  expect(updatesOf(doc, () => takeOps(doc, []))).toBe(0);
});

test.each([1, 2, 3, 4, 5])('UD-OUTBOX-2 any set of ops may be taken out (seed %i)', (seed) => {
  const random = createRandom(seed);
  const doc = new Y.Doc();
  let left = Array.from({ length: 60 }, (_, n) => n);
  addOps(
    doc,
    left.map((n) => sendOp(n)),
  );
  while (left.length > 0) {
    const taken = new Set(left.filter(() => random.chance(0.4)));
    takeOps(
      doc,
      [...taken].map((n) => id<OpId>(n)),
    );
    left = left.filter((n) => !taken.has(n));
    expect(readOutbox(doc)).toEqual(left.map((n) => sendOp(n)));
  }
});

test('UD-OUTBOX-3 the outbox is told and read raw, only what is new and still there', () => {
  const device = new Y.Doc();
  const server = new Y.Doc();
  const told: unknown[][] = [];
  const stop = observeOutbox(server, (raw) => told.push(raw));
  addOps(device, [sendOp(1)]);
  device.getArray<unknown>('outbox').push(['junk']);
  sync(device, server);
  device.transact(() => {
    addOps(device, [sendOp(2), sendOp(3)]);
    takeOps(device, [id<OpId>(1), id<OpId>(2)]);
  });
  sync(device, server);
  stop();
  addOps(device, [sendOp(4)]);
  sync(device, server);
  expect(told).toEqual([[sendOp(1), 'junk'], [sendOp(3)]]);
});

test.each([
  [1, 2],
  [2, 1],
])(
  'UD-OUTBOX-4 ops of before and after a restart, as client %i and %i, are told in their order',
  (old, young) => {
    const before = new Y.Doc();
    before.clientID = old;
    addOps(before, [sendOp(1), sendOp(2)]);
    const after = new Y.Doc();
    after.clientID = young;
    Y.applyUpdate(after, Y.encodeStateAsUpdate(before));
    addOps(after, [sendOp(3), sendOp(4)]);
    const server = new Y.Doc();
    const told: unknown[] = [];
    observeOutbox(server, (raw) => told.push(...raw));
    Y.applyUpdate(server, Y.encodeStateAsUpdate(after));
    expect(told).toEqual([sendOp(1), sendOp(2), sendOp(3), sendOp(4)]);
  },
);

test('UD-OUTBOX-1 two devices write at once and both lists survive in their own order', () => {
  const [laptop, phone] = [new Y.Doc(), new Y.Doc()];
  addOps(laptop, [sendOp(1), sendOp(2)]);
  addOps(phone, [sendOp(3), sendOp(4)]);
  sync(laptop, phone);
  const numbers = readOutbox(laptop).map((op) => Number.parseInt((op as { id: string }).id.slice(-2), 16));
  expect(readOutbox(phone)).toEqual(readOutbox(laptop));
  expect(numbers.filter((n) => n < 3)).toEqual([1, 2]);
  expect(numbers.filter((n) => n > 2)).toEqual([3, 4]);
});

test('UD-READ-1 the higher turn wins, then the higher seq', () => {
  const [laptop, phone] = [new Y.Doc(), new Y.Doc()];
  setRead(laptop, LAPTOP, CHANNEL, { turn: 0, seq: 40 });
  setRead(phone, PHONE, CHANNEL, { turn: 0, seq: 30 });
  sync(laptop, phone);
  expect(readPositions(phone)).toEqual(new Map([[CHANNEL, { turn: 0, seq: 40 }]]));
  setRead(phone, PHONE, CHANNEL, { turn: 1, seq: 12 });
  setRead(laptop, LAPTOP, CHANNEL, { turn: 0, seq: 55 });
  sync(laptop, phone);
  expect(readPositions(laptop)).toEqual(new Map([[CHANNEL, { turn: 1, seq: 12 }]]));
  expect(updatesOf(phone, () => setRead(phone, PHONE, CHANNEL, { turn: 1, seq: 11 }))).toBe(0);
});

test('UD-READ-1 junk among the positions is passed over', () => {
  const doc = new Y.Doc();
  setRead(doc, LAPTOP, CHANNEL, { turn: 0, seq: 3 });
  const read = doc.getMap<unknown>('read');
  for (const key of ['__proto__', 'x/y', `${LAPTOP}`, `${PHONE}/${CHANNEL}/more`])
    read.set(key, { turn: 9, seq: 9 });
  read.set(`${PHONE}/${CHANNEL}`, { turn: 'high', seq: 1 });
  expect(readPositions(doc)).toEqual(new Map([[CHANNEL, { turn: 0, seq: 3 }]]));
});

test('UD-READ-1 read notices only rise', () => {
  const doc = new Y.Doc();
  expect(readNoticesRead(doc)).toBe(0);
  setNoticesRead(doc, 7);
  setNoticesRead(doc, 3);
  expect(readNoticesRead(doc)).toBe(7);
  expect(readPositions(doc).size).toBe(0);
});

test('UD-THREAD-1 a thread is read and drafted apart from its channel, and old threads make room', () => {
  const doc = new Y.Doc();
  const threadAt = (n: number) => conversationKey(CHANNEL, id(n));
  setRead(doc, LAPTOP, CHANNEL, { turn: 0, seq: 3 });
  for (let n = 0; n < MAX_THREADS_READ + 5; n++) setRead(doc, LAPTOP, threadAt(n), { turn: 0, seq: n });
  const read = readPositions(doc);
  expect(read.get(CHANNEL)).toEqual({ turn: 0, seq: 3 });
  expect(read.size).toBe(1 + MAX_THREADS_READ);
  expect([read.has(threadAt(4)), read.get(threadAt(5))]).toEqual([false, { turn: 0, seq: 5 }]);
  setDraft(doc, threadAt(1), bodyFromText('in the thread'));
  expect(readDrafts(doc)).toEqual(new Map([[threadAt(1), bodyFromText('in the thread')]]));
});

test('UD-DRAFT-1 drafts come and go without a trace', () => {
  const doc = new Y.Doc();
  setDraft(doc, CHANNEL, bodyFromText('half a thought'));
  expect(readDrafts(doc)).toEqual(new Map([[CHANNEL, bodyFromText('half a thought')]]));
  expect(updatesOf(doc, () => setDraft(doc, CHANNEL, bodyFromText('half a thought')))).toBe(0);
  setDraft(doc, CHANNEL, null);
  expect(readDrafts(doc).size).toBe(0);
  expect(holds(doc, 'half a thought')).toBe(false);
  doc.getMap<unknown>('drafts').set(CHANNEL, { kind: 'plain', blocks: 'junk' });
  expect(readDrafts(doc).size).toBe(0);
});

test('UD-DRAFT-1 settings are plain values, and no key of theirs reaches a prototype', () => {
  const doc = new Y.Doc();
  setSetting(doc, 'theme', 'dark');
  setSetting(doc, '__proto__', { admin: true });
  expect(updatesOf(doc, () => setSetting(doc, 'theme', 'dark'))).toBe(0);
  const settings = readSettings(doc);
  expect(settings.theme).toBe('dark');
  expect(settings.admin).toBeUndefined();
  setSetting(doc, 'theme', undefined);
  expect('theme' in readSettings(doc)).toBe(false);
});

test('UD-ROOTS-1 the roots a client may write are the roots that are written here', () => {
  const doc = new Y.Doc();
  addOps(doc, [sendOp(1)]);
  setRead(doc, LAPTOP, CHANNEL, { turn: 0, seq: 1 });
  setNoticesRead(doc, 1);
  setDraft(doc, CHANNEL, bodyFromText('draft'));
  setSetting(doc, 'theme', 'dark');
  setSaved(doc, id(1), { channel: CHANNEL, seq: 1, at: 1, remind: 2 });
  setReminded(doc, id(1), 2);
  const shapes = Object.fromEntries(
    [...doc.share].map(([root, type]) => [root, type instanceof Y.Array ? 'array' : 'map']),
  );
  expect(shapes).toEqual(documentRoots.user);
});

test.each(['__proto__', 'constructor', 'toString'])(
  'UD-DRAFT-1 the key %s names no draft, nothing saved, no place that was read, and no setting of anybody',
  (key) => {
    const doc = new Y.Doc();
    for (const root of ['drafts', 'saved', 'read', 'settings'])
      doc.getMap<unknown>(root).set(key, { ...bodyFromText('x'), channel: CHANNEL, seq: 1, at: 1, turn: 9 });
    expect([readDrafts(doc).size, readSaved(doc).size, readPositions(doc).size]).toEqual([0, 0, 0]);
    const copy: Record<string, unknown> = { ...readSettings(doc) };
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(copy.turn).toBeUndefined();
    expect(({} as Record<string, unknown>).turn).toBeUndefined();
  },
);
