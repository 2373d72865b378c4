/** Rich text: what a message body says: as plain text, as mentions, as terms to search by. Headless and pure. */

export { bodyFromText, mentionPlaces, mentionsOf, type NameOf, plainText } from './body-text.ts';
export { type BodyFault, bodyBytes, checkBody } from './check-body.ts';
export { matchesText } from './match.ts';
export {
  emptyQuery,
  isEmptyQuery,
  type Phrase,
  parseQuery,
  type SearchQuery,
  type StartOfDay,
} from './query.ts';
export { type Snippet, snippet } from './snippet.ts';
export { type Term, terms } from './terms.ts';
export { tsqueryText, tsvectorText } from './ts-text.ts';
