/** Rich text: what a message body says: as plain text, as mentions, as terms to search by. Headless and pure. */

export { bodyFromText, mentionPlaces, mentionsOf, type NameOf, plainText } from './body-text.ts';
export { type BodyFault, bodyBytes, checkBody } from './check-body.ts';
export { matchesText } from './match.ts';
export { askedMarks, matchLine } from './match-line.ts';
export { type Mended, mend, withSlips } from './mend.ts';
export {
  emptyQuery,
  isEmptyQuery,
  type Phrase,
  parseQuery,
  type SearchQuery,
} from './query.ts';
export {
  channelWord,
  type FilterName,
  filterNames,
  type QueryFault,
  type StartOfDay,
} from './query-filters.ts';
export { MAX_RANKED, relevance } from './relevance.ts';
export {
  type HasFilter,
  hasFilters,
  type IsFilter,
  isFilters,
  markTerm,
  type SearchMark,
  searchMarks,
} from './search-marks.ts';
export { type Snippet, snippet } from './snippet.ts';
export { NEXT_LINE, NEXT_PLACE, placesOf, SAME_PLACE, termLine } from './term-line.ts';
export { type AskedTerm, type Term, terms } from './terms.ts';
export { tsqueryText, tsvectorText } from './ts-text.ts';
