import {
  type Body,
  type DenyReason,
  isVisible,
  MAX_BODY_BYTES,
  MAX_MENTIONS,
  type PlainBody,
} from '@lectern/contracts';
import { mentionsOf, plainText } from './body-text.ts';
import { linesOf } from './lines.ts';

export type BodyFault = Extract<DenyReason, 'invalid' | 'too-large'>;

/** Control characters other than tab and line ends; Postgres takes no NUL, and no screen shows the others. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

const encoder = new TextEncoder();

/** Size of a body as JSON, in UTF-8 bytes. */
export const bodyBytes = (body: Body): number => encoder.encode(JSON.stringify(body)).length;

/**
 * Characters that may still be added to a body, or are too many (negative): as many of them as are in it on average
 * in these bytes, for people count in characters.
 */
export function roomIn(body: PlainBody): number {
  const bytes = bodyBytes(body);
  const characters = plainText(body).length;
  return Math.floor(((MAX_BODY_BYTES - bytes) * Math.max(characters, 1)) / bytes);
}

/**
 * What is wrong with a body that has the right shape, or null. `too-large`: more than `MAX_BODY_BYTES`. `invalid`:
 * it says nothing, mentions more than `MAX_MENTIONS` people, or holds control characters or half a character.
 */
export function checkBody(body: Body): BodyFault | null {
  if (bodyBytes(body) > MAX_BODY_BYTES) return 'too-large';
  if (body.kind !== 'plain') return isClean(body.keyId) && isClean(body.bytes) ? null : 'invalid';
  if (mentionsOf(body).length > MAX_MENTIONS) return 'invalid';
  return saysSomething(body) && textsOf(body).every(isClean) ? null : 'invalid';
}

/** What is wrong with words that are quoted from elsewhere, beside the words of a body; or null. */
export const checkQuote = (quote: string): BodyFault | null =>
  isVisible(quote) && isClean(quote) ? null : 'invalid';

/** Every text in a body: words, code, what a link shows and where it leads, formulas. */
const textsOf = (body: PlainBody): string[] =>
  linesOf(body).flatMap((line) =>
    line.flatMap((node) => {
      if (node.t === 'link') return [node.href, ...node.c.map(({ s }) => s)];
      return node.t === 'text' || node.t === 'math' ? [node.s] : [];
    }),
  );

const saysSomething = (body: PlainBody): boolean =>
  linesOf(body).some((line) =>
    line.some((node) => {
      if (node.t === 'link') return node.c.some(({ s }) => isVisible(s));
      return node.t === 'mention' || (node.t !== 'break' && isVisible(node.s));
    }),
  );

const isClean = (text: string): boolean => text.isWellFormed() && !CONTROL_CHARACTERS.test(text);
