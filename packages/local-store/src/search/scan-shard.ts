import {
  type AskedTerm,
  matchLine,
  NEXT_LINE,
  NEXT_PLACE,
  placesOf,
  SAME_PLACE,
} from '@lectern/rich-text/search';
import type { LineQuery, WantedTerm } from './line-query.ts';
import type { Shard } from './shard.ts';

/** A shard in memory, with where its lines begin. */
export interface LoadedShard extends Shard {
  readonly starts: Uint32Array;
}

export function loadShard(shard: Shard): LoadedShard {
  const starts = new Uint32Array(shard.seqs.length);
  for (let row = 1, at = 0; row < starts.length; row++) {
    at = shard.lines.indexOf(NEXT_LINE, at) + 1;
    starts[row] = at;
  }
  return { ...shard, starts };
}

/** One line of a shard, as its terms by position. */
export const placesAt = (shard: LoadedShard, row: number): string[][] =>
  placesOf(shard.lines.slice(shard.starts[row], endOf(shard, row)));

/** Rows of a shard that answer a query, the last first. */
export function scanShard(shard: LoadedShard, query: LineQuery, wanted: readonly WantedTerm[]): number[] {
  let rows: number[] | null = null;
  for (const term of wanted) {
    rows = rowsWith(shard, term, rows);
    if (rows.length === 0) return rows;
  }
  // A single word was found as a term already; of several it is still to be seen whether they stand side by side.
  const ordered = query.phrases.filter((phrase) => phrase.length > 1);
  const passes = (row: number): boolean =>
    allowed(shard, row, query) &&
    (ordered.length === 0 || matchLine(placesAt(shard, row), { phrases: ordered, marks: [] }) !== null);
  return (rows ?? [...shard.seqs.keys()]).filter(passes).reverse();
}

/** Rows, of these or of all, whose line has a term, in order. */
function rowsWith(
  shard: LoadedShard,
  { asked, needles }: WantedTerm,
  among: readonly number[] | null,
): number[] {
  const rows =
    needles.length === 1
      ? rowsOfNeedle(shard, needles[0]!, asked)
      : [...new Set(needles.flatMap((needle) => rowsOfNeedle(shard, needle, asked)))].sort((a, b) => a - b);
  if (among === null) return rows;
  const here = new Set(rows);
  return among.filter((row) => here.has(row));
}

function rowsOfNeedle({ lines, starts }: LoadedShard, needle: string, asked: AskedTerm): number[] {
  const rows: number[] = [];
  let row = 0;
  for (let at = lines.indexOf(needle); at >= 0; at = lines.indexOf(needle, at + 1)) {
    if (at > 0 && !isBorder(lines, at - 1)) continue;
    let end = at + needle.length;
    while (end < lines.length && !isBorder(lines, end)) end++;
    if (!isMeant(lines, at, end, asked)) continue;
    while (row + 1 < starts.length && starts[row + 1]! <= at) row++;
    rows.push(row);
    if (row + 1 === starts.length) break;
    at = starts[row + 1]! - 1;
  }
  return rows;
}

/** Whether the term that stands from `at` to `end` is what was asked for; without making a string where it can. */
function isMeant(lines: string, at: number, end: number, { term, prefix, forms }: AskedTerm): boolean {
  const length = end - at;
  if (lines.startsWith(term, at) && (prefix || length === term.length)) return true;
  return forms.some((form) => form.length === length && lines.startsWith(form, at));
}

const BORDERS = [NEXT_PLACE, SAME_PLACE, NEXT_LINE].map((border) => border.charCodeAt(0));
const isBorder = (lines: string, at: number): boolean => {
  const code = lines.charCodeAt(at);
  return code === BORDERS[0] || code === BORDERS[1] || code === BORDERS[2];
};

const endOf = ({ lines, starts }: LoadedShard, row: number): number =>
  row + 1 < starts.length ? starts[row + 1]! - 1 : lines.length;

function allowed(shard: LoadedShard, row: number, { authors, since, until, allows }: LineQuery): boolean {
  const author = shard.authors[shard.by[row]!]!;
  const at = shard.ats[row]!;
  if (authors !== null && !authors.has(author)) return false;
  if ((since !== null && at < since) || (until !== null && at >= until)) return false;
  return allows?.(shard.channel, shard.seqs[row]!, author) ?? true;
}
