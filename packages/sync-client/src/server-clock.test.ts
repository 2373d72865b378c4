import { createManualClock } from '@lectern/test-kit';
import { expect, test } from 'vitest';
import { ServerClock } from './server-clock.ts';

const YEAR = 365 * 86_400_000;
function clocks(deviceAhead: number, skew = 0) {
  const device = createManualClock(5 * YEAR + deviceAhead);
  const told: number[] = [];
  const clock = new ServerClock({ clock: device, skew, onChange: (known) => told.push(known) });
  return { device, clock, told };
}

test('a clock that is years wrong is put right by two words of the server, both ways and for good', () => {
  const { device, clock, told } = clocks(-3 * YEAR);
  expect(clock.now()).toBe(2 * YEAR);
  clock.hear(5 * YEAR);
  expect(clock.now()).toBe(2 * YEAR);
  device.advance(2_000);
  clock.hear(5 * YEAR + 2_080);
  expect(clock.now()).toBe(5 * YEAR + 2_080);
  expect(clock.onDevice(clock.ofDevice(7))).toBe(7);
  expect(told).toEqual([3 * YEAR + 80]);
  expect(clocks(-3 * YEAR, told[0]).clock.now()).toBe(5 * YEAR + 80);
});

test('a few minutes are nobody’s fault, and a difference that wavers is told once', () => {
  const { clock, told } = clocks(4 * 60_000);
  for (const now of [5 * YEAR, 5 * YEAR, 5 * YEAR - 60_500, 5 * YEAR - 60_500, 5 * YEAR - 59_500])
    clock.hear(now);
  expect(told).toEqual([-300_500]);
  expect(clock.ofDevice(1_000_000)).toBe(699_500);
});

test('one word that was slept through is not believed; a device that is put right goes by its own clock', () => {
  const { device, clock, told } = clocks(0);
  clock.hear(5 * YEAR);
  device.advance(8 * 3_600_000);
  clock.hear(5 * YEAR + 2_000);
  expect(told).toEqual([]);
  clock.hear(device.now());
  clock.hear(device.now() + 30);
  expect(told).toEqual([]);
  const wrong = clocks(0, YEAR);
  wrong.clock.hear(5 * YEAR + 1_000);
  wrong.clock.hear(5 * YEAR + 1_000);
  expect(wrong.told).toEqual([0]);
  expect(wrong.clock.now()).toBe(5 * YEAR);
});

test('a difference that is none is none', () => {
  for (const skew of [Number.NaN, Number.POSITIVE_INFINITY, 0.5])
    expect(clocks(0, skew).clock.now()).toBe(5 * YEAR);
});
