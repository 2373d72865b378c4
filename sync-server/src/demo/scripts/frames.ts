import type { Random } from '../random.ts';
import type { Exercise, Script, Topic, Trouble } from './kinds.ts';

/** Ways in which something is asked and answered. A frame is a script with places for what it is about. */
interface Frame<About> {
  /** How usual it is. */
  readonly weight: number;
  /** Whether it suits what is asked; always, when left out. */
  readonly suits?: (about: About) => boolean;
  readonly lines: (about: About) => Script;
}

const topicFrames: readonly Frame<Topic>[] = [
  { weight: 5, lines: ({ q, a }) => [`a: {ask}${q}`, `t: ${a}`, 'a: {closing}'] },
  { weight: 4, lines: ({ q, a }) => [`a: {ask}${q}`, `b: {guess}${a}`, 't: {confirm}', 'a?: {closing}'] },
  {
    weight: 3,
    lines: ({ q, a }) => [`a: {ask}${q}`, 'b: {me}', `c: {guess}${a}`, 'b?: {short}', 'a: {closing}'],
  },
  {
    weight: 6,
    suits: ({ wrong }) => wrong !== undefined,
    lines: ({ q, a, wrong }) => [
      `a: {ask}${q}`,
      `b: {doubt}${wrong}`,
      `{t|c}: ${corrected(a)}`,
      'b: {oops}',
      'a?: {closing}',
    ],
  },
  {
    weight: 4,
    suits: ({ wrong }) => wrong !== undefined,
    lines: ({ q, a, wrong }) => [
      `a: {ask}${q}`,
      `a: {myguess}${wrong}`,
      `b: ${corrected(a)}`,
      'a: {closing}',
    ],
  },
  {
    weight: 6,
    suits: ({ more }) => more !== undefined,
    lines: ({ q, a, more }) => [
      `a: {ask}${q}`,
      `t: ${a}`,
      `a: {gotit}. ${more![0]}`,
      `t: ${more![1]}`,
      'a: {closing}',
    ],
  },
  {
    weight: 3,
    suits: ({ more }) => more !== undefined,
    lines: ({ q, a, more }) => [
      `a: {ask}${q}`,
      `b: {guess}${a}`,
      `c: ${more![0]}`,
      `b: {guess}${more![1]}`,
      'c?: {closing}',
      'a: {thanks}',
    ],
  },
  { weight: 2, lines: ({ q, a }) => [`a: {ask}${q}`, 'a: {nevermind}', `a: {record}${a}`, 'b: {bystander}'] },
  { weight: 2, lines: ({ q, a }) => [`a: {L} {ask}${q}`, `l: ${a}`, 'a: {thanks}'] },
  { weight: 2, lines: ({ a }) => [`a: {check}${asStatement(a)}. {rightq}`, 't: {confirm}', 'a?: {relief}'] },
  { weight: 2, lines: ({ q, a }) => [`a: {ask}${q}`, 'b: {pointer}', `a: {found} ${a}`, 'b?: {short}'] },
];

const quizFrames: readonly Frame<Topic>[] = [
  {
    weight: 3,
    suits: ({ wrong }) => wrong !== undefined,
    lines: ({ q, a, wrong }) => [`a: {quiz}${q}`, `b: {doubt}${wrong}`, 'a: {nope}', `c: ${a}`, 'a: {yes}'],
  },
  { weight: 2, lines: ({ q, a }) => [`a: {quiz}${q}`, `b: ${a}`, 'a: {yes}'] },
  { weight: 1, lines: ({ a }) => [`a: {card}${asStatement(a)}`, 'b: {short}'] },
];

