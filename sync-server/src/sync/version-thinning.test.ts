import { expect, test } from 'vitest';
import {
  DAYS_BY_DAY,
  hasRoom,
  NEWEST_THAT_STAY,
  type ThinnedVersion,
  thinnedOut,
} from './version-thinning.ts';

const NOW = Date.UTC(2026, 10, 29, 12);
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

const version = (id: string, at: number, more: Partial<ThinnedVersion<string>> = {}) => ({
  ...{ id, at, lasting: false, bytes: 1 },
  ...more,
});
/** The newest that stay in any case. */
const newest = Array.from({ length: NEWEST_THAT_STAY }, (_, nth) => version(`new ${nth}`, NOW - nth));
const ids = (versions: readonly ThinnedVersion<string>[]) => versions.map(({ id }) => id);

test('the newest stay, however close together, and however old', () => {
  expect(thinnedOut(newest, NOW)).toEqual([]);
  expect(thinnedOut(newest, NOW + 900 * DAY)).toEqual([]);
  expect(thinnedOut([...newest, version('one more', NOW - 2 * HOUR)], NOW)).toEqual(['one more']);
});

test('of older days the last stays', () => {
  const day = NOW - 10 * DAY;
  const older = [
    version('evening', day + 6 * HOUR),
    version('noon', day),
    version('night before', day - 13 * HOUR),
  ];
  expect(thinnedOut([...newest, ...older], NOW)).toEqual(['noon']);
});

test('after sixty days the last of a month stays, and until then of each day', () => {
  const last = (day: number) => version(`${day}`, NOW - day * DAY);
  const daily = Array.from({ length: 130 }, (_, day) => last(day + 1));
  const gone = new Set(thinnedOut([...newest, ...daily], NOW));
  const left = daily.filter(({ id }) => !gone.has(id));
  expect(ids(left.slice(0, DAYS_BY_DAY))).toEqual(ids(daily.slice(0, DAYS_BY_DAY)));
  // The sixtieth day before is the 30th of September.
  expect(left.slice(DAYS_BY_DAY).map(({ at }) => new Date(at).toISOString().slice(0, 10))).toEqual([
    '2026-09-29',
    '2026-08-31',
    '2026-07-31',
  ]);
});

test('it is the same in whatever order they come, and when it is done again nothing goes', () => {
  const daily = Array.from({ length: 400 }, (_, day) => version(`${day}`, NOW - day * 8 * HOUR));
  const gone = thinnedOut(daily, NOW);
  expect(gone.length).toBeGreaterThan(100);
  expect(new Set(thinnedOut(daily.toReversed(), NOW))).toEqual(new Set(gone));
  expect(
    thinnedOut(
      daily.filter(({ id }) => !gone.includes(id)),
      NOW,
    ),
  ).toEqual([]);
});

test('those that last stay, and take no other one’s place', () => {
  const named = Array.from({ length: 150 }, (_, nth) =>
    version(`named ${nth}`, NOW - nth, { lasting: true }),
  );
  expect(thinnedOut([...named, ...newest], NOW)).toEqual([]);
  const day = NOW - 10 * DAY;
  const older = [version('named', day + 1, { lasting: true }), version('last', day)];
  expect(thinnedOut([...newest, ...older], NOW)).toEqual([]);
});

test('where they are too large together the oldest go, and never those that last', () => {
  const sized = [
    version('a', NOW, { bytes: 40 }),
    version('b', NOW - 1, { bytes: 30 }),
    version('c', NOW - 2, { bytes: 30, lasting: true }),
    version('d', NOW - 3, { bytes: 20 }),
    version('e', NOW - 4, { bytes: 1 }),
  ];
  expect(thinnedOut(sized, NOW, 121)).toEqual([]);
  expect(thinnedOut(sized, NOW, 120)).toEqual(['e']);
  expect(thinnedOut(sized, NOW, 100)).toEqual(['e', 'd']);
  expect(thinnedOut(sized, NOW, 10)).toEqual(['e', 'd', 'b', 'a']);
});

test('those that last have room when they are not too large by themselves', () => {
  const sized = [
    { lasting: true, bytes: 60 },
    { lasting: false, bytes: 500 },
    { lasting: true, bytes: 40 },
  ];
  expect(hasRoom(sized, 100)).toBe(true);
  expect(hasRoom(sized, 99)).toBe(false);
});
