import { dateInput, dayOfInput } from '../../words/format.ts';

/** When a day begins for who wants to be reminded on it, in hours. */
export const MORNING = 9;
const MONDAY = 1;
const MINUTE = 60_000;

/** Times that one can choose at once. */
export const quickTimes = {
  minutes: (now: number) => now + 20 * MINUTE,
  hour: (now: number) => now + 60 * MINUTE,
  tomorrow: (now: number) => onDay(now, 1, MORNING),
  monday: (now: number) => onDay(now, daysUntil(MONDAY, now), MORNING),
} as const satisfies Record<string, (now: number) => number>;
export type QuickTime = keyof typeof quickTimes;

/** A time of the day that is so many days after that of `now`. */
export function onDay(now: number, days: number, hours: number, minutes = 0): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, hours, minutes).getTime();
}

/** Days until the next day of this name, 1 to 7: today is not the next one. 0 is Sunday. */
export const daysUntil = (weekday: number, now: number): number =>
  ((weekday - new Date(now).getDay() + 6) % 7) + 1;

/** The moment that a date field and a time field say, or null. */
export function momentOfInput(date: string, time: string): number | null {
  const day = dayOfInput(date);
  const parts = /^(\d{2}):(\d{2})/.exec(time);
  if (day === null || parts === null) return null;
  const [hours, minutes] = [Number(parts[1]), Number(parts[2])];
  return hours < 24 && minutes < 60 ? onDay(day, 0, hours, minutes) : null;
}

/** A moment as the two fields write it. */
export function inputOfMoment(at: number): { date: string; time: string } {
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  return { date: dateInput(at), time: `${two(date.getHours())}:${two(date.getMinutes())}` };
}

/** Fields say minutes: the one that is running is not over. */
export const isOver = (at: number, now: number): boolean => at < now - (now % MINUTE);
