import { expect, test } from 'vitest';
import { inputOfMoment, isOver, momentOfInput, quickTimes } from './reminder-times.ts';

test('what can be chosen at once, over the end of a year', () => {
  const now = new Date(2026, 11, 31, 23, 50, 30).getTime();
  expect(quickTimes.minutes(now) - now).toBe(1_200_000);
  expect(quickTimes.hour(now) - now).toBe(3_600_000);
  expect(new Date(quickTimes.tomorrow(now))).toEqual(new Date(2027, 0, 1, 9));
  expect(new Date(quickTimes.monday(now))).toEqual(new Date(2027, 0, 4, 9));
  // On a Monday the next one is a week away; on a Sunday it is tomorrow.
  expect(new Date(quickTimes.monday(new Date(2027, 0, 4, 8).getTime()))).toEqual(new Date(2027, 0, 11, 9));
  expect(new Date(quickTimes.monday(new Date(2027, 0, 3, 8).getTime()))).toEqual(new Date(2027, 0, 4, 9));
});

test('two fields say a moment, or none', () => {
  const at = new Date(2026, 2, 3, 9, 5).getTime();
  const { date, time } = inputOfMoment(at);
  expect([date, time]).toEqual(['2026-03-03', '09:05']);
  expect(momentOfInput(date, time)).toBe(at);
  expect(momentOfInput(date, '09:05:30')).toBe(at);
  for (const [day, clock] of [
    ['', time],
    [date, ''],
    ['2026-02-30', time],
    [date, '24:00'],
    [date, '9:05'],
  ] as const)
    expect(momentOfInput(day, clock)).toBeNull();
});

test('the running minute is not over', () => {
  const minute = new Date(2026, 2, 3, 9, 5).getTime();
  expect([isOver(minute, minute + 59_999), isOver(minute, minute + 60_000)]).toEqual([false, true]);
});
