import type { Random } from '../random.ts';

/**
 * What the course's talk is made of. Texts are templates (`expand.ts`) with light markup (`body-of-markup.ts`), and
 * begin in lower case: how somebody types decides about capitals and full stops.
 */

/** Something that is asked and answered. */
export interface Topic {
  /** A question, without its opening. */
  readonly q: string;
  /** The right answer. */
  readonly a: string;
  /** What somebody might believe instead. */
  readonly wrong?: string;
  /** A further question and its answer. */
  readonly more?: readonly [string, string];
}

/** A small exercise with its result, worked out by the algorithm it is about. */
export interface Exercise {
  /** What is to be found, as a noun: `the third pass of …`. */
  readonly task: string;
  readonly right: string;
  /** A result that a usual mistake leads to. */
  readonly wrong: string;
  /** How to get there, as a sentence. */
  readonly why: string;
  /** What whoever got it wrong has done, when that says more. */
  readonly slip?: string;
}
export type MakeExercise = (random: Random) => Exercise;

/** Something that does not run, and why. */
export interface Trouble {
  readonly symptom: string;
  /** What a helper wants to know, and what they hear. */
  readonly ask?: readonly [string, string];
  readonly cause: string;
  /** What helped, in the words of the one who asked. */
  readonly fixed: string;
  /** It is not about an algorithm but about the tools. */
  readonly tool?: true;
}

/**
 * A conversation, a line each: `a: …`, `b: …`, `c: …` are students, `t` a tutor, `l` the lecturer, `m` the admin;
 * a line that begins `b?:` is left out half the time.
 */
export type Script = readonly string[];

/** Turns of phrase by name; each use draws one anew. */
export type Phrases = Readonly<Record<string, readonly string[]>>;
