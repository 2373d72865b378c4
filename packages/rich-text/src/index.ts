/** Rich text: what a message body says, as plain text and as mentions. Headless and pure. */

export {
  bodyFromText,
  cleanText,
  groupsOf,
  mentionPlaces,
  mentionsOf,
  type NameOf,
  plainText,
} from './body-text.ts';
export { type BodyFault, bodyBytes, checkBody, checkQuote, roomIn } from './check-body.ts';
export { splitFormulas, type Typed } from './formulas.ts';
export { linesOf } from './lines.ts';
export { sourceBlocks, typedBody } from './typed-body.ts';
