import { dayOf, daysBefore, stamp, time } from './format.ts';

/** Words of reminders. Part of the catalogue in `words.ts`; apart, so that they are loaded with their screens. */
export const reminderWords = {
  remind: 'Remind me…',
  title: 'Remind me',
  change: 'Change reminder',
  cancel: 'Remove reminder',
  done: 'Done',
  minutes: 'In 20 minutes',
  hour: 'In 1 hour',
  tomorrow: 'Tomorrow',
  monday: 'Next Monday',
  pick: 'Pick a date and time',
  day: 'Day',
  time: 'Time',
  set: 'Remind me then',
  noTime: 'Choose a day and a time.',
  past: 'That is over. Choose a time to come.',
  tooFar: 'That is more than five years away. Choose a sooner time.',
  full: 'You have saved as much as can be kept. Remove some that you no longer need.',
  notKept: 'The reminder could not be set. Try again.',
  isSet: (when: string) => `You will be reminded ${when}.`,
  isCancelled: 'The reminder is removed.',

  waiting: (when: string) => `Reminder ${when}`,
  due: (when: string) => `Due ${when}`,
  over: (when: string) => `Reminded ${when}`,
  own: 'Your reminder',

  reminder: 'Reminder',
  several: (n: number) => `${n} reminders are due`,
  about: 'Reminder in',
  deleted: 'The message was deleted. There is nothing left to come back to.',
  lost: 'The message is in a channel that you are no longer in.',

  usage:
    'Begin with a time: /remind 20m, /remind tomorrow, /remind friday 14:30, /remind 9am read chapter 3. Without words you are reminded of the newest message here.',
  tooLong: (most: number) => `A reminder has at most ${most} characters.`,
  unseen: 'The words of a reminder can be seen.',
  nothingHere: 'There is no message here yet to be reminded of. Add words behind the time.',
} as const;

/** A moment inside a sentence, also one to come: "at 14:30", "tomorrow at 9:00", "on Monday at 9:00", "on 3 May at 9:00". */
export function momentWords(at: number, now: number): string {
  const days = Math.round((dayOf(at) - dayOf(now)) / DAY);
  if (days === 0) return `at ${time(at)}`;
  if (days === 1 || days === -1) return `${days === 1 ? 'tomorrow' : 'yesterday'} at ${time(at)}`;
  const day = days > 0 && at < daysBefore(now, -7) ? weekday.format(at) : stamp(at, now);
  return `on ${day} at ${time(at)}`;
}

/** The same at the end of a line: "14:30", "Mon 14:30". */
export const shortMoment = (at: number, now: number): string =>
  dayOf(at) === dayOf(now) ? time(at) : `${weekdayShort.format(at)} ${time(at)}`;

const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long' });
const weekdayShort = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const DAY = 24 * 60 * 60_000;
