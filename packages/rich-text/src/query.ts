import { MAX_QUERY_LENGTH } from '@lectern/contracts';
import { formsOf } from './forms.ts';
import {
  type FilterName,
  filterNames,
  type QueryFault,
  type QueryFilter,
  readFilter,
  type StartOfDay,
} from './query-filters.ts';
import type { HasFilter, IsFilter } from './search-marks.ts';
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
  readonly has: readonly HasFilter[];
  readonly is: readonly IsFilter[];
  /** Milliseconds since 1970: sent at `since` or later, and before `until`. */
  readonly since: number | null;
  readonly until: number | null;
  /** Pieces that look like a filter and are none (`on:tomorrow`), to be named to the person; they are not searched. */
  readonly faults: readonly QueryFault[];
}

/** A filter as it stands in what was typed, in UTF-16 units, end excluded. */
export interface TypedFilter {
  readonly name: FilterName;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** The filters of a query as they were typed, good or not, in their order: for showing and taking away. */
export const typedFilters = (typed: string): TypedFilter[] =>
  [...typed.slice(0, MAX_QUERY_LENGTH).matchAll(PIECE)].flatMap(({ 0: piece, index, groups }) => {
    const { filter, value } = groups!;
    if (filter === undefined || value === undefined) return [];
    return [{ name: filter.toLowerCase() as FilterName, value, start: index, end: index + piece.length }];
  });

/** Terms asked for in one query; more adds work and no meaning. */
const MAX_TERMS = 32;

/** Letters before an unfinished word is taken for the beginning of others: one letter would find everything. */
const MIN_PREFIX_LENGTH = 2;

export const emptyQuery: SearchQuery = {
  phrases: [],
  from: [],
  in: [],
  has: [],
  is: [],
  since: null,
  until: null,
  faults: [],
};

/** Whether there is nothing to look for: no words and no filter. */
export const isEmptyQuery = (query: SearchQuery): boolean =>
  query.phrases.length + query.from.length + query.in.length + query.has.length + query.is.length === 0 &&
  query.since === null &&
  query.until === null;

/**
 * Reads what a person typed: words, `"a phrase"`, `begin*`, `from:@handle`, `in:#channel`, `has:link`, `is:pinned`, and
 * `before:`, `after:`, `on:` with a date as `YYYY-MM-DD` (both before and after leave the day itself out).
 * The last word may be unfinished, as long as nothing follows it. Anything typed is a query; nothing throws.
 * @param startOfDay whose days are meant; UTC unless told
 */
export function parseQuery(typed: string, startOfDay: StartOfDay = utcStartOfDay): SearchQuery {
  const text = typed.slice(0, MAX_QUERY_LENGTH);
  const pieces = [...text.matchAll(PIECE)];
  const filters = pieces.flatMap(({ groups }) => filterOf(groups!, startOfDay));
  const of = <Kind extends QueryFilter['kind']>(kind: Kind) =>
    filters.filter((filter): filter is Extract<QueryFilter, { kind: Kind }> => filter.kind === kind);
  return {
    phrases: phrasesOf(pieces, text.length),
    from: of('from').map(({ name }) => name),
    in: of('in').map(({ name }) => name),
    has: of('has').map(({ what }) => what),
    is: of('is').map(({ what }) => what),
    since: of('time').reduce<number | null>((since, time) => latest(since, time.since), null),
    until: of('time').reduce<number | null>((until, time) => earliest(until, time.until), null),
    faults: of('fault').map(({ fault }) => fault),
  };
}

/** `"…"` in any kind of quotes, `name:value`, `word*`, or a word. */
const PIECE = new RegExp(
  `["“”„«»](?<quoted>[^"“”„«»]*)(?:["“”„«»]|$)|(?<=^|\\s)(?<filter>${filterNames.join('|')}):(?<value>[^\\s"“”„«»]+)|(?<word>[^\\s"“”„«»*]+)(?<star>\\*)?|\\*`,
  'giu',
);

function filterOf(groups: Record<string, string>, startOfDay: StartOfDay): QueryFilter[] {
  const { filter, value } = groups;
  if (filter === undefined || value === undefined) return [];
  return [readFilter(filter.toLowerCase() as FilterName, value, startOfDay)];
}

function phrasesOf(pieces: readonly RegExpExecArray[], length: number): Phrase[] {
  const phrases: Phrase[] = [];
  let room = MAX_TERMS;
  for (const piece of pieces) {
    const { quoted, word, star } = piece.groups!;
    const unfinished = star !== undefined || (word !== undefined && piece.index + piece[0].length === length);
    const asked = askedTerms(quoted ?? word ?? '');
    const phrase = withPrefix(quoted === undefined ? withForms(asked) : asked, unfinished).slice(0, room);
    room -= phrase.length;
    if (phrase.length > 0) phrases.push(phrase);
  }
  return phrases;
}

/** A word that stands alone is found in its other forms too; what is tied together or quoted is meant as it is. */
const withForms = (asked: AskedTerm[]): AskedTerm[] =>
  asked.length === 1 ? asked.map((one) => ({ ...one, forms: formsOf(one.term), loose: true })) : asked;

function withPrefix(phrase: AskedTerm[], unfinished: boolean): AskedTerm[] {
  const last = phrase.at(-1);
  if (!unfinished || last === undefined || last.term.length < MIN_PREFIX_LENGTH) return phrase;
  return [...phrase.slice(0, -1), { ...last, prefix: true }];
}

const utcStartOfDay: StartOfDay = (year, month, day) => Date.UTC(year, month - 1, day);

const latest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);
const earliest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);
