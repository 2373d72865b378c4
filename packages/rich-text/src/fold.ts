/**
 * Folding: text as search sees it, without case and accents, with a way back to the places in the original.
 * `Straße`, `STRASSE` and `strasse` fold alike; so do full-width and half-width forms, ligatures and Arabic with and
 * without its vowel signs. Vowel signs of Indic scripts and Japanese voicing marks stay: they make other words.
 */
export interface Folded {
  readonly text: string;
  /** Place in the original, in UTF-16 units, where the character that became `text[index]` begins. */
  start(index: number): number;
  /** Place in the original behind the character that became `text[index - 1]`. */
  end(index: number): number;
}

/** Folds a text. Plain ASCII, most of what is written, takes a short way. */
export function fold(text: string): Folded {
  if (ASCII.test(text)) return { text: text.toLowerCase(), start: (index) => index, end: (index) => index };
  let folded = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (const match of text.matchAll(CLUSTER)) {
    const piece = foldCluster(match[0]);
    for (let unit = 0; unit < piece.length; unit++) {
      starts.push(match.index);
      ends.push(match.index + match[0].length);
    }
    folded += piece;
  }
  return {
    text: folded,
    start: (index) => starts[index] ?? text.length,
    end: (index) => (index > 0 ? (ends[index - 1] ?? text.length) : 0),
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII
const ASCII = /^[\u0000-\u007f]*$/;

/** A character with all that combines with it; Hangul letters written apart, as macOS does, are one syllable. */
const CLUSTER = /[\u1100-\u115f][\u1160-\u11a7]?[\u11a8-\u11ff]?|[\s\S][\p{M}\uff9e\uff9f]*/gu;

/** Marks that do not make another word. */
const IDLE_MARKS = new RegExp(
  `[${[
    // Accents of Latin, Greek and Cyrillic letters.
    '\\u0300-\\u036f\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe20-\\ufe2f',
    // Hebrew points.
    '\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7',
    // Arabic vowel signs and the stroke that only stretches a word.
    '\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e8\\u06ea-\\u06ed\\u0640',
    // Soft hyphens, joiners and variation selectors, which nobody types on purpose.
    '\\u00ad\\u200b-\\u200d\\u2060\\ufe00-\\ufe0f',
  ].join('')}]`,
  'g',
);

/** Letters that Unicode does not take apart and that people type in another way. */
const ALIKE: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  þ: 'th',
  ς: 'σ',
  ی: 'ي',
  ک: 'ك',
};
const HAS_ALIKE = new RegExp(`[${Object.keys(ALIKE).join('')}]`, 'g');

const foldCluster = (cluster: string): string =>
  cluster
    .normalize('NFKD')
    .replace(IDLE_MARKS, '')
    .toLowerCase()
    .replace(HAS_ALIKE, (letter) => ALIKE[letter]!)
    .normalize('NFC');