const exerciseFrames: readonly Frame<Exercise>[] = [
  {
    weight: 4,
    lines: ({ task, right }) => [`a: {compare}${task}. {ihave} ${right}`, 'b: {same}', 'c?: {same}'],
  },
  {
    weight: 5,
    lines: ({ task, right, wrong, why, slip = why }) => [
      `a: {compare}${task}. {ihave} ${wrong}`,
      `b: {hm}I have ${right}`,
      `{t|c}: ${right} is {right}. ${slip}`,
      'a: {oops}',
    ],
  },
  {
    weight: 4,
    lines: ({ task, right, why }) => [
      `a: {how}${task}?`,
      `b: {Iget} ${right}`,
      'a: {howso}',
      `b: ${why}`,
      'a: {closing}',
    ],
  },
  { weight: 2, lines: ({ task, right, why }) => [`t: {several}${task}: ${right}. ${why}`, 'a?: {thanks}'] },
  {
    weight: 3,
    lines: ({ task, right, wrong, why, slip = why }) => [
      `a: {solution}${right} for ${task}, {butI} ${wrong}`,
      `b: ${slip}`,
      'a: {gotit}{, |. }{thanks}',
    ],
  },
  { weight: 3, lines: ({ task, right }) => [`a: {sanity}${task}: ${right}?`, 'b: {agree}', 'a?: {relief}'] },
  {
    weight: 3,
    lines: ({ task, right, wrong, why }) => [
      `a: ${task}, {is that|would you say} ${wrong} or ${right}?`,
      `b: ${right}. ${why}`,
      'a: {closing}',
    ],
  },
  {
    weight: 2,
    lines: ({ task, right, wrong }) => [
      `a: {we} ${task}. {Bname} {says|has|insists on} ${wrong}, I say ${right}`,
      `c: ${right}`,
      'b: {oops}',
      'a: {won}',
    ],
  },
  {
    weight: 2,
    lines: ({ task, right, wrong, why, slip = why }) => [
      `b: {go} ${task}!`,
      `a: ${wrong}?`,
      'b: {nope}',
      `c: ${right}. ${slip}`,
      'b: {yes}',
    ],
  },
];

const troubleFrames: readonly Frame<Trouble>[] = [
  {
    weight: 4,
    lines: ({ symptom, ask, cause, fixed }) => [
      `a: {help}${symptom}`,
      ...(ask ? [`b: ${ask[0]}`, `a: ${ask[1]}`] : []),
      `b: ${cause}`,
      `a: ${fixed}`,
    ],
  },
  {
    weight: 3,
    lines: ({ symptom, cause, fixed }) => [
      `a: {help}${symptom}`,
      'b: {metoo}',
      `t: ${cause}`,
      'b: {works}',
      `a: ${fixed}`,
    ],
  },
  {
    weight: 2,
    suits: ({ tool }) => !tool,
    lines: ({ symptom, cause, fixed }) => [
      `a: {help}${symptom}`,
      'b: {rubber}',
      'a: {tried}',
      `c: {guess}${cause}`,
      `a: ${fixed}`,
    ],
  },
  {
    weight: 1,
    lines: ({ symptom, cause }) => [
      `a: {help}${symptom}`,
      'a: {selfmade}',
      `a: {record}${cause}`,
      'b: {bystander}',
    ],
  },
];

/** An answer that goes against a guess. One that says no (or yes) by itself needs no word for it. */
const corrected = (answer: string): string =>
  /^(?:no|yes)\b/.test(answer) ? `{counter}${answer}` : `{correct}${answer}`;

/** An answer that can be said without the question. */
const asStatement = (answer: string): string => answer.replace(/^(?:no|yes)[,:.!]+ /, '');

export const talkAbout = (topic: Topic, random: Random): Script => filled(topicFrames, topic, random);
export const quizAbout = (topic: Topic, random: Random): Script => filled(quizFrames, topic, random);
export const talkThrough = (exercise: Exercise, random: Random): Script =>
  filled(exerciseFrames, exercise, random);
export const talkOver = (trouble: Trouble, random: Random): Script => filled(troubleFrames, trouble, random);

function filled<About>(frames: readonly Frame<About>[], about: About, random: Random): Script {
  const fitting = frames.filter(({ suits }) => suits?.(about) ?? true);
  return random.weighted(fitting, ({ weight }) => weight).lines(about);
}
