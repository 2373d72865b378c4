import { type HasFilter, hasFilters, type IsFilter, isFilters } from './search-marks.ts';

/** Start of a calendar day on the asker's clock; `month` counts from 1, days beyond a month's end go on into the next. */
export type StartOfDay = (year: number, month: number, day: number) => number;

/** A piece of a query that looks like a filter and is none. It is named to the person, and not searched. */
export interface QueryFault {
  readonly piece: string;
  /** `name`: nothing after the colon that could be one. `has`, `is`: no such thing to ask for. */
  readonly why: 'date' | 'name' | 'has' | 'is';
}

export type QueryFilter =
  | { readonly kind: 'from' | 'in'; readonly name: string }
  | { readonly kind: 'has'; readonly what: HasFilter }
  | { readonly kind: 'is'; readonly what: IsFilter }
  | { readonly kind: 'time'; readonly since: number | null; readonly until: number | null }
  | { readonly kind: 'fault'; readonly fault: QueryFault };

/** Words before a colon that make a filter. */
export const filterNames = ['from', 'in', 'before', 'after', 'on', 'has', 'is'] as const;
export type FilterName = (typeof filterNames)[number];

/** Reads `name:value`. */
export function readFilter(name: FilterName, value: string, startOfDay: StartOfDay): QueryFilter {
  const fault = (why: QueryFault['why']): QueryFilter => ({
    kind: 'fault',
    fault: { piece: `${name}:${value}`, why },
  });
  switch (name) {
    case 'from':
    case 'in': {
      const bare = value.toLowerCase().replace(name === 'from' ? /^@/ : /^#/, '');
      return bare === '' ? fault('name') : { kind: name, name: bare };
    }
    case 'has': {
      const what = hasFilters.find((each) => each === singular(value));
      return what === undefined ? fault('has') : { kind: 'has', what };
    }
    case 'is': {
      const what = isFilters.find((each) => each === value.toLowerCase());
      return what === undefined ? fault('is') : { kind: 'is', what };
    }
    default: {
      const day = parseDay(value);
      if (day === null) return fault('date');
      const start = startOfDay(day.year, day.month, day.day);
      const end = startOfDay(day.year, day.month, day.day + 1);
      if (name === 'before') return { kind: 'time', since: null, until: start };
      if (name === 'after') return { kind: 'time', since: end, until: null };
      return { kind: 'time', since: start, until: end };
    }
  }
}

/** `has:links` means `has:link`. */
const singular = (value: string): string => value.toLowerCase().replace(/s$/, '');

function parseDay(value: string): { year: number; month: number; day: number } | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = year >= 1970 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? { year, month, day } : null;
}
