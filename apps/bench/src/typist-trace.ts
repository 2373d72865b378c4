import { createRandom, type Random } from '@lectern/test-kit';
import { plausibleTexts } from './texts.ts';

/** One keystroke of one of two people, as they see the text; null takes away what stands before the place. */
export interface Keystroke {
  readonly by: 0 | 1;
  readonly paragraph: number;
  readonly at: number;
  readonly place: number;
  readonly typed: string | null;
}
export type Step = Keystroke | 'apart' | 'together';

export interface Trace {
  readonly steps: readonly Step[];
  readonly keystrokes: number;
  readonly partitions: number;
  /** What the text is when both have everything. */
  readonly end: string;
}

/** Keystrokes until the two lose each other, and until they meet again. */
const TOGETHER = [50, 600] as const;
const APART = [50, 600] as const;
/** Keystrokes at one place before somebody goes on elsewhere. */
const STRETCH = [5, 150] as const;

/**
 * A trace of two people who type, made by a seeded typist: stretches of words, slips that are taken back, paragraphs
 * begun and joined, carets that go elsewhere. Together both write anywhere. Apart each has a side of one place, often
 * in the middle of a paragraph: so there is one text that the trace ends with, whatever the order in which two
 * replicas hear of it. Nobody splits or joins the paragraph of that place from before it: a split moves what is behind,
 * and an edit that another makes there meanwhile has no one right place.
 */
export function typistTrace(keystrokes: number, seed: string): Trace {
  const random = createRandom(seed);
  const steps: Step[] = [];
  const typists = [new Typist(0, random.fork()), new Typist(1, random.fork())] as const;
  let text = '';
  let made = 0;
  let partitions = 0;
  const type = (by: 0 | 1, view: string, from: number, end: number, isApart: boolean): string => {
    const typist = typists[by];
    const { place, typed } = typist.next(view, from, end, isApart);
    const before = view.slice(0, place);
    const paragraph = before.split('\n').length - 1;
    steps.push({ by, place, paragraph, at: place - (before.lastIndexOf('\n') + 1), typed });
    made += 1;
    return typed === null ? before.slice(0, -1) + view.slice(place) : before + typed + view.slice(place);
  };
  while (made < keystrokes) {
    let by: 0 | 1 = 0;
    for (let left = random.int(...TOGETHER); left > 0; left--) {
      if (random.chance(0.1)) by = by === 0 ? 1 : 0;
      text = type(by, text, 0, text.length, false);
    }
    const places = [...text.matchAll(/[0-9\n]/g)].map(({ index }) => index);
    if (places.length === 0) continue;
    const middle = random.pick(places);
    const [head, mark, tail] = [text.slice(0, middle), text[middle]!, text.slice(middle + 1)];
    const first: 0 | 1 = random.chance(0.5) ? 0 : 1;
    const second: 0 | 1 = first === 0 ? 1 : 0;
    let [left, right] = [head, tail];
    steps.push('apart');
    partitions += 1;
    for (let count = random.int(...APART); count > 0; count--) {
      if (random.chance(0.5)) {
        const view = type(first, left + mark + tail, 0, left.length, true);
        left = view.slice(0, view.length - tail.length - 1);
      } else {
        const view = type(second, head + mark + right, middle + 1, middle + 1 + right.length, true);
        right = view.slice(middle + 1);
      }
    }
    steps.push('together');
    text = left + mark + right;
  }
  return { steps, keystrokes: made, partitions, end: text };
}

class Typist {
  readonly #by: 0 | 1;
  readonly #random: Random;
  #words: string;
  #at = 0;
  #left = 0;
  #slips = 0;

  constructor(by: 0 | 1, random: Random) {
    this.#by = by;
    this.#random = random;
    this.#words = plausibleTexts(3_000, `typist ${by} ${random.next()}`)
      .join(' ')
      .replaceAll(/[^\p{L}\d ,.]/gu, '');
  }

  /** What is typed next between two places of a text, both included. */
  next(text: string, from: number, end: number, isApart: boolean): Pick<Keystroke, 'place' | 'typed'> {
    const random = this.#random;
    const isElsewhere = this.#at < from || this.#at > end;
    if (this.#left <= 0 || isElsewhere) {
      this.#at = random.int(from, end);
      this.#left = random.int(...STRETCH);
      this.#slips = 0;
    }
    this.#left -= 1;
    if (this.#slips === 0 && random.chance(0.04)) this.#slips = random.int(1, random.chance(0.1) ? 30 : 4);
    const place = this.#at;
    // An end of line takes what is behind it along: apart it must be the typist's own.
    const isOwnLine = !isApart || from > 0 || text.slice(place, end).includes('\n');
    if (this.#slips > 0) {
      this.#slips -= 1;
      const before = place > from ? text[place - 1]! : null;
      if (before !== null && (before !== '\n' || isOwnLine)) {
        this.#at -= 1;
        return { place, typed: null };
      }
    }
    this.#at += 1;
    if (isOwnLine && random.chance(0.006)) return { place, typed: '\n' };
    return { place, typed: this.#letter(isApart || place === 0 || text[place - 1] === '\n') };
  }

  /** Numbers stand for places at which two may part: nobody types one there while the other is away. */
  #letter(isWithoutNumbers: boolean): string {
    const [letter] = this.#words;
    this.#words = this.#words.slice(1) + letter;
    return isWithoutNumbers && /[\d ,.]/.test(letter!) ? (this.#by === 0 ? 'a' : 'b') : letter!;
  }
}
