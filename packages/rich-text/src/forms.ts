import { familyOfWord } from './irregular-forms.ts';

/**
 * Other forms of an English word, so that whoever asks for `deadlines` finds `deadline`. The question grows and not
 * the index: device and server ask for the same forms, and a text is found by what stands in it. Forms that are no
 * words cost nothing, because nobody writes them.
 */
export function formsOf(term: string): string[] {
  if (!/^[a-z]{3,24}$/.test(term)) return [];
  const stems = [...stemsOf(term)];
  // What was made of a word is seldom made into others.
  const roots = stems.length > 1 ? stems.slice(1) : [familyOfWord(term)[0] ?? term];
  const forms = new Set<string>([...roots.flatMap(grownFrom), ...stems.flatMap(familyOfWord)]);
  forms.delete(term);
  return [...forms];
}

/** Letters of a stem at least: shorter ones would join words that have nothing in common (`thing`, `thed`). */
const MIN_STEM = 3;

/** The word, and those that it may have been made of. */
function stemsOf(term: string): Set<string> {
  const stems = new Set<string>([term]);
  const cut = (ending: RegExp, ...backs: readonly string[]) => {
    if (!ending.test(term)) return;
    const stem = term.replace(ending, '');
    if (stem.length < MIN_STEM) return;
    for (const back of backs) stems.add(stem + back);
    // `running`, `planned`: the last consonant was doubled.
    if (/[^aeiouls]$/.test(stem) && stem.at(-1) === stem.at(-2) && backs.includes('e'))
      stems.add(stem.slice(0, -1));
  };
  cut(/(?<=[^aeiou])ies$/, 'y');
  cut(/(?<=[^aeiou])ied$/, 'y');
  cut(/(?<=(?:s|x|z|ch|sh|o))es$/, '');
  cut(/(?<=[^siu])s$/, '');
  cut(/(?<=[^e])ed$/, '', 'e');
  cut(/ing$/, '', 'e');
  return stems;
}

/** What is made of a word. */
function grownFrom(stem: string): string[] {
  if (/[^aeiou]y$/.test(stem)) {
    const root = stem.slice(0, -1);
    return [stem, `${root}ies`, `${root}ied`, `${stem}ing`];
  }
  if (/(?:s|x|z|ch|sh)$/.test(stem)) return [stem, `${stem}es`, `${stem}ed`, `${stem}ing`];
  if (stem.endsWith('e')) return [stem, `${stem}s`, `${stem}d`, `${stem.slice(0, -1)}ing`];
  const grown = [stem, `${stem}s`, `${stem}ed`, `${stem}ing`];
  // One short vowel before one consonant: `plan`, `planned`.
  if (/^[^aeiou]*[aeiou][^aeiouwxy]$/.test(stem))
    grown.push(`${stem}${stem.at(-1)}ed`, `${stem}${stem.at(-1)}ing`);
  return grown;
}
