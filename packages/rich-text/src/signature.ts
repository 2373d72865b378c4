import { askedMarks } from './match-line.ts';
import type { SearchQuery } from './query.ts';
import { markTerm } from './search-marks.ts';
import type { AskedTerm } from './terms.ts';

/**
 * Bits of a signature. They are added as numbers, and 2^52 is the last power of two below which every whole number is
 * one: so a signature passes through JSON, JavaScript and Postgres' `bigint` as it is.
 */
const BITS = 52;

/**
 * Letters of a term that choose its bit. What a word begins with, it shares with its forms (`plan`, `planned`) and with
 * whatever has begun to be typed, so that one bit tells of all of them.
 */
const BEGINNING = 3;

/**
 * Which beginnings of terms a text has, as bits of a number. A text whose signature lacks a bit of what is asked for
 * need not be looked at; one that has them all may still lack the word. Of seventeen terms a quarter of the bits is set.
 */
export function signatureOf(terms: Iterable<string>): number {
  const bits = new Set<number>();
  for (const term of terms) bits.add(bitOf(term));
  return sumOf(bits);
}

/**
 * What the signature of a text must meet to be worth a look: at least one bit of each of these numbers. A word of which
 * fewer letters are typed than choose a bit asks for nothing.
 */
export function askedSignatures(query: SearchQuery): number[] {
  const words = query.phrases.flat().flatMap((asked) => signatureOfAsked(asked) ?? []);
  return [...new Set([...words, ...askedMarks(query).map((mark) => signatureOf([markTerm(mark)]))])];
}

function signatureOfAsked({ term, prefix, forms }: AskedTerm): number | null {
  if (prefix && term.length < BEGINNING) return null;
  return signatureOf([term, ...forms]);
}

/** A hash of the beginning (FNV-1a with a last mixing), for letters that are alike must not share a bit. */
function bitOf(term: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < Math.min(term.length, BEGINNING); i++) {
    hash = Math.imul(hash ^ term.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) % BITS;
}

const sumOf = (bits: Iterable<number>): number => {
  let sum = 0;
  for (const bit of bits) sum += 2 ** bit;
  return sum;
};
