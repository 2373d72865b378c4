/** Numbers, times and lists as the person's own language writes them. Formatters are made once: they are slow to make. */
const locale: string | undefined = undefined;

const timeOfDay = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
const dayLong = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
const dayLongYear = new Intl.DateTimeFormat(locale, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const dayMonth = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' });
const dayMonthYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });
const dayShort = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
const dayShortYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });
const relativeDay = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'long' });
const integers = new Intl.NumberFormat(locale);
const pluralRules = new Intl.PluralRules(locale);
const lists = new Intl.ListFormat(locale, { style: 'long', type: 'conjunction' });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Beyond this a count in a badge says only that it is large. */
const BADGE_MAX = 99;

export const number = (value: number): string => integers.format(value);
export const badge = (value: number): string => (value > BADGE_MAX ? `${BADGE_MAX}+` : number(value));
export const time = (at: number): string => timeOfDay.format(at);
/** The time without its half of the day, for where there is no room for it and the rest is close by. */
export const clock = (at: number): string =>
  timeOfDay
    .formatToParts(at)
    .map(({ type, value }) => (type === 'dayPeriod' ? '' : value))
    .join('')
    .trim();
export const fullMoment = (at: number): string => moment.format(at);
export const list = (items: readonly string[]): string => lists.format(items);

/** Picks the form for `n`; `#` in it becomes the number. */
export const plural = (n: number, forms: { readonly one: string; readonly other: string }): string =>
  (pluralRules.select(n) === 'one' ? forms.one : forms.other).replace('#', number(n));

/** Midnight that begins the local day of `at`: equal for two moments of one day. */
export function dayOf(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** The local day of a moment as a date field and an address write it: "2026-03-03". */
export function dateInput(at: number): string {
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Midnight that begins the day of a text such as "2026-03-03"; null when it names none. */
export function dayOfInput(text: string): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (parts === null) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const at = new Date(year, month - 1, day).getTime();
  return dateInput(at) === text ? Math.max(0, at) : null;
}

/** Midnight that begins the day so many days before that of a moment. */
export function daysBefore(at: number, days: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - days).getTime();
}

/** "Today", "Yesterday", "Monday, 3 November", with the year when it is another one. */
export function day(at: number, now: number): string {
  const days = Math.round((dayOf(at) - dayOf(now)) / DAY);
  if (days === 0 || days === -1) return capitalised(relativeDay.format(days, 'day'));
  return new Date(at).getFullYear() === new Date(now).getFullYear()
    ? dayLong.format(at)
    : dayLongYear.format(at);
}

/** A short stamp for lists: the time today, else the day. */
export function stamp(at: number, now: number): string {
  if (dayOf(at) === dayOf(now)) return time(at);
  return new Date(at).getFullYear() === new Date(now).getFullYear()
    ? dayShort.format(at)
    : dayShortYear.format(at);
}

/** A day inside a sentence: "3 March", with the year when it is another one. */
export const date = (at: number, now: number): string =>
  new Date(at).getFullYear() === new Date(now).getFullYear() ? dayMonth.format(at) : dayMonthYear.format(at);

/** A moment inside a sentence: "10:42", or "21 Nov, 10:42" when it was another day. */
export const when = (at: number, now: number): string =>
  dayOf(at) === dayOf(now) ? time(at) : `${stamp(at, now)}, ${time(at)}`;

/** "5 minutes ago", "yesterday". */
export function ago(at: number, now: number): string {
  const past = Math.max(0, now - at);
  if (past < HOUR) return relative.format(-Math.max(1, Math.round(past / MINUTE)), 'minute');
  if (past < DAY) return relative.format(-Math.round(past / HOUR), 'hour');
  return relativeDay.format(Math.round((dayOf(at) - dayOf(now)) / DAY), 'day');
}

/** Bytes with a decimal unit: "12.4 MB". */
export function bytes(count: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3));
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[power]!,
    unitDisplay: 'short',
    maximumFractionDigits: power > 1 ? 1 : 0,
  }).format(count / 1000 ** power);
}

const capitalised = (text: string): string => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
