import { type NoteBlock, newId, type UserId } from '@lectern/contracts';
import { expect, test } from 'vitest';
import { countWriters, mainWriter, writtenPieces } from './note-writers.ts';

const [ada, bob] = [newId<UserId>(), newId<UserId>()];
const bold = { t: 'text', s: 'bold ', m: 1 } as const;
const formula = { t: 'math', s: 'x^2' } as const;
const shown = { t: 'text', s: 'the end' } as const;
const block: NoteBlock = {
  ...{ id: 'a', t: 'p' },
  c: [bold, formula, { t: 'break' }, { t: 'link', href: 'https://a.example/', c: [shown] }],
};

test('runs go on from node to node, through formulas and links', () => {
  const pieces = writtenPieces(block, [
    [2, ada],
    [5, bob],
    [0, ada],
    [8, null],
  ]);
  expect([...pieces]).toEqual([
    [
      bold,
      [
        { s: 'bo', by: ada },
        { s: 'ld ', by: bob },
      ],
    ],
    [
      formula,
      [
        { s: 'x^', by: bob },
        { s: '2', by: null },
      ],
    ],
    [shown, [{ s: 'the end', by: null }]],
  ]);
});

test('of words beyond the runs nobody knows who wrote them', () => {
  expect(writtenPieces(block, [[5, ada]]).get(formula)).toEqual([{ s: 'x^2', by: undefined }]);
  expect(countWriters({ blocks: [block] }, {})).toMatchObject([{ by: undefined }]);
});

test('a word is that of who wrote most of it, and the most words come first', () => {
  const words: NoteBlock = { id: 'b', t: 'p', c: [{ t: 'text', s: 'One, another and more.' }] };
  const runs = {
    b: [
      [3, ada],
      [4, bob],
      [6, ada],
      [9, bob],
    ] as const,
  };
  // “another” has two letters of Bob's and five of Ada's.
  expect(countWriters({ blocks: [words] }, runs)).toEqual([
    { by: ada, words: 2 },
    { by: bob, words: 2 },
  ]);
  expect(countWriters({ blocks: [words, { ...words, id: 'c' }] }, { ...runs, c: [[99, bob]] })).toEqual([
    { by: bob, words: 6 },
    { by: ada, words: 2 },
  ]);
});

test('who wrote most of something is the first of two who wrote as much', () => {
  expect(
    mainWriter([
      { s: 'ab', by: ada },
      { s: 'cd', by: bob },
    ]),
  ).toBe(ada);
  expect(
    mainWriter([
      { s: 'a', by: ada },
      { s: 'cd', by: bob },
    ]),
  ).toBe(bob);
  expect(mainWriter([])).toBeUndefined();
});
