import { expect, test } from 'vitest';
import { placeIn } from './addresses.ts';

test('an address names a place by a whole number, and anything else names none', () => {
  expect(placeIn('12')).toBe(12);
  expect(placeIn(`${2 ** 32 + 7}`)).toBe(2 ** 32 + 7);
  for (const text of ['', 'abc', '-1', '1.5', '1e3', '1e400', ' 7', '9'.repeat(17), 'NaN', '٣'])
    expect(placeIn(text), text).toBeNull();
});
