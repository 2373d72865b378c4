import type { Phrase, SearchQuery } from './query.ts';
import { type AskedTerm, type Term, terms } from './terms.ts';

/** A piece of a text, in UTF-16 units, end excluded. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Whether a text has the words of a query. Filters are for whoever knows author, channel and time. */
export const matchesText = (text: string, query: SearchQuery): boolean =>
  query.phrases.length === 0 || findPhrases(text, query.phrases).length > 0;

/** Every place where a phrase stands, in order; none at all when one of the phrases is missing. */
export function findPhrases(text: string, phrases: readonly Phrase[]): Range[] {
  const at = new Map<number, Term[]>();
  for (const term of terms(text)) {
    const here = at.get(term.position);
    if (here) here.push(term);
    else at.set(term.position, [term]);
  }
  const ranges: Range[] = [];
  for (const phrase of phrases) {
    const found = [...at.keys()].flatMap((position) => phraseAt(text, phrase, position, at) ?? []);
    if (found.length === 0) return [];
    ranges.push(...found);
  }
  return ranges.sort((a, b) => a.start - b.start || a.end - b.end);
}

function phraseAt(
  text: string,
  phrase: Phrase,
  position: number,
  at: ReadonlyMap<number, Term[]>,
): Range | null {
  let first: Term | undefined;
  let last: Range | undefined;
  for (const asked of phrase) {
    const hit = at.get(position + asked.at)?.find(({ term }) => answers(term, asked));
    if (hit === undefined) return null;
    first ??= hit;
    last = { start: hit.start, end: endOfMark(text, hit, asked) };
  }
  return first && last ? { start: first.start, end: last.end } : null;
}

/** Whether a term of a text is what was asked for. */
export const answers = (term: string, { term: asked, prefix, forms }: AskedTerm): boolean =>
  term === asked || (prefix && term.startsWith(asked)) || forms.includes(term);

/** A single character of an unspaced script was found as the first of a pair: the second is not meant. */
function endOfMark(text: string, hit: Term, { term, prefix }: AskedTerm): number {
  if (!prefix || [...term].length > 1) return hit.end;
  return Math.min(hit.end, hit.start + String.fromCodePoint(text.codePointAt(hit.start)!).length);
}
