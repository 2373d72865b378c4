import { expect, test } from 'vitest';
import { typedReminder } from './typed-reminder.ts';

/** A Tuesday. */
const NOW = new Date(2026, 2, 3, 10, 15, 20).getTime();
const at = (day: number, hours: number, minutes = 0, seconds = 0) =>
  new Date(2026, 2, day, hours, minutes, seconds).getTime();

test.each<[string, number, string?]>([
  ['20m', at(3, 10, 35, 20)],
  ['in 20 minutes', at(3, 10, 35, 20)],
  ['1 hour', at(3, 11, 15, 20)],
  ['1h30m', at(3, 11, 45, 20)],
  ['1h 30 min tea', at(3, 11, 45, 20), 'tea'],
  ['30s', at(3, 10, 15, 50)],
  ['3d', at(6, 10, 15, 20)],
  ['in 2 weeks look again', at(17, 10, 15, 20), 'look again'],
  ['14:30 read chapter 3', at(3, 14, 30), 'read chapter 3'],
  ['at 14:30', at(3, 14, 30)],
  ['10:15', at(4, 10, 15)],
  ['9:00', at(4, 9)],
  ['9am', at(4, 9)],
  ['9 pm call home', at(3, 21), 'call home'],
  ['at 9:45 PM', at(3, 21, 45)],
  ['12am', at(4, 0)],
  ['12pm', at(3, 12)],
  ['0:05', at(4, 0, 5)],
  ['today 18:00', at(3, 18)],
  ['Tomorrow', at(4, 9)],
  ['tomorrow read chapter 3', at(4, 9), 'read chapter 3'],
  ['tomorrow at 8am: sheet 4', at(4, 8), 'sheet 4'],
  ['tomorrow, sheet 4', at(4, 9), 'sheet 4'],
  ['monday', at(9, 9)],
  ['next Monday 14:30', at(9, 14, 30)],
  ['on fri', at(6, 9)],
  ['tuesday', at(10, 9)],
  ['thurs 7pm', at(5, 19)],
  ['2026-03-20 8:00 exam', at(20, 8), 'exam'],
  ['2026-03-20', at(20, 9)],
  ['me tomorrow', at(4, 9)],
  ['20m 14:30 train', at(3, 10, 35, 20), '14:30 train'],
  ['  20m   spaced  out ', at(3, 10, 35, 20), 'spaced  out'],
])('%j', (typed, moment, text = '') => {
  expect(typedReminder(typed, NOW)).toEqual({ at: moment, text });
});

test.each<[string, 'no-time' | 'past' | 'too-far']>([
  ['', 'no-time'],
  ['read chapter 3', 'no-time'],
  ['read chapter 3 tomorrow', 'no-time'],
  ['20', 'no-time'],
  ['20x', 'no-time'],
  ['5minus', 'no-time'],
  ['20min:5', 'no-time'],
  ['25:00', 'no-time'],
  ['12:60', 'no-time'],
  ['13pm', 'no-time'],
  ['0am', 'no-time'],
  ['tomorrow 25:00', 'no-time'],
  ['mondayish', 'no-time'],
  ['2026-02-30', 'no-time'],
  ['-5m', 'no-time'],
  ['__proto__', 'no-time'],
  ['today', 'past'],
  ['today 10:14', 'past'],
  ['2025-12-31', 'past'],
  ['0000-01-01', 'no-time'],
  ['6000d', 'too-far'],
  ['999999999w', 'too-far'],
  ['9999-12-31', 'too-far'],
])('%j is explained: %s', (typed, fault) => {
  expect(typedReminder(typed, NOW)).toEqual({ fault });
});

test('the minute that is running is not over', () => {
  expect(typedReminder('today 10:15 now', NOW)).toEqual({ at: at(3, 10, 15), text: 'now' });
  expect(typedReminder('0m', NOW)).toEqual({ at: NOW, text: '' });
});

test('a page of digits or of days is read in no time', () => {
  const started = performance.now();
  for (const typed of [
    '1'.repeat(100_000),
    '1m'.repeat(50_000),
    'next '.repeat(20_000),
    `1m ${' '.repeat(100_000)}x`,
  ])
    typedReminder(typed, NOW);
  expect(performance.now() - started).toBeLessThan(500);
});
