import type { Random } from './random.ts';
import { weekTopics } from './scripts/vocabulary.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Days from the present back into the first week; together with the way to its Monday there are at most ten weeks. */
const DAYS_BACK = 63;
/** The hour of the first Monday before which nobody writes. */
const FIRST_HOUR = 9;
/** Days from the present to the exam. */
const EXAM_IN_DAYS = 19;

/** How much is written in each hour of the day: late mornings, afternoons, and most of all the evening. */
const BY_HOUR = [
  0.3, 0.12, 0.05, 0.01, 0.01, 0.01, 0.05, 0.2, 0.5, 0.9, 1.1, 1.1, 0.8, 0.9, 1.2, 1.2, 1.1, 1, 0.8, 1.1, 1.5,
  1.6, 1.3, 0.8,
];
/** Sunday first. Sheets are due on Monday at noon. */
const BY_WEEKDAY = [1.3, 1.35, 1, 0.9, 1, 0.7, 0.45];
const IN_OFFICE = (date: Date): boolean =>
  date.getDay() % 6 !== 0 && date.getHours() >= 8 && date.getHours() < 18;

/** The weeks of the course, in the time zone of this machine: the demonstration is looked at where it runs. */
export interface Calendar {
  readonly now: number;
  /** Midnight of the first Monday, in milliseconds since 1970. */
  readonly start: number;
  readonly exam: Date;
  /** Week of the course, counted from 1. */
  weekOf(at: number): number;
  /** A moment in a week; it may lie in the future. */
  momentIn(week: number, day: number, hour: number, minute: number): number;
  /** Moments when students write, or staff in office hours, in their order. */
  moments(random: Random, count: number, who: 'students' | 'staff'): number[];
}

export function createCalendar(now: number): Calendar {
  const monday = new Date(now - DAYS_BACK * DAY);
  monday.setHours(0, 0, 0, 0);
  monday.setDate(monday.getDate() - ((monday.getDay() + 6) % 7));
  const start = monday.getTime();
  const exam = new Date(now + EXAM_IN_DAYS * DAY);
  while (exam.getDay() % 6 === 0) exam.setDate(exam.getDate() + 1);
  return {
    now,
    start,
    exam,
    weekOf: (at) => Math.min(Math.max(Math.floor((at - start) / (7 * DAY)) + 1, 1), weekTopics.length),
    momentIn(week, day, hour, minute) {
      const moment = new Date(start);
      moment.setDate(moment.getDate() + 7 * (week - 1) + day);
      moment.setHours(hour, minute);
      return moment.getTime();
    },
    moments(random, count, who) {
      const hours = busyHours(random, start, now, who);
      const total = hours.at(-1)!.upTo;
      const draw = (): number => {
        const target = random.next() * total;
        const hour = hours[firstAbove(hours, target)]!;
        return Math.min(hour.at + Math.floor(random.next() * HOUR), now);
      };
      return Array.from({ length: count }, draw).sort((x, y) => x - y);
    },
  };
}

interface BusyHour {
  readonly at: number;
  /** Sum of the weights up to and with this hour. */
  readonly upTo: number;
}

/** Every hour with its weight. Days differ, and now and then an hour is wild. */
function busyHours(random: Random, start: number, now: number, who: 'students' | 'staff'): BusyHour[] {
  const hours: BusyHour[] = [];
  let upTo = 0;
  let mood = 1;
  for (let at = start + FIRST_HOUR * HOUR; at < now; at += HOUR) {
    const date = new Date(at);
    if (date.getHours() === 0) mood = 0.5 + random.next() * 1.2;
    const wild = random.chance(0.06) ? 3 : 0.6 + random.next() * 0.8;
    const weight = BY_HOUR[date.getHours()]! * BY_WEEKDAY[date.getDay()]! * mood * wild;
    upTo += who === 'students' || IN_OFFICE(date) ? weight : 0;
    hours.push({ at, upTo });
  }
  return hours;
}

function firstAbove(hours: readonly BusyHour[], target: number): number {
  let [low, high] = [0, hours.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (hours[middle]!.upTo > target) high = middle;
    else low = middle + 1;
  }
  return low;
}
