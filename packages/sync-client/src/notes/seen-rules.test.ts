import type { ChannelId, NoteBlock, NoteBody, NoteEntry, NoteId, UserId } from '@lectern/contracts';
import type { SeenNote } from '@lectern/local-store';
import { describe, expect, test } from 'vitest';
import { givesWay, newsOf, printOf } from './seen-rules.ts';

const [me, emmy] = ['me' as UserId, 'emmy' as UserId];
const p = (id: string, s: string): NoteBlock => ({ id, t: 'p', c: [{ t: 'text', s }] });
const note = (...blocks: NoteBlock[]): NoteBody => ({ blocks });
const before = note(p('a', 'The exam is on Monday.'), p('b', 'Bring a pen.'));
const after = note(p('a', 'The exam is on Friday.'), p('b', 'Bring a pen.'), p('c', 'And a ruler.'));

const row = (change: Partial<SeenNote> = {}): SeenNote => ({
  note: crypto.randomUUID() as NoteId,
  channel: 'channel' as ChannelId,
  ...{ life: 1, at: 1, edited: 10, print: printOf(before), bytes: 100 },
  ...change,
});
const by = (user: UserId, at: number): NoteEntry['edited'] => ({ by: user, at });
const told = (
  now: NoteBody | null,
  edited: NoteEntry['edited'],
  seen = row(),
  body: NoteBody | null = before,
) => newsOf({ seen, body }, { body: now, edited }, me);

describe('what is news of a note', () => {
  test('paragraphs that came, went and changed are counted, and who wrote last is named', () => {
    expect(told(after, by(emmy, 20))).toEqual({ paragraphs: 2, by: emmy });
    expect(told(before, by(emmy, 20))).toBeNull();
    // The list has not told of it yet: the words are what counts.
    expect(told(after, by(emmy, 10))).toEqual({ paragraphs: 2, by: null });
  });

  test('blocks under other names that say the same are none', () => {
    expect(told(note(p('x', 'The exam is on Monday.'), p('y', 'Bring a pen.')), by(emmy, 20))).toBeNull();
  });

  test('a blank paragraph that came or went is none', () => {
    expect(told(note(...before.blocks, p('c', ' ')), by(emmy, 20))).toBeNull();
    expect(told(note(...after.blocks, p('d', '')), by(emmy, 20))).toMatchObject({ paragraphs: 2 });
  });

  test('who wrote last is told nothing', () => {
    expect(told(after, by(me, 20))).toBeNull();
    expect(told(after, by(me, 10))).not.toBeNull();
  });

  test('where the words are not kept it is known that there is a change, and nothing more', () => {
    expect(told(after, by(emmy, 20), row({ bytes: 0 }), null)).toEqual({ paragraphs: null, by: emmy });
    expect(told(before, by(emmy, 20), row({ bytes: 0 }), null)).toBeNull();
  });

  test('where the words may not be known, or are not here, the list alone says it', () => {
    const erased = row({ print: null, bytes: 0 });
    expect(told(after, by(emmy, 20), erased, null)).toEqual({ paragraphs: null, by: emmy });
    expect(told(after, by(emmy, 10), erased, null)).toBeNull();
    expect(told(null, by(emmy, 20))).toEqual({ paragraphs: null, by: emmy });
    expect(told(null, undefined)).toBeNull();
  });
});

test('what was seen longest ago gives way: its words first, then that it was seen', () => {
  const rows = [4, 1, 3, 2].map((at) => row({ at }));
  const [newest, oldest, second, third] = rows.map((each) => each.note);
  expect(givesWay(rows, { all: 400, notes: 4 })).toEqual({ words: [], notes: [] });
  expect(givesWay(rows, { all: 399, notes: 4 })).toEqual({ words: [oldest], notes: [] });
  expect(givesWay(rows, { all: 150, notes: 3 })).toEqual({ words: [second, third], notes: [oldest] });
  expect(givesWay(rows, { all: 99, notes: 1 })).toEqual({ words: [newest], notes: [second, third, oldest] });
  // Those of which nothing is kept any more have nothing to give.
  expect(givesWay([row({ bytes: 0 })], { all: 0, notes: 1 }).words).toEqual([]);
});

test('a print tells one text from another and does not mind what blocks are called', () => {
  const words = ['limit', 'sum', 'β', '学生会', ' ', ''];
  const all = words.flatMap((one) => words.map((two) => note(p('a', one), p('b', two))));
  expect(new Set(all.map(printOf)).size).toBe(all.length);
  expect(printOf(note(p('z', 'limit')))).toBe(printOf(note(p('y', 'limit'))));
  expect(printOf(note({ id: 'a', t: 'h', level: 1, c: [{ t: 'text', s: 'limit' }] }))).not.toBe(
    printOf(note(p('a', 'limit'))),
  );
});
