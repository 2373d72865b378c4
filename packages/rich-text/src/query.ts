import { MAX_QUERY_LENGTH } from '@lectern/contracts';
import { type AskedTerm, askedTerms } from './terms.ts';

/** Terms that must stand in this order at these distances. A single word is a phrase of one. */
export type Phrase = readonly AskedTerm[];

/** What a person asks for. All of it must hold. */
export interface SearchQuery {
  readonly phrases: readonly Phrase[];
  /** Handles of authors, lower case, without `@`; one of them must have written it. */
  readonly from: readonly string[];
  /** Names of channels, lower case, without `#`; it must stand in one of them. */
  readonly in: readonly string[];
  /** Milliseconds since 1970: sent at `since` or later, and before `until`. */
  readonly since: number | null;
  readonly until: number | null;
  /** Pieces that look like a filter and are none (`on:tomorrow`), to be named to the person; they are not searched. */
  readonly faults: readonly string[];
}

/** Start of a calendar day on the asker's clock; `month` counts from 1, days beyond a month's end go on into the next. */
export type StartOfDay = (year: number, month: number, day: number) => number;

/** Terms asked for in one query; more adds work and no meaning. */
const MAX_TERMS = 32;

/** Letters before an unfinished word is taken for the beginning of others: one letter would find everything. */
const MIN_PREFIX_LENGTH = 2;

export const emptyQuery: SearchQuery = {
  phrases: [],
  from: [],
  in: [],
  since: null,
  until: null,
  faults: [],
};

/** Whether there is nothing to look for: no words and no filter. */
export const isEmptyQuery = (query: SearchQuery): boolean =>
  query.phrases.length + query.from.length + query.in.length === 0 &&
  query.since === null &&
  query.until === null;

/**
 * Reads what a person typed: words, `"a phrase"`, `begin*`, `from:@handle`, `in:#channel`, and
 * `before:`, `after:`, `on:` with a date as `YYYY-MM-DD` (both before and after leave the day itself out).
 * The last word may be unfinished, as long as nothing follows it. Anything typed is a query; nothing throws.
 * @param startOfDay whose days are meant; UTC unless told
 */
export function parseQuery(typed: string, startOfDay: StartOfDay = utcStartOfDay): SearchQuery {
  const text = typed.slice(0, MAX_QUERY_LENGTH);
  const pieces = [...text.matchAll(PIECE)];
  const filters = pieces.flatMap((piece) => filterOf(piece, startOfDay) ?? []);
  const times = filters.filter((filter) => filter.kind === 'time');
  return {
    phrases: phrasesOf(pieces, text.length),
    from: filters.flatMap((filter) => (filter.kind === 'from' ? [filter.name] : [])),
    in: filters.flatMap((filter) => (filter.kind === 'in' ? [filter.name] : [])),
    since: times.reduce<number | null>((since, time) => latest(since, time.since), null),
    until: times.reduce<number | null>((until, time) => earliest(until, time.until), null),
    faults: filters.flatMap((filter) => (filter.kind === 'fault' ? [filter.piece] : [])),
  };
}

type Filter =
  | { readonly kind: 'from' | 'in'; readonly name: string }
  | { readonly kind: 'time'; readonly since: number | null; readonly until: number | null }
  | { readonly kind: 'fault'; readonly piece: string };

/** The filter that a piece is, or null when it is words. */
function filterOf(piece: RegExpExecArray, startOfDay: StartOfDay): Filter | null {
  const { filter, value } = piece.groups!;
  if (filter === undefined || value === undefined) return null;
  const fault: Filter = { kind: 'fault', piece: piece[0] };
  const kind = filter.toLowerCase();
  if (kind === 'from' || kind === 'in') {
    const name = value.toLowerCase().replace(kind === 'from' ? /^@/ : /^#/, '');
    return name === '' ? fault : { kind, name };
  }
  const day = parseDay(value);
  if (day === null) return fault;
  const start = startOfDay(day.year, day.month, day.day);
  const end = startOfDay(day.year, day.month, day.day + 1);
  if (kind === 'before') return { kind: 'time', since: null, until: start };
  if (kind === 'after') return { kind: 'time', since: end, until: null };
  return { kind: 'time', since: start, until: end };
}

function phrasesOf(pieces: readonly RegExpExecArray[], length: number): Phrase[] {
  const phrases: Phrase[] = [];
  let room = MAX_TERMS;
  for (const piece of pieces) {
    const { quoted, word, star } = piece.groups!;
    const unfinished = star !== undefined || (word !== undefined && piece.index + piece[0].length === length);
    const phrase = withPrefix(askedTerms(quoted ?? word ?? ''), unfinished).slice(0, room);
    room -= phrase.length;
    if (phrase.length > 0) phrases.push(phrase);
  }
  return phrases;
}

/** `"…"` in any kind of quotes, `name:value`, `word*`, or a word. */
const PIECE =
  /["“”„«»](?<quoted>[^"“”„«»]*)(?:["“”„«»]|$)|(?<=^|\s)(?<filter>from|in|before|after|on):(?<value>[^\s"“”„«»]+)|(?<word>[^\s"“”„«»*]+)(?<star>\*)?|\*/giu;

const utcStartOfDay: StartOfDay = (year, month, day) => Date.UTC(year, month - 1, day);

function parseDay(value: string): { year: number; month: number; day: number } | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = year >= 1970 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? { year, month, day } : null;
}

const latest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);
const earliest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

function withPrefix(phrase: AskedTerm[], unfinished: boolean): AskedTerm[] {
  const last = phrase.at(-1);
  if (!unfinished || last === undefined || last.term.length < MIN_PREFIX_LENGTH) return phrase;
  return [...phrase.slice(0, -1), { ...last, prefix: true }];
}
