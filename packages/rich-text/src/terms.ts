import { fold } from './fold.ts';

/** What search finds a text by. Server and device use the same terms, so that both find the same. */
export interface Term {
  readonly term: string;
  /** Place among the words, counted from 1. What stands side by side has neighbouring positions. */
  readonly position: number;
  /** Where it stands in the text, in UTF-16 units, end excluded. */
  readonly start: number;
  readonly end: number;
}

/**
 * Characters of a term. Postgres allows 2,046 bytes; nobody looks for more than this, and a pasted key or a line of
 * base64 must not fill the index.
 */
export const MAX_TERM_LENGTH = 64;

/**
 * The terms of a text, in the order of their positions.
 * - A word is a term, folded, cut at `MAX_TERM_LENGTH`.
 * - What is tied together without spaces (`sess.opts`, `re-run`, `https://a.org/b`) is a term for each part, at
 *   neighbouring positions, and one as a whole at the first. `userName` also is `user` and `name`, in its one place.
 * - Scripts that write no spaces (Chinese, Japanese, Korean, Thai, …) are pairs of characters, overlapping, and the
 *   last character alone: a single character is then found as a prefix, wherever it stands.
 */
export function terms(text: string): Term[] {
  const folded = fold(text);
  const found: Term[] = [];
  let position = 0;
  const add = (term: string, from: number, to: number, at: number) => {
    found.push({ term: cut(term), position: at, start: folded.start(from), end: folded.end(to) });
  };
  for (const tied of tiedIn(folded.text)) {
    const first = position + 1;
    if (tied.whole !== null) add(tied.whole, tied.start, tied.start + tied.whole.length, first);
    for (const piece of tied.pieces) {
      const end = piece.start + piece.text.length;
      if (piece.unspaced) {
        const bounds = characterBounds(piece.text, piece.start);
        for (let i = 0; i + 1 < bounds.length; i++) {
          position++;
          const to = Math.min(i + 2, bounds.length - 1);
          add(folded.text.slice(bounds[i]!, bounds[to]!), bounds[i]!, bounds[to]!, position);
        }
        continue;
      }
      position++;
      add(piece.text, piece.start, end, position);
      const humps = humpsOf(text.slice(folded.start(piece.start), folded.end(end)), piece.text);
      for (const [from, to] of humps)
        add(piece.text.slice(from, to), piece.start + from, piece.start + to, position);
    }
  }
  return found;
}

/** A term asked for: at which place in its phrase, and whether longer terms that begin with it count too. */
export interface AskedTerm {
  readonly term: string;
  /** Distance from the phrase's first term. */
  readonly at: number;
  readonly prefix: boolean;
  /** Other terms that count as this one. */
  readonly forms: readonly string[];
  /** A word that may be found in other forms, and mended when it is found nowhere: not quoted, not part of code. */
  readonly loose: boolean;
}

/** The terms that a text must have side by side in order to contain this piece of a query. */
export function askedTerms(text: string): AskedTerm[] {
  const folded = fold(text).text;
  const asked: AskedTerm[] = [];
  let at = 0;
  for (const tied of tiedIn(folded)) {
    for (const piece of tied.pieces) {
      if (!piece.unspaced) {
        asked.push({ term: cut(piece.text), at: at++, prefix: false, forms: [], loose: false });
        continue;
      }
      const characters = [...piece.text];
      if (characters.length === 1)
        asked.push({ term: piece.text, at, prefix: true, forms: [], loose: false });
      for (let i = 0; i + 1 < characters.length; i++)
        asked.push({
          term: characters[i]! + characters[i + 1]!,
          at: at + i,
          prefix: false,
          forms: [],
          loose: false,
        });
      at += characters.length;
    }
  }
  return asked;
}

/** Languages with a sign in their name: `c++`, `c#`, `f#`. */
const WORD = '(?:[\\p{L}\\p{N}\\p{M}]+)';
const SIGNED = '(?:(?<![\\p{L}\\p{N}\\p{M}])\\p{L}(?:\\+\\+|#)(?![\\p{L}\\p{N}\\p{M}+#]))';
/** What ties words together when nothing else stands between them. */
const TIE = "(?:://|::|->|[._\\-'’@:/\\\\])";
const PART = `(?:${SIGNED}|${WORD})`;
const TIED = new RegExp(`${PART}(?:${TIE}${PART})*`, 'gu');
const PARTS = new RegExp(PART, 'gu');
/** A sign of a tie. Most words have none, and need not be taken apart. */
const HAS_TIE = /[._\-'’@:/\\>]/;

/** Scripts that are written without spaces, and Hangul, whose particles hang on to the word. */
const UNSPACED =
  '[\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Hangul}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}]';
const IS_UNSPACED = new RegExp(UNSPACED, 'u');
const PIECES = new RegExp(`${UNSPACED}+|(?:(?!${UNSPACED})[^])+`, 'gu');

interface Piece {
  readonly text: string;
  readonly start: number;
  readonly unspaced: boolean;
}
interface Tied {
  readonly start: number;
  /** The whole, when it has several parts and is no longer than a term. */
  readonly whole: string | null;
  readonly pieces: readonly Piece[];
}

function* tiedIn(folded: string): Generator<Tied> {
  for (const { 0: match, index } of folded.matchAll(TIED)) {
    if (!HAS_TIE.test(match)) {
      yield { start: index, whole: null, pieces: piecesOf(match, index) };
      continue;
    }
    const parts = [...match.matchAll(PARTS)];
    const pieces = parts.flatMap((part) => piecesOf(part[0], index + part.index));
    const whole = parts.length > 1 && match.length <= MAX_TERM_LENGTH ? match : null;
    yield { start: index, whole, pieces };
  }
}

function piecesOf(part: string, start: number): Piece[] {
  if (!IS_UNSPACED.test(part)) return [{ text: part, start, unspaced: false }];
  return [...part.matchAll(PIECES)].map(({ 0: text, index }) => ({
    text,
    start: start + index,
    unspaced: IS_UNSPACED.test(text),
  }));
}

/** Where the characters of a piece begin, and its end. */
function characterBounds(text: string, start: number): number[] {
  const bounds = [start];
  for (const character of text) bounds.push(bounds.at(-1)! + character.length);
  return bounds;
}

/** The parts of `userName` and `HTTPServer`, as ranges; none for what has one hump or changed its length in folding. */
function humpsOf(original: string, folded: string): (readonly [number, number])[] {
  if (original.length !== folded.length || !/^[A-Za-z0-9]*[a-z0-9][A-Z]|^[A-Z]{2,}[a-z]/.test(original))
    return [];
  const parts = [...original.matchAll(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+/g)];
  return parts.length > 1 ? parts.map((part) => [part.index, part.index + part[0].length] as const) : [];
}

/** Cuts without leaving half a character. */
const cut = (term: string): string => {
  if (term.length <= MAX_TERM_LENGTH) return term;
  const short = term.slice(0, MAX_TERM_LENGTH);
  return short.isWellFormed() ? short : short.slice(0, -1);
};
