import type { PersonEntry } from '@lectern/contracts';
import { expect, test } from 'vitest';
import { suggest } from './suggestions.ts';

const people = [
  { id: '1', name: 'Ada Lovelace', handle: 'ada' },
  { id: '2', name: 'Emmy Noether', handle: 'emmy' },
] as unknown as PersonEntry[];
const known = { people, channels: [{ name: 'general' }, { name: 'Week 1' }], today: new Date(2026, 2, 1) };
const texts = (typed: string, caret = typed.length) =>
  suggest(typed, caret, known)?.options.map(({ text }) => text) ?? [];

test.each([
  ['exam from:', ['from:@ada', 'from:@emmy']],
  ['exam from:@noe', ['from:@emmy']],
  ['in:we', ['in:#week-1']],
  ['has:li', ['has:link']],
  ['is:p', ['is:pinned']],
  ['on:', ['on:2026-03-01', 'on:2026-02-28', 'on:2026-02-22', 'on:2026-01-30']],
  ['before:2026-02-2', ['before:2026-02-28', 'before:2026-02-22']],
  ['exam ', []],
  ['time:', []],
  ['from:@ada ', []],
  ['from:nobody', []],
])('%s', (typed, expected) => {
  expect(texts(typed)).toEqual(expected);
});

test('it takes the place of the piece before the caret', () => {
  expect(suggest('from:em exam', 7, known)).toMatchObject({ start: 0, end: 7 });
});
