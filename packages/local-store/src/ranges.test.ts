import { expect, test } from 'vitest';
import { addRange, type Range, rangeAt } from './ranges.ts';

const range = (from: number, to: number): Range => ({ from, to });

test('ranges that overlap or touch become one, whatever the order in which they come', () => {
  const parts = [range(40, 50), range(10, 19), range(20, 30), range(45, 60)];
  expect(parts.reduce<readonly Range[]>(addRange, [])).toEqual([range(10, 30), range(40, 60)]);
  expect(parts.toReversed().reduce<readonly Range[]>(addRange, [])).toEqual([range(10, 30), range(40, 60)]);
});

test('a range between two closes the hole', () => {
  expect(addRange([range(0, 9), range(20, 29)], range(10, 19))).toEqual([range(0, 29)]);
});

test('a hole of a single message keeps ranges apart', () => {
  expect(addRange([range(0, 9)], range(11, 12))).toEqual([range(0, 9), range(11, 12)]);
});

test('an empty range adds nothing', () => {
  const ranges = [range(1, 2)];
  expect(addRange(ranges, range(5, 4))).toBe(ranges);
});

test('the range of a seq, of the end, and of a hole', () => {
  const ranges = [range(0, 9), range(20, 29)];
  expect(rangeAt(ranges, 9)).toEqual(range(0, 9));
  expect(rangeAt(ranges, 10)).toBeNull();
  expect(rangeAt(ranges, 'end')).toEqual(range(20, 29));
  expect(rangeAt([], 'end')).toBeNull();
});
