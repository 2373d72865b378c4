import type { SearchHit } from '@lectern/contracts';
import { expect, test } from 'vitest';
import { combineHits } from './combine-hits.ts';

const hit = (at: number): SearchHit =>
  ({
    message: { id: `id ${at}`, at, seq: at },
    snippet: '',
    marks: [],
    mentions: [],
  }) as unknown as SearchHit;
const hits = (...times: number[]) => times.map(hit);
const times = (some: readonly SearchHit[]) => some.map(({ message }) => message.at);

test('what the server adds below what is looked at takes its place by time', () => {
  const { shown, held } = combineHits(hits(9, 7, 5, 1), hits(9, 7, 5, 4, 3, 1), 'newest', 2);
  expect(times(shown)).toEqual([9, 7, 5, 4, 3, 1]);
  expect(held).toEqual([]);
});

test('what belongs among rows that are looked at waits', () => {
  const { shown, held } = combineHits(hits(9, 7, 5), hits(9, 8, 7, 6, 5, 4), 'newest', 2);
  expect(times(shown)).toEqual([9, 7, 6, 5, 4]);
  expect(times(held)).toEqual([8]);
});

test('when nothing was found here, everything that comes is shown', () => {
  expect(times(combineHits([], hits(3, 2), 'newest', 0).shown)).toEqual([3, 2]);
});

test('by relevance, what the server adds follows', () => {
  expect(times(combineHits(hits(1, 9), hits(4, 1, 9), 'relevance', 2).shown)).toEqual([1, 9, 4]);
});
