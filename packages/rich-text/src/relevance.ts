import type { Phrase } from './query.ts';
import type { AskedTerm } from './terms.ts';

/** What decides how well a message answers a query. */
export interface Candidate {
  /** The terms of its line by position, see `placesOf`. */
  readonly places: readonly (readonly string[])[];
  /** Where each phrase stands, see `matchLine`; null for one that an index has and a close look does not. */
  readonly found: readonly (readonly number[])[] | null;
  /** Server clock at commit, in milliseconds. */
  readonly at: number;
}

/**
 * Matches that are ranked: the newest so many. A query that has more is too wide for a ranking to help, and both
 * engines must rank the same messages to come to the same order.
 */
export const MAX_RANKED = 200;

/** A message of this age counts half as new, in milliseconds: a term. */
const HALF_NEW_MS = 180 * 24 * 60 * 60 * 1_000;
/** How much being new can add, beside words whose sum is about one. */
const NEWNESS = 0.15;

/**
 * How well a message answers, higher is better. Made of the message and the query alone, not of how often a word is
 * used elsewhere: so the device, which holds a part, and the server, which holds all, come to the same number.
 * Counts, from most to least: the very words before their other forms and words that only begin so; words close to
 * each other; a short text before a long one; said again; new.
 */
export function relevance({ places, found, at }: Candidate, phrases: readonly Phrase[], now: number): number {
  const newness = NEWNESS / (1 + Math.max(0, now - at) / HALF_NEW_MS);
  if (phrases.length === 0 || found === null) return newness;
  let words = 0;
  let weights = 0;
  phrases.forEach((phrase, index) => {
    const weight = Math.min(
      phrase.reduce((sum, { term }) => sum + term.length, 0),
      12,
    );
    const best = Math.max(...found[index]!.map((place) => fit(phrase, place, places)));
    words += weight * best * (1 + 0.1 * Math.min(found[index]!.length - 1, 3));
    weights += weight;
  });
  const close = phrases.length / Math.max(phrases.length, narrowest(found));
  const short = 1 / (1 + Math.log1p(places.length / 20));
  return (words / weights) * (0.55 + 0.3 * close + 0.15 * short) + newness;
}

/** How exactly a phrase stands at a place, from 0 to 1. */
const fit = (phrase: Phrase, place: number, places: Candidate['places']): number =>
  phrase.reduce((sum, asked) => sum + termFit(asked, places[place + asked.at] ?? []), 0) / phrase.length;

function termFit(asked: AskedTerm, here: readonly string[]): number {
  if (here.includes(asked.term)) return 1;
  if (asked.forms.some((form) => here.includes(form))) return 0.85;
  const longer = here.find((term) => term.startsWith(asked.term));
  return longer === undefined ? 0.5 : 0.5 + 0.3 * (asked.term.length / longer.length);
}

/** Positions of the narrowest stretch that has every phrase. */
function narrowest(found: readonly (readonly number[])[]): number {
  const events = found.flatMap((places, phrase) => places.map((place) => ({ place, phrase })));
  events.sort((a, b) => a.place - b.place);
  const last = new Map<number, number>();
  let least = Infinity;
  for (const { place, phrase } of events) {
    last.set(phrase, place);
    if (last.size === found.length) least = Math.min(least, place - Math.min(...last.values()) + 1);
  }
  return least;
}
