/** What search asks for and what it finds a text by: the one language of device and server. Headless and pure. */

export { contentWords } from './content-words.ts';
export { matchesText } from './match.ts';
export { askedMarks, matchLine } from './match-line.ts';
export { type Mended, mend, withSlips } from './mend.ts';
export {
  emptyQuery,
  isEmptyQuery,
  type Phrase,
  parseQuery,
  type SearchQuery,
  type TypedFilter,
  typedFilters,
} from './query.ts';
export {
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
export { askedSignatures, signatureOf } from './signature.ts';
export { type Snippet, snippet } from './snippet.ts';
export { NEXT_LINE, NEXT_PLACE, placesOf, SAME_PLACE, termLine } from './term-line.ts';
export { type AskedTerm, type Term, terms } from './terms.ts';
export { type IndexedText, indexText, tsqueryText } from './ts-text.ts';
