import { createRandom, type Random } from '@lectern/test-kit';

/** Different words of the language; a course of one year uses about as many. */
const WORDS = 30_000;

/** Words that often follow a word, and how often one of them does: phrases come again, as in any language. */
const FOLLOWERS = 24;
const FOLLOWED = 0.6;

/**
 * Texts in a made-up language whose words are as rare as those of a real one (Zipf) and follow each other as words do,
 * about 96 characters each. The same seed gives the same texts, in Node and in a browser.
 */
export class Corpus {
  /** In falling order of use. */
  readonly words: readonly string[];
  private readonly random: Random;
  /** How many of all words are the n-th or a commoner one. */
  private readonly upTo: Float64Array;

  constructor(seed: string) {
    this.random = createRandom(seed);
    const words = new Set<string>();
    while (words.size < WORDS) words.add(this.newWord(words.size));
    this.words = [...words];
    this.upTo = new Float64Array(WORDS);
    let sum = 0;
    for (let rank = 0; rank < WORDS; rank++) {
      sum += 1 / (rank + 2.7);
      this.upTo[rank] = sum;
    }
  }

  text(): string {
    const count = Math.round(3 * 13 ** this.random.next());
    let last = this.rank();
    const ranks = [last];
    while (ranks.length < count) {
      last = this.random.chance(FOLLOWED) ? this.follower(last) : this.rank();
      ranks.push(last);
    }
    return ranks.map((rank) => this.words[rank]).join(' ');
  }

  /** Two words that stand side by side more often than by chance. */
  phrase(rank: number): string {
    return `${this.words[rank]} ${this.words[this.followerAt(rank, 0)]}`;
  }

  /** A channel out of so many, the first far more often than the last. */
  channel(count: number): number {
    return Math.floor(count ** this.random.next()) - 1;
  }

  private follower(rank: number): number {
    return this.followerAt(rank, Math.floor(FOLLOWERS ** this.random.next()) - 1);
  }

  /** Which word follows another is part of the language: the same each time. */
  private followerAt(rank: number, place: number): number {
    const spread = ((rank * 2_654_435_761 + place * 40_503) >>> 0) / 2 ** 32;
    return this.rankAt(spread);
  }

  private rank(): number {
    return this.rankAt(this.random.next());
  }

  private rankAt(share: number): number {
    const wanted = share * this.upTo.at(-1)!;
    let low = 0;
    let high = WORDS - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.upTo[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Common words are short. */
  private newWord(rank: number): string {
    const length = this.random.int(2, 4) + Math.floor(Math.log10(rank + 1) * 1.6);
    const letters = Array.from({ length }, (_, at) =>
      this.random.pick(at % 2 === 0 ? [...'bcdfghklmnprstvw'] : [...'aeiouy']),
    );
    return letters.join('');
  }
}

/** Queries of one kind. */
export interface QueryKind {
  readonly name: string;
  /** Its own limit, where the issue gives one. */
  readonly slow?: true;
  readonly order?: 'relevance';
  readonly queries: readonly string[];
}

/** What people ask for: words from common to rare, several, side by side, unfinished, misspelt, filtered. */
export function queryMix(
  corpus: Corpus,
  options: { author: string; channel: string; day: string },
): QueryKind[] {
  const { words } = corpus;
  const common = words.slice(10, 34);
  const medium = words.slice(900, 924);
  const rare = words.slice(24_000, 24_024);
  const pairs = (some: readonly string[]) => some.slice(1).map((word, at) => [some[at]!, word] as const);
  const slip = (word: string) => word.slice(0, 2) + word[3]! + word[2]! + word.slice(4);
  return [
    { name: 'common word', queries: common.map((word) => `${word} `) },
    { name: 'medium word', queries: medium.map((word) => `${word} `) },
    { name: 'rare word', queries: rare.map((word) => `${word} `) },
    { name: 'two common words', queries: pairs(common).map(([a, b]) => `${a} ${b} `) },
    { name: 'phrase', queries: common.map((_, at) => `"${corpus.phrase(10 + at)}" `) },
    { name: 'of one author', queries: common.map((word) => `${word} from:@${options.author}`) },
    { name: 'of two weeks', queries: common.map((word) => `${word} after:${options.day}`) },
    { name: 'in one channel', queries: common.map((word) => `${word} in:${options.channel}`) },
    { name: 'best of a common word', order: 'relevance', queries: common.map((word) => `${word} `) },
    { name: 'best of a medium word', order: 'relevance', queries: medium.map((word) => `${word} `) },
    { name: 'beginning of 5 letters', queries: rare.map((word) => word.slice(0, 5)) },
    { name: 'beginning of 3 letters', slow: true, queries: rare.map((word) => word.slice(0, 3)) },
    { name: 'slip', slow: true, queries: medium.map((word) => `${slip(word)} `) },
    { name: 'nowhere', slow: true, queries: medium.map((word) => `${word}qxz `) },
  ];
}
