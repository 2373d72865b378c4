/** Rich text: what a message body says, as plain text and as mentions. Headless and pure. */

export { bodyFromText, mentionPlaces, mentionsOf, type NameOf, plainText } from './body-text.ts';
export { type BodyFault, bodyBytes, checkBody } from './check-body.ts';
