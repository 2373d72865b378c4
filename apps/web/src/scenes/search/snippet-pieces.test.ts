import type { UserId } from '@lectern/contracts';
import { expect, test } from 'vitest';
import { snippetPieces } from './snippet-pieces.ts';

const ada = 'ada' as UserId;
const ben = 'ben' as UserId;
const nameOf = (user: UserId) => (user === ada ? 'Ada Lovelace' : 'Ben');
const shown = (
  snippet: string,
  marks: readonly (readonly [number, number])[],
  mentions: readonly (readonly [number, UserId])[] = [],
) =>
  snippetPieces({ snippet, marks, mentions }, nameOf).map(({ text, marked }) =>
    marked ? `[${text}]` : text,
  );

test('a mention says the name, and a mere @ stays one', () => {
  expect(
    shown(
      '@ and @ at 5 @ the inn',
      [],
      [
        [1, ada],
        [7, ben],
      ],
    ),
  ).toEqual(['@Ada Lovelace and @Ben at 5 @ the inn']);
});

test('matches before, behind and around a name keep their marks', () => {
  expect(
    shown(
      'ask @ now',
      [
        [0, 3],
        [6, 3],
      ],
      [[5, ada]],
    ),
  ).toEqual(['[ask]', ' @Ada Lovelace ', '[now]']);
  expect(shown('ask @ now', [[0, 9]], [[5, ada]])).toEqual(['[ask @Ada Lovelace now]']);
  expect(shown('@now', [[1, 3]], [[1, ben]])).toEqual(['@Ben', '[now]']);
  expect(shown('ask @', [[0, 3]], [[5, ben]])).toEqual(['[ask]', ' @Ben']);
});

test('marks may overlap, touch, come in any order or reach beyond the end', () => {
  expect(
    shown('abcdef', [
      [2, 2],
      [0, 3],
    ]),
  ).toEqual(['[abc]', '[d]', 'ef']);
  expect(
    shown('abc', [
      [2, 9],
      [7, 2],
    ]),
  ).toEqual(['ab', '[c]']);
  expect(shown('', [])).toEqual([]);
});
