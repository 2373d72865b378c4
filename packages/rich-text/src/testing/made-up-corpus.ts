import type { Random } from '@lectern/test-kit';

/** A text of common words with one word that no other text has. */
export interface MadeUpText {
  readonly special: string;
  readonly text: string;
}

/** As many texts in a language that nobody speaks. */
export function madeUpCorpus(random: Random, count: number): MadeUpText[] {
  const syllable = () => random.pick([...'bcdfglmnprst']) + random.pick([...'aeiou']);
  const word = (length: number) => Array.from({ length: 6 }, syllable).join('').slice(0, length);
  const common = Array.from({ length: 200 }, () => word(6));
  return Array.from({ length: count }, () => {
    const special = word(9);
    const words = Array.from({ length: random.int(5, 40) }, () => random.pick(common));
    words.splice(random.int(0, words.length), 0, special);
    return { special, text: words.join(' ') };
  });
}

/** How people may ask for such a text: by its word, its beginning, with another, in the plural, with a slip. */
export function queriesFor(random: Random, { special, text }: MadeUpText): string[] {
  const other = random.pick(text.split(' ').filter((each) => each !== special));
  const at = random.int(1, special.length - 2);
  const slip = special.slice(0, at) + special[at + 1] + special[at] + special.slice(at + 2);
  return [special, special.slice(0, 7), `${other} ${special}`, `${special}s `, `${slip} `];
}
