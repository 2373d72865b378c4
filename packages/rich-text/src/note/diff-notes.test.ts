import type { NoteBlock, NoteBody } from '@lectern/contracts';
import { createRandom } from '@lectern/test-kit';
import { expect, test } from 'vitest';
import { diffNotes, type NoteBlockChange } from './diff-notes.ts';
import { blockWords } from './note-words.ts';

const p = (id: string, s: string): NoteBlock => ({ id, t: 'p', c: s === '' ? [] : [{ t: 'text', s }] });
const note = (...blocks: NoteBlock[]): NoteBody => ({ blocks });
const told = (changes: readonly NoteBlockChange[]) =>
  changes.map((change) =>
    change.kind === 'changed'
      ? change.words
          .map(({ kind, text }) => `${{ same: '', added: '+', removed: '-' }[kind]}${text}`)
          .join('|')
      : `${change.kind} ${blockWords(change.block)}`,
  );

test('words that came and went are told, and what stayed', () => {
  expect(
    told(diffNotes(note(p('a', 'The exam is on Monday.')), note(p('a', 'The exam is on Friday morning.')))),
  ).toEqual(['The exam is on |-Monday|+Friday morning|.']);
  expect(told(diffNotes(note(p('a', '期末考试在星期一')), note(p('a', '期末考试在星期五'))))[0]).toContain(
    '期末考试在',
  );
});

test('blocks are known by their ids, and where these are new by what they say', () => {
  const before = note(p('a', 'one'), p('b', 'two'), p('c', 'three'));
  expect(told(diffNotes(before, note(p('a', 'one'), p('x', 'new'), p('c', 'three'))))).toEqual([
    'same one',
    'added new',
    'removed two',
    'same three',
  ]);
  expect(told(diffNotes(before, note(p('x', 'one'), p('y', 'two'), p('z', 'three'))))).toEqual([
    'same one',
    'same two',
    'same three',
  ]);
  expect(told(diffNotes(note(p('a', 'the limit of a sum')), note(p('z', 'the limit of a product'))))).toEqual(
    ['the limit of a |-sum|+product'],
  );
});

test('how a block is set is a change of which all words are the same', () => {
  const bold: NoteBlock = { id: 'a', t: 'p', c: [{ t: 'text', s: 'word', m: 1 }] };
  const [change] = diffNotes(note(p('a', 'word')), note(bold));
  expect(change).toMatchObject({ kind: 'changed', words: [{ kind: 'same', text: 'word' }] });
});

test('what says the same is the same in whatever order its keys came, as a database gives them back', () => {
  const turned: NoteBlock = { c: [{ s: 'word', m: 1, t: 'text' }], t: 'p', id: 'a' };
  const held: NoteBlock = { id: 'a', t: 'p', c: [{ t: 'text', s: 'word', m: 1 }] };
  expect(told(diffNotes(note(turned), note(held)))).toEqual(['same word']);
});

test('a formula is one word', () => {
  const formula = (s: string): NoteBlock => ({
    id: 'a',
    t: 'p',
    c: [
      { t: 'text', s: 'So ' },
      { t: 'math', s },
    ],
  });
  expect(told(diffNotes(note(formula('x^2 + 1')), note(formula('x^2 + 2'))))).toEqual([
    'So |-x^2 + 1|+x^2 + 2',
  ]);
});

test('whatever changes, the words make up what it said and what it says', () => {
  const random = createRandom('diffs');
  const words = ['limit', 'sum', 'β', '学生会', '👩‍🔬', 'é', '—', 'x'];
  const text = () => Array.from({ length: random.int(0, 8) }, () => random.pick(words)).join(' ');
  const block = (): NoteBlock =>
    random.pick<() => NoteBlock>([
      () => p(`${random.int(1, 9)}`, text()),
      () => ({ id: `${random.int(1, 9)}`, t: 'code', s: text() }),
      () => ({
        id: `${random.int(1, 9)}`,
        t: 'list',
        items: Array.from({ length: random.int(1, 3) }, () => ({
          c: [{ t: 'text', s: text() }],
          d: 0,
          mark: 'bullet' as const,
        })),
      }),
    ])();
  const distinct = (blocks: NoteBlock[]) => [...new Map(blocks.map((each) => [each.id, each])).values()];
  const body = () => note(...distinct(Array.from({ length: random.int(0, 7) }, block)));
  for (let round = 0; round < 2_000; round++) {
    const [before, after] = [body(), body()];
    const changes = diffNotes(before, after);
    const is = changes.flatMap((change) =>
      change.kind === 'removed' ? [] : [change.kind === 'changed' ? change.after : change.block],
    );
    expect(is).toEqual(after.blocks);
    for (const change of changes) {
      if (change.kind !== 'changed') continue;
      const side = (leaving: string) =>
        change.words.map(({ kind, text }) => (kind === leaving ? '' : text)).join('');
      expect(side('removed')).toBe(blockWords(change.after));
      expect(side('added')).toBe(blockWords(change.before));
    }
    const was = changes.flatMap((change) =>
      change.kind === 'added' ? [] : [change.kind === 'changed' ? change.before : change.block],
    );
    expect(was.map(blockWords).sort()).toEqual(before.blocks.map(blockWords).sort());
    expect(diffNotes(after, after).every(({ kind }) => kind === 'same')).toBe(true);
  }
});

test('a long note of which everything is new takes no long task', () => {
  const random = createRandom('long');
  const long = (id: string) =>
    note(p(id, Array.from({ length: 16_000 }, () => random.int(0, 100_000).toString(36)).join(' ')));
  const [before, after] = [long('a'), long('a')];
  const from = performance.now();
  expect(diffNotes(before, after)).toHaveLength(1);
  expect(performance.now() - from).toBeLessThan(1_000);
});

test('a note of many paragraphs that was written anew takes no long task', () => {
  const random = createRandom('anew');
  const words = () => Array.from({ length: 15 }, () => random.int(0, 100_000).toString(36)).join(' ');
  const anew = (name: string) => note(...Array.from({ length: 600 }, (_, at) => p(`${name}${at}`, words())));
  const [before, after] = [anew('a'), anew('b')];
  const from = performance.now();
  expect(diffNotes(before, after).filter(({ kind }) => kind === 'same')).toEqual([]);
  expect(performance.now() - from).toBeLessThan(3_000);
});
