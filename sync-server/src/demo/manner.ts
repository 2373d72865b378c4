import type { Manner } from './people.ts';
import type { Random } from './random.ts';

const CODE = /(`[^`\n]*`)/;
/** The end of a sentence and the letter behind it; abbreviations end none. */
const NEXT_SENTENCE = /(?<!\b(?:e\.g|i\.e|vs|etc|approx))([.!?]\s+)(\p{Ll})(?=[\p{L}’])/gu;
/** Text that may take a full stop: it ends in a letter, a digit, code or a bracket, and not in a link. */
const OPEN_END = /(?:[\p{Ll}\p{Lu}\p{N}`%*]|(?<!:)\))$/u;
const ENDS_IN_LINK = /https?:\/\/\S+$/;
/** The first letter of a sentence, unless it is the name of a variable. */
const FIRST_LETTER = /^\p{Ll}(?=[\p{L}’])|^a(?= )/u;
const LATIN = /\p{sc=Latin}/u;

/** How often those who type without fuss end with a full stop, and the others with a smile. */
const STOPS = 0.3;
const SMILES = 0.04;
const SMILEYS = [' :)', ' 😄', ' 😅', ' 🙂', ' haha', ' 🙃'];

/** Writes a text down as somebody types: capitals, full stops, smiles. */
export function inManner(text: string, manner: Manner, random: Random): string {
  if (!LATIN.test(text)) return text;
  if (manner === 'casual') {
    const relaxed = text.replace(/(?<![.…])\.$/, '');
    return random.chance(SMILES) && !ENDS_IN_LINK.test(relaxed) ? relaxed + random.pick(SMILEYS) : relaxed;
  }
  const written = withCapitals(text);
  const stops = manner === 'careful' || random.chance(STOPS);
  return stops && OPEN_END.test(written) && !ENDS_IN_LINK.test(written) && !written.includes('\n')
    ? `${written}.`
    : written;
}

function withCapitals(text: string): string {
  const capital = text
    .split(CODE)
    .map((piece) =>
      piece.startsWith('`')
        ? piece
        : piece.replace(NEXT_SENTENCE, (_all, stop: string, letter: string) => stop + letter.toUpperCase()),
    )
    .join('');
  return capital.replace(FIRST_LETTER, (letter) => letter.toUpperCase());
}
