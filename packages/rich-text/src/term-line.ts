import { markTerm, type SearchMark } from './search-marks.ts';
import { terms } from './terms.ts';

/**
 * What search knows of a text, as one line: its terms in their order, folded. A space stands before each position, a
 * tab between terms of one position, so that a term is what stands between two of these. Position 0 holds the marks.
 * Scanning such lines for a term is one search in a long string, and whatever it finds needs no tokeniser again.
 *
 *     =link see https://a.org\thttps\ta org
 */
export function termLine(text: string, marks: readonly SearchMark[] = []): string {
  let line = marks.map(markTerm).join(SAME_PLACE);
  let place = 0;
  for (const { term, position } of terms(text)) {
    line += position === place ? SAME_PLACE : NEXT_PLACE;
    line += term;
    place = position;
  }
  return line;
}

/** The terms of a line by position. */
export const placesOf = (line: string): string[][] =>
  line.split(NEXT_PLACE).map((place) => place.split(SAME_PLACE));

export const NEXT_PLACE = ' ';
export const SAME_PLACE = '\t';
/** Between two lines. */
export const NEXT_LINE = '\n';
