import { expect, test } from 'vitest';
import { contentWords, MAX_CONTENT_WORDS } from './content-words.ts';

test.each([
  ['When is the deadline of sheet 4?', ['deadline', 'sheet']],
  ['Can I please use a calculator in the exam?', ['calculator', 'exam']],
  ['Wie lange dauert die Klausur, und was ist erlaubt?', ['erlaubt', 'klausur', 'dauert', 'lange']],
  ['什么时候考试', ['什么时候考试']],
  ['Why?', []],
  ['', []],
])('%s is about %j', (text, words) => expect(contentWords(text).sort()).toEqual([...words].sort()));

test('a long text is about its longest words, each once', () => {
  const words = contentWords('alpha alpha betas gammas deltas epsilons zetas etas thetas');
  expect(words).toHaveLength(MAX_CONTENT_WORDS);
  expect(words[0]).toBe('epsilons');
});
