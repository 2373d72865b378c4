import { expect, test } from 'vitest';
import { createJumpingClock } from './jumping-clock.ts';
import { createRandom } from './random.ts';

const HALF_A_DAY_MS = 12 * 60 * 60 * 1_000;
/** Between two looks at two clocks, on a busy machine. */
const TOLERANCE_MS = 1_000;

test('a clock that nobody sets is right', () => {
  expect(Math.abs(createJumpingClock(createRandom(1)).now() - Date.now())).toBeLessThan(TOLERANCE_MS);
});

test('it jumps by up to half a day, in both directions', () => {
  const clock = createJumpingClock(createRandom(2));
  const jumps = Array.from({ length: 50 }, () => {
    const before = clock.now();
    clock.jump();
    return clock.now() - before;
  });
  expect(jumps.some((ms) => ms > TOLERANCE_MS)).toBe(true);
  expect(jumps.some((ms) => ms < -TOLERANCE_MS)).toBe(true);
  for (const ms of jumps) expect(Math.abs(ms)).toBeLessThanOrEqual(HALF_A_DAY_MS + TOLERANCE_MS);
});
