import { MAX_REMINDER_LENGTH, MAX_SAVED } from '@lectern/contracts';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { rebased } from './bounds.ts';
import { readSaved, setReminded, setSaved } from './saved-doc.ts';
import { CHANNEL, id } from './testing/make.ts';

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
const place = (at: number, remind?: number) => ({
  channel: CHANNEL,
  seq: at,
  at,
  ...(remind === undefined ? {} : { remind }),
});

test('UD-SAVED-1 what is kept for later is read newest first, no more than a person may keep', () => {
  const doc = new Y.Doc();
  for (let n = 1; n <= MAX_SAVED + 3; n++) setSaved(doc, id(n), place(n));
  expect(updatesOf(doc, () => setSaved(doc, id(9), place(9)))).toBe(0);
  setSaved(doc, id(MAX_SAVED + 2), { text: 'chapter 3', at: MAX_SAVED + 2, remind: 7 });
  expect([...readSaved(doc)].slice(0, 2)).toEqual([
    [id(MAX_SAVED + 3), place(MAX_SAVED + 3)],
    [id(MAX_SAVED + 2), { text: 'chapter 3', at: MAX_SAVED + 2, remind: 7 }],
  ]);
  expect(readSaved(doc).size).toBe(MAX_SAVED);
  for (let n = 3; n <= MAX_SAVED + 3; n++) setSaved(doc, id(n), null);
  expect([...readSaved(doc).keys()]).toEqual([id(2), id(1)]);
});

test('UD-SAVED-2 a reminder goes with what it is for, and a cancelled one takes along that it was told', () => {
  const doc = new Y.Doc();
  setSaved(doc, id(1), place(1, 50));
  setReminded(doc, id(1), 50);
  expect(readSaved(doc).get(id(1))).toEqual({ ...place(1, 50), reminded: 50 });
  setSaved(doc, id(1), place(1, 60));
  expect(readSaved(doc).get(id(1))).toEqual({ ...place(1, 60), reminded: 50 });
  setSaved(doc, id(1), place(1));
  setSaved(doc, id(1), place(1, 50));
  expect(readSaved(doc).get(id(1))).toEqual(place(1, 50));
  setReminded(doc, id(1), 50);
  setSaved(doc, id(1), null);
  expect([...doc.getMap('saved').keys()]).toEqual([]);
});

test.each([
  [1, 2],
  [2, 1],
])(
  'UD-SAVED-2 a reminder that one device moves while another one tells it is still to come (clients %i and %i)',
  (one, other) => {
    const [laptop, phone] = [new Y.Doc(), new Y.Doc()];
    [laptop.clientID, phone.clientID] = [one, other];
    setSaved(laptop, id(1), place(1, 50));
    sync(laptop, phone);
    setSaved(laptop, id(1), place(1, 90));
    setReminded(phone, id(1), 50);
    sync(laptop, phone);
    for (const doc of [laptop, phone])
      expect(readSaved(doc).get(id(1))).toEqual({ ...place(1, 90), reminded: 50 });
    // Both move it: they agree, whoever wins.
    setSaved(laptop, id(1), place(1, 120));
    setSaved(phone, id(1), place(1, 150));
    sync(laptop, phone);
    expect(readSaved(laptop)).toEqual(readSaved(phone));
    expect([120, 150]).toContain(readSaved(phone).get(id(1))?.remind);
  },
);

test.each([Number.NaN, -1, 1.5, 8.64e15 + 1, Number.POSITIVE_INFINITY, '50', null, { __proto__: { at: 1 } }])(
  'UD-SAVED-3 %j is no moment: the message is kept, words are not',
  (remind) => {
    const doc = new Y.Doc();
    const map = doc.getMap<unknown>('saved');
    map.set(id(1), { ...place(1), remind });
    map.set(id(2), { text: 'chapter 3', at: 2, remind });
    map.set(id(3), place(3, 50));
    map.set(`${id(3)}/reminded`, remind);
    expect([...readSaved(doc)]).toEqual([
      [id(3), place(3, 50)],
      [id(1), place(1)],
    ]);
  },
);

test.each<[string, unknown]>([
  ['no words', { text: '', at: 1, remind: 5 }],
  ['unseen words', { text: '\u200b \u2060', at: 1, remind: 5 }],
  ['too many words', { text: 'x'.repeat(MAX_REMINDER_LENGTH + 1), at: 1, remind: 5 }],
  ['words that are none', { text: ['a'], at: 1, remind: 5 }],
  ['inherited words', JSON.parse('{"__proto__": {"text": "chapter 3", "at": 1, "remind": 5}}')],
  ['no time of its own', { text: 'a', at: Number.NaN, remind: 5 }],
  ['a channel that is none', { channel: 'general', seq: 1, at: 1, remind: 5 }],
])('UD-SAVED-3 what is nothing to be kept is passed over: %s', (_, value) => {
  const doc = new Y.Doc();
  const map = doc.getMap<unknown>('saved');
  for (const key of [id(1), '__proto__', 'constructor', `${id(1)}/other`]) map.set(key, value);
  expect(readSaved(doc).size).toBe(0);
  map.set(id(2), { text: 'x'.repeat(MAX_REMINDER_LENGTH), at: 1, remind: 5 });
  expect(readSaved(doc).size).toBe(1);
});

test('UD-SAVED-2 a new life holds reminders and what was told of them', () => {
  const doc = new Y.Doc();
  setSaved(doc, id(1), place(1, 50));
  setReminded(doc, id(1), 50);
  setSaved(doc, id(2), { text: 'chapter 3', at: 2, remind: 70 });
  const fresh = new Y.Doc();
  Y.applyUpdate(fresh, rebased('user', doc));
  expect(readSaved(fresh)).toEqual(readSaved(doc));
  expect(readSaved(fresh).size).toBe(2);
});
