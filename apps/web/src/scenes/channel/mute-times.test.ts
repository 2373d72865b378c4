import { FOR_EVER } from '@lectern/sync-client';
import { expect, test } from 'vitest';
import { muteEnd } from './mute-times.ts';

test('an hour is an hour, tomorrow begins in the morning, and for ever does not end', () => {
  const night = new Date(2026, 11, 31, 23, 30).getTime();
  expect(muteEnd('hour', night) - night).toBe(3_600_000);
  expect(new Date(muteEnd('tomorrow', night))).toEqual(new Date(2027, 0, 1, 8));
  expect(new Date(muteEnd('tomorrow', new Date(2026, 10, 24, 0, 5).getTime()))).toEqual(
    new Date(2026, 10, 25, 8),
  );
  expect(muteEnd('ever', night)).toBe(FOR_EVER);
});
