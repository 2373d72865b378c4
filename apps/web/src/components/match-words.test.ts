import { expect, test } from 'vitest';
import { matchWords } from './match-words.ts';

const best = (typed: string, ...names: string[]) =>
  names
    .flatMap((name) => {
      const rank = matchWords(typed, name);
      return rank === null ? [] : [{ name, rank }];
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ name }) => name);

test('the very name, its beginning, beginnings of its words, first letters, letters in order', () => {
  expect(best('exam', 'midterm-exam', 'exam-info', 'exam', 'lectures')).toEqual([
    'exam',
    'exam-info',
    'midterm-exam',
  ]);
  expect(best('ex in', 'exam-info', 'info-desk')).toEqual(['exam-info']);
  expect(best('ei', 'exam-info', 'exercise-3')).toEqual(['exam-info', 'exercise-3']);
  expect(best('lctr', 'lectures', 'exercises')).toEqual(['lectures']);
});

test('accents and case do not matter, nothing typed matches all, and signs break nothing', () => {
  expect(best('EMILIE', 'Émilie du Châtelet')).toHaveLength(1);
  expect(best('', 'a', 'b')).toHaveLength(2);
  for (const typed of ['(', '[a', '\\', '*', '.', '$^', '😀']) expect(best(typed, 'exam-info')).toEqual([]);
  expect(matchWords('x'.repeat(1e5), 'exam')).toBeNull();
});
