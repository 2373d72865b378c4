import type { Calendar } from './calendar.ts';
import type { DemoChannel } from './channels.ts';
import { Deck } from './deck.ts';
import type { DemoPerson } from './people.ts';
import { type Line, perform, type Setting } from './perform.ts';
import { type Chosen, type Programme, programmes } from './programme.ts';
import type { Random } from './random.ts';
import { examPosts, occasionalPosts, weeklyPosts, welcomePost } from './scripts/announcements.ts';
import { weekTopics } from './scripts/vocabulary.ts';

/** Something that was said, and when. */
export interface Said extends Line {
  readonly at: number;
  /** Said in a thread: its number, the same as that of the line with which it begins. */
  readonly thread?: number;
}

/** Time between the lines of a conversation: to read, to type each character, and to be elsewhere, in milliseconds. */
const READING_MS = 6_000;
const TYPING_MS = 90;
const ELSEWHERE_MS = 35_000;
/** How often answers take their time, and how much longer that is. */
const SLOW = 0.12;
const SLOWER = 25;
/** How often people answer in a thread, where there are answers enough to make one. */
const IN_THREAD = 0.12;
const LEAST_LINES = 3;
/** Pause between two conversations of a channel, in milliseconds. */
const BREATH_MS = 25_000;
/** The newest message of a channel in which people talk is about so old, in milliseconds. */
const NEWEST_MS = 150_000;

/** Moments to choose from for each post that comes once. */
const MOMENTS_PER_POST = 20;

/** What somebody says who comes upon a conversation when it is over. */
const PASSING_BY = ['b: {bystander}', 'b: {bystander}', 'b: {short}'];

/** What the people of a channel say to each other: `count` lines, in the order and at the times they were said. */
export function talk(
  channel: DemoChannel,
  people: readonly DemoPerson[],
  count: number,
  calendar: Calendar,
  random: Random,
): Said[] {
  const programme: Programme = programmes[channel.key as keyof typeof programmes];
  const deck = new Deck(random);
  // A moment for each line; a conversation begins at that of its first, and so all of them end at the present.
  const moments = calendar.moments(random, count, 'students');
  const conversations: Conversation[] = [];
  for (let lines = 0; lines < count; ) {
    const start = moments[lines]!;
    const setting = {
      random,
      people,
      week: calendar.weekOf(start),
      exam: calendar.exam,
      openings: programme.openings,
    };
    const next = converse(programme, setting, deck).slice(0, count - lines);
    conversations.push({ start, lines: next });
    lines += next.length;
  }
  return timed(conversations, calendar, random);
}

function converse(programme: Programme, setting: Setting, deck: Deck): Line[] {
  const { random, week } = setting;
  const item = random.weighted(programme.items, ({ weight }) => weight);
  const { script, language }: Chosen = item.make(random, week, deck);
  if (language !== undefined) return perform(script, { ...setting, language });
  const lines = perform(script, setting);
  return random.chance(programme.passersBy)
    ? [...lines, ...perform([random.pick(PASSING_BY)], setting, lines)]
    : lines;
}

/** What staff tells everyone: weekly posts and others, one at a time. */
export function announce(
  channel: DemoChannel,
  people: readonly DemoPerson[],
  calendar: Calendar,
  random: Random,
): Said[] {
  const say = (at: number, script: string): Said[] => {
    const week = calendar.weekOf(at);
    const lines = perform([script], { random, people, week, exam: calendar.exam, openings: 'lectures' });
    return lines.map((line) => ({ ...line, at }));
  };
  const spread = (posts: readonly string[]): Post[] =>
    evenly(calendar.moments(random, posts.length * MOMENTS_PER_POST, 'staff'), posts.length, random).map(
      (at, index) => ({ at, line: posts[index]! }),
    );
  const weekly = weekTopics.flatMap((_topic, index) =>
    weeklyPosts
      .filter(({ from }) => index + 1 >= from)
      .map(({ day, hour, line }) => ({
        at: calendar.momentIn(index + 1, day, hour, random.between(0, 40)),
        line,
      })),
  );
  const welcome = { at: calendar.momentIn(1, 0, 8, 30), line: welcomePost };
  const posts = channel.key === 'exam' ? spread(examPosts) : [welcome, ...weekly, ...spread(occasionalPosts)];
  return posts
    .filter(({ at }) => at < calendar.now)
    .sort((x, y) => x.at - y.at)
    .flatMap(({ at, line }) => say(at, line));
}

interface Post {
  readonly at: number;
  readonly line: string;
}

/** `count` of the moments, with about as many between any two. */
function evenly(moments: readonly number[], count: number, random: Random): number[] {
  const step = moments.length / count;
  return Array.from(
    { length: count },
    (_, index) => moments[Math.floor((index + random.next() * 0.8) * step)]!,
  );
}

interface Conversation {
  readonly start: number;
  readonly lines: readonly Line[];
}

/**
 * Gives every line its time. One conversation follows another, laid out from the present backwards: where many want
 * to begin at the same time some begin earlier, and none ends in the future.
 */
function timed(conversations: readonly Conversation[], calendar: Calendar, random: Random): Said[] {
  const said: Said[][] = [];
  const chance = random.fork('threads');
  let end = calendar.now - Math.round(NEWEST_MS * (0.2 + random.next()));
  for (const [index, { start, lines }] of [...conversations.entries()].reverse()) {
    const pauses = lines.slice(1).map((line) => pauseBefore(line, random));
    const slow = random.chance(SLOW) ? SLOWER : 1;
    const length = pauses.reduce((sum, pause) => sum + pause * slow, 0);
    const latest = end - length;
    const thread = lines.length >= LEAST_LINES && chance.chance(IN_THREAD) ? { thread: index } : {};
    let at = index === conversations.length - 1 ? latest : Math.min(start, latest);
    end = at - Math.round(BREATH_MS * (0.2 + 3 * random.next()));
    said.push(
      lines.map((line, place) => {
        if (place > 0) at += pauses[place - 1]! * slow;
        return { ...line, at, ...thread };
      }),
    );
  }
  return said.reverse().flat();
}

const pauseBefore = ({ text }: Line, random: Random): number =>
  Math.round(
    READING_MS + TYPING_MS * text.length * (0.4 + random.next()) - ELSEWHERE_MS * Math.log(1 - random.next()),
  );
