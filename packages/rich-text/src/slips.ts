/**
 * Words that a word may have been meant to be: one letter too many, too few, another one, or two in the wrong order
 * (Damerau's four slips, which make up most of what people mistype). Made from the word alone, so that device and
 * server try the same, and no list of everybody's words has to be kept or can tell of channels one may not read.
 */
export function slipsOf(term: string): string[] {
  if (term.length < MIN_SLIP_LENGTH || term.length > MAX_SLIP_LENGTH) return [];
  const letters = alphabetOf(term);
  if (letters === null) return [];
  const slips = new Set<string>();
  for (let at = 0; at <= term.length; at++) {
    const before = term.slice(0, at);
    const after = term.slice(at + 1);
    if (at < term.length) slips.add(before + after);
    if (at + 1 < term.length) slips.add(before + term[at + 1]! + term[at]! + term.slice(at + 2));
    for (const letter of letters) {
      if (at < term.length) slips.add(before + letter + after);
      slips.add(before + letter + term.slice(at));
    }
  }
  slips.delete(term);
  return [...slips];
}

/** Letters of a word that may be a slip: in a shorter one, every slip is another word. */
const MIN_SLIP_LENGTH = 4;
/** Letters up to which slips are tried: each letter adds fifty. */
const MAX_SLIP_LENGTH = 24;

const ALPHABETS: readonly (readonly [script: RegExp, letters: string])[] = [
  [/^[a-z]+$/, 'abcdefghijklmnopqrstuvwxyz'],
  [/^[\u0430-\u044f]+$/, 'абвгдежзийклмнопрстуфхцчшщъыьэюя'],
  [/^[\u03b1-\u03c9]+$/, 'αβγδεζηθικλμνξοπρστυφχψω'],
];

const alphabetOf = (term: string): string | null =>
  ALPHABETS.find(([script]) => script.test(term))?.[1] ?? null;
