import type { ChannelKey } from './channels.ts';
import type { Deck } from './deck.ts';
import type { Random } from './random.ts';
import { crashes } from './scripts/code/crashes.ts';
import { slow } from './scripts/code/slow.ts';
import { codeTalk } from './scripts/code/talk.ts';
import { tools } from './scripts/code/tools.ts';
import { wrongResults } from './scripts/code/wrong-results.ts';
import { quizAbout, talkAbout, talkOver, talkThrough } from './scripts/frames.ts';
import { groupTalk } from './scripts/group-talk.ts';
import type { Exercise, Script, Topic } from './scripts/kinds.ts';
import { languages } from './scripts/languages/index.ts';
import { lectureTalk } from './scripts/lecture-talk.ts';
import { logistics } from './scripts/logistics.ts';
import { codeReading, failingTest, measurements } from './scripts/measured.ts';
import type { openings } from './scripts/openings.ts';
import { smallTalk } from './scripts/small-talk/index.ts';
import { topics } from './scripts/topics/index.ts';
import { tutorTalk } from './scripts/tutor-talk.ts';
import { exercises } from './scripts/worked/index.ts';

/** What is talked about in a channel: which conversations, how often, and how questions begin there. */
export interface Programme {
  readonly openings: keyof typeof openings;
  readonly items: readonly { readonly weight: number; readonly make: MakeScript }[];
  /** How often somebody else drops in at the end of a conversation. */
  readonly passersBy: number;
}

export interface Chosen {
  readonly script: Script;
  /** The language that it needs. */
  readonly language?: string;
}
type MakeScript = (random: Random, week: number, deck: Deck) => Chosen;

const troubles = [...crashes, ...wrongResults, ...slow, ...tools];

const from =
  (scripts: readonly Script[]): MakeScript =>
  (_random, _week, deck) => ({ script: deck.draw(scripts) });
const aboutTopic =
  (frame: (topic: Topic, random: Random) => Script): MakeScript =>
  (random, week, deck) => ({ script: frame(deck.draw(materialOf(topics, week, random)), random) });
const aboutExercise =
  (frame: (exercise: Exercise, random: Random) => Script): MakeScript =>
  (random, week, deck) => ({ script: frame(deck.draw(materialOf(exercises, week, random))(random), random) });
const aboutTrouble: MakeScript = (random, _week, deck) => ({ script: talkOver(deck.draw(troubles), random) });
const madeUp =
  (make: (random: Random) => Script): MakeScript =>
  (random) => ({ script: make(random) });
const foreign: MakeScript = (random, _week, deck) => {
  const language = random.pick(Object.keys(languages));
  return { script: deck.draw(languages[language]!), language };
};

/** Those channels in which people talk with each other. */
export const programmes: Readonly<Record<Exclude<ChannelKey, 'announcements' | 'exam'>, Programme>> = {
  lectures: {
    openings: 'lectures',
    items: [
      { weight: 55, make: aboutTopic(talkAbout) },
      { weight: 21, make: aboutExercise(talkThrough) },
      { weight: 19, make: from(lectureTalk) },
      { weight: 5, make: madeUp(codeReading) },
    ],
    passersBy: 0.3,
  },
  exercises: {
    openings: 'exercises',
    items: [
      { weight: 26, make: aboutTopic(talkAbout) },
      { weight: 50, make: aboutExercise(talkThrough) },
      { weight: 14, make: from(logistics) },
      { weight: 4, make: madeUp(codeReading) },
      { weight: 6, make: foreign },
    ],
    passersBy: 0.3,
  },
  programming: {
    openings: 'exercises',
    items: [
      { weight: 36, make: aboutTrouble },
      { weight: 22, make: aboutExercise(failingTest) },
      { weight: 16, make: madeUp(codeReading) },
      { weight: 11, make: madeUp(measurements) },
      { weight: 15, make: from(codeTalk) },
    ],
    passersBy: 0.25,
  },
  coffee: {
    openings: 'group',
    items: [
      { weight: 66, make: from(smallTalk) },
      { weight: 34, make: foreign },
    ],
    passersBy: 0,
  },
  tutors: {
    openings: 'exercises',
    items: [{ weight: 1, make: from(tutorTalk) }],
    passersBy: 0,
  },
  group: {
    openings: 'group',
    items: [
      { weight: 24, make: from(groupTalk) },
      { weight: 32, make: aboutTopic(quizAbout) },
      { weight: 14, make: aboutTopic(talkAbout) },
      { weight: 30, make: aboutExercise(talkThrough) },
    ],
    passersBy: 0.1,
  },
};

/** Mostly this week's material, some of the last week's, and now and then what is older. */
function materialOf<T>(byWeek: readonly (readonly T[])[], week: number, random: Random): readonly T[] {
  const chosen = random.weighted([week, week - 1, random.between(1, week)], (one) =>
    one === week ? 0.55 : 0.25,
  );
  return byWeek[Math.max(chosen, 1) - 1]!;
}
