import { answers } from './match.ts';
import type { Phrase, SearchQuery } from './query.ts';
import { markTerm, type SearchMark } from './search-marks.ts';

/** The marks that a query asks for; saved and unread are for whoever knows them. */
export const askedMarks = ({ has, is }: SearchQuery): SearchMark[] => [
  ...has,
  ...is.filter((each) => each !== 'saved' && each !== 'unread'),
];

/**
 * Where each phrase of a query stands in a line, as positions of its first term; null when one is missing, or one of
 * the marks. Filters by author, channel and time are for whoever knows these.
 * @param places the line's terms by position, see `placesOf`
 */
export function matchLine(
  places: readonly (readonly string[])[],
  { phrases, marks }: { readonly phrases: readonly Phrase[]; readonly marks: readonly SearchMark[] },
): number[][] | null {
  if (marks.some((mark) => !places[0]!.includes(markTerm(mark)))) return null;
  const found: number[][] = [];
  for (const phrase of phrases) {
    const here: number[] = [];
    for (let place = 1; place < places.length; place++) {
      if (phrase.every((asked) => places[place + asked.at]?.some((term) => answers(term, asked))))
        here.push(place);
    }
    if (here.length === 0) return null;
    found.push(here);
  }
  return found;
}
