import { MAX_REMINDER_AHEAD_MS } from '@lectern/contracts';
import { dayOfInput } from '../../words/format.ts';
import { daysUntil, isOver, MORNING, onDay } from './reminder-times.ts';

/**
 * What stands behind `/remind`: a time, then perhaps words.
 *
 *     20m · 2 hours · 1h30m · in 3 days · 30 seconds
 *     14:30 · 9am · at 9:15 pm              the next time that the clock says so
 *     today · tomorrow · monday · next fri · 2026-03-02   at nine in the morning, or at a time behind it
 *
 * The time comes first: words that look like one further on are words.
 */
export type TypedReminder =
  | { readonly at: number; readonly text: string }
  | { readonly fault: 'no-time' | 'past' | 'too-far' };

export function typedReminder(argument: string, now: number): TypedReminder {
  const typed = argument.trim().replace(/^me\s+/i, '');
  const time = span(typed, now) ?? dayAndClock(typed, now);
  if (time === null) return { fault: 'no-time' };
  // Also what is too large to be a moment at all.
  if (!(time.at - now <= MAX_REMINDER_AHEAD_MS)) return { fault: 'too-far' };
  if (isOver(time.at, now)) return { fault: 'past' };
  return { at: time.at, text: typed.slice(time.length).replace(/^[\s,:]+/, '') };
}

interface Time {
  readonly at: number;
  /** Characters that say it. */
  readonly length: number;
}

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 1, w: 7 } as const;
const UNIT = '(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)';
/** Nothing of a word or number may follow: "5min" is a time, "5minus" is not. */
const END = '(?![\\p{L}\\p{N}]|:\\d)';
const SPAN = new RegExp(`^(?:in\\s+)?((?:\\d{1,9}\\s*${UNIT}(?:\\s*(?=\\d))?)+)${END}`, 'iu');

/** A while from now. Days and weeks end at the same time of the day, also when clocks change in between. */
function span(typed: string, now: number): Time | null {
  const said = SPAN.exec(typed);
  if (said === null) return null;
  let [days, ms] = [0, 0];
  for (const [, count, unit] of said[1]!.matchAll(/(\d+)\s*([a-z])[a-z]*/gi)) {
    const key = unit!.toLowerCase() as keyof typeof UNITS;
    if (key === 'd' || key === 'w') days += Number(count) * UNITS[key];
    else ms += Number(count) * UNITS[key];
  }
  const day = new Date(now);
  day.setDate(day.getDate() + days);
  return { at: day.getTime() + ms, length: said[0].length };
}

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY = new RegExp(
  '^(?:on\\s+)?(?:(today|tomorrow)|(?:next\\s+)?(sun|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sunday|monday|tuesday|wednesday|' +
    `thursday|friday|saturday)|(\\d{4}-\\d{2}-\\d{2}))${END}`,
  'iu',
);
const CLOCK = new RegExp(
  `^(?:at\\s+)?(?:(\\d{1,2}):(\\d{2})(?:\\s*(am|pm))?|(\\d{1,2})\\s*(am|pm))${END}`,
  'iu',
);

/** A day, a time of day, or one behind the other. */
function dayAndClock(typed: string, now: number): Time | null {
  const day = dayAt(typed, now);
  const from = day === null ? 0 : day.length + spaces(typed.slice(day.length));
  const clock = clockAt(typed.slice(from));
  if (clock === 'none' || (day === null && clock === null)) return null;
  const length = clock === null ? day!.length : from + clock.length;
  const { hours, minutes } = clock ?? { hours: MORNING, minutes: 0 };
  if (day !== null) return { at: onDay(day.at, 0, hours, minutes), length };
  const today = onDay(now, 0, hours, minutes);
  return { at: today > now ? today : onDay(now, 1, hours, minutes), length };
}

function dayAt(typed: string, now: number): Time | null {
  const said = DAY.exec(typed);
  if (said === null) return null;
  const [{ length }, word, weekday, date] = said;
  if (word !== undefined) return { at: onDay(now, word.toLowerCase() === 'today' ? 0 : 1, 0), length };
  if (weekday !== undefined) {
    const days = daysUntil(WEEKDAYS.indexOf(weekday.slice(0, 3).toLowerCase()), now);
    return { at: onDay(now, days, 0), length };
  }
  const at = dayOfInput(date!);
  return at === null ? null : { at, length };
}

/** Null where no time of day is said; `none` where it is one that no clock shows. */
function clockAt(typed: string): { hours: number; minutes: number; length: number } | 'none' | null {
  const said = CLOCK.exec(typed);
  if (said === null) return null;
  const half = (said[3] ?? said[5])?.toLowerCase();
  const [hours, minutes] = [Number(said[1] ?? said[4]), Number(said[2] ?? 0)];
  const isShown = half === undefined ? hours < 24 : hours >= 1 && hours <= 12;
  if (!isShown || minutes > 59) return 'none';
  const shift = half === undefined ? 0 : half === 'pm' ? 12 : 0;
  return { hours: half === undefined ? hours : (hours % 12) + shift, minutes, length: said[0].length };
}

const spaces = (text: string): number => text.length - text.trimStart().length;
