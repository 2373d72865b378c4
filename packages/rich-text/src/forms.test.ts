import { expect, test } from 'vitest';
import { formsOf } from './forms.ts';
import { slipsOf } from './slips.ts';
import { placesOf, termLine } from './term-line.ts';

test.each([
  ['deadlines', 'deadline'],
  ['deadline', 'deadlines'],
  ['studies', 'study'],
  ['study', 'studied'],
  ['planned', 'plan'],
  ['plan', 'planning'],
  ['boxes', 'box'],
  ['proving', 'prove'],
  ['prove', 'proved'],
  ['classes', 'class'],
  ['matrices', 'matrix'],
  ['writing', 'wrote'],
  ['built', 'building'],
])('%s is also asked for as %s', (asked, form) => {
  expect(formsOf(asked)).toContain(form);
});

test('words that only look like forms stay what they are', () => {
  expect(formsOf('class')).not.toContain('clas');
  expect(formsOf('this')).not.toContain('thi');
  expect(formsOf('king')).not.toContain('k');
  expect(formsOf('c++')).toEqual([]);
  expect(formsOf('試験')).toEqual([]);
});

test('the forms of a word are few', () => {
  for (const word of ['running', 'discouraging', 'studies', 'indexes'])
    expect(formsOf(word).length).toBeLessThan(16);
});

test.each([
  ['dealine', 'deadline'],
  ['deadlline', 'deadline'],
  ['deadlime', 'deadline'],
  ['daedline', 'deadline'],
  ['экзамн', 'экзамен'],
])('%s may have been meant to be %s', (typed, meant) => {
  expect(slipsOf(typed)).toContain(meant);
});

test('short words, long ones and other signs are meant as they are', () => {
  for (const typed of ['abc', 'x'.repeat(40), '試験試験', 'a1b2', 'c++']) expect(slipsOf(typed)).toEqual([]);
  expect(slipsOf('deadline')).not.toContain('deadline');
});

test('a line has the terms of a text by position, behind its marks', () => {
  expect(placesOf(termLine('See https://a.org userName 期末', ['link', 'pinned']))).toEqual([
    ['=link', '=pinned'],
    ['see'],
    ['https://a.org', 'https'],
    ['a'],
    ['org'],
    ['username', 'user', 'name'],
    ['期末'],
    ['末'],
  ]);
  expect(placesOf(termLine(''))).toEqual([['']]);
});
