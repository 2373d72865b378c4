import type { Random } from '../random.ts';

/**
 * Small facts that scripts name: `{room}`, `{ex}`. Within a conversation a fact stays what it was when it was first
 * named, so that question and answer speak of the same thing.
 */
export type Fact = (random: Random, week: number) => string;

const oneOf =
  (...values: readonly string[]): Fact =>
  (random) =>
    random.pick(values);
const number =
  (from: number, to: number): Fact =>
  (random) =>
    `${random.between(from, to)}`;
const grouped =
  (from: number, to: number): Fact =>
  (random) =>
    random.between(from, to).toLocaleString('en');

/** The sheet that is being worked on; on Mondays before noon many are still at the one before. */
const sheetNumber: Fact = (_random, week) => `${week}`;
const days = oneOf('Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday');
const rooms = oneOf('HS 1', 'HS 2', 'HS 4', 'B 012', 'B 101', 'B 204', 'C 3.17', 'E 0.09', 'E 1.22', 'A 007');
const languages = oneOf('Java', 'Python', 'Python', 'C++', 'Rust', 'Go', 'Kotlin', 'TypeScript', 'C');
const time = oneOf(
  '9:00',
  '10:00',
  '11:30',
  '12:15',
  '13:00',
  '14:00',
  '15:30',
  '16:00',
  '17:15',
  '18:00',
  '19:30',
  '20:00',
);

export const weekTopics = [
  'growth of functions and recurrences',
  'comparison sorting',
  'heaps and sorting in linear time',
  'hashing',
  'balanced search trees',
  'graph traversal',
  'shortest paths',
  'spanning trees and union–find',
  'dynamic programming',
  'greedy algorithms, strings and NP',
];

export const facts: Readonly<Record<string, Fact>> = {
  s: sheetNumber,
  sheet: (_random, week) => `sheet ${week}`,
  nextsheet: (_random, week) => `sheet ${week + 1}`,
  last: (_random, week) => `sheet ${Math.max(1, week - 1)}`,
  lastno: (_random, week) => `${Math.max(1, week - 1)}`,
  beforelast: (_random, week) => `${Math.max(1, week - 2)}`,
  ex: (random) =>
    `${random.between(1, 5)}${random.pick(['a', 'b', 'b', 'c', 'd', ''])}`.replace(/^(\d)$/, 'exercise $1'),
  exn: (random) => `${random.between(1, 5)}${random.pick(['a', 'b', 'c', 'd'])}`,
  lec: (random, week) => `${Math.max(1, 2 * week - random.between(0, 2))}`,
  lecA: (_random, week) => `${2 * week - 1}`,
  lecB: (_random, week) => `${2 * week}`,
  later: (_random, week) => `${week + 2}`,
  weekTopic: (_random, week) => weekTopics[Math.min(week, weekTopics.length) - 1]!,
  slide: number(4, 68),
  page: (random, week) => `${week * 34 + random.between(0, 60)}`,
  page2: (random, week) => `${week * 34 + random.between(61, 90)}`,
  minute: number(3, 84),
  minutes: number(78, 91),
  day: days,
  day2: days,
  time,
  lecday: oneOf('Tuesday', 'Thursday'),
  office: oneOf('10:00', '11:00', '13:00', '14:00', '15:00', '16:00'),
  room: rooms,
  room2: rooms,
  town: oneOf(
    'Ghent',
    'Basel',
    'Utrecht',
    'Graz',
    'Leipzig',
    'Lille',
    'Porto',
    'Trieste',
    'Innsbruck',
    'Bruges',
  ),
  lang: languages,
  lang2: languages,
  small: number(2, 9),
  line: number(11, 97),
  hours: number(5, 9),
  mins: oneOf('3', '4', '6', '7', '9', '11', '14', '18'),
  size: oneOf('8', '10', '16', '100', '1000', '5', '12', '7', '9', '64'),
  n: oneOf('10,000', '20,000', '50,000', '100,000', '200,000', '500,000', '1,000,000'),
  n2: number(12, 99),
  n3: number(110, 980),
  n5: grouped(1_200, 48_000),
  secs: (random) => `${random.between(3, 47)}.${random.between(0, 9)}`,
  tests: number(12, 48),
  test: oneOf(
    'empty',
    'single',
    'all_equal',
    'negative',
    'large',
    'sorted',
    'reverse',
    'duplicates',
    'random_42',
    'overflow',
  ),
  file: oneOf(
    'large.in',
    'roads.txt',
    'graph-07.in',
    'words.txt',
    'Heap.java',
    'merge.py',
    'Tree.java',
    'dijkstra.cpp',
    'hash_table.py',
    'sort.rs',
    'union_find.go',
    'input-3.txt',
  ),
  hash: (random) => random.uuid().slice(0, 7),
  students: number(11, 37),
  points: number(22, 30),
  pages: number(3, 14),
  cards: number(60, 240),
  avg: (random) => `${random.between(17, 24)}.${random.between(0, 9)}`,
  avg2: (random) => `${random.between(16, 25)}.${random.between(0, 9)}`,
  mock: number(41, 62),
  mock2: number(38, 80),
  long: oneOf('long', 'a long one', 'the long one this time'),
  link: oneOf(
    'https://www.youtube.com/playlist?list=PLUl4u3cNGP61Oq3tWYp6V_F-5jb5L2iHb',
    'https://en.wikipedia.org/wiki/Master_theorem_(analysis_of_algorithms)',
    'https://cp-algorithms.com/',
    'https://jeffe.cs.illinois.edu/teaching/algorithms/',
    'https://oeis.org/A000108',
    'https://docs.python.org/3/library/heapq.html',
    'https://en.cppreference.com/w/cpp/algorithm/nth_element',
    'https://visualgo.net/en/sorting',
  ),
  dish: oneOf(
    'lentil curry',
    'spinach lasagne',
    'pumpkin soup',
    'schnitzel',
    'couscous',
    'falafel plate',
    'mushroom risotto',
    'vegetable stew',
    'noodles with tofu',
    'potato pancakes',
  ),
  dish2: oneOf(
    'jollof rice',
    'dumplings',
    'biryani',
    'pierogi',
    'empanadas',
    'börek',
    'okonomiyaki',
    'ratatouille',
    'shakshuka',
    'kimchi stew',
    'bobotie',
    'cinnamon buns',
  ),
  book: oneOf(
    '*The Dispossessed*',
    '*Piranesi*',
    '*Gödel, Escher, Bach*',
    '*Station Eleven*',
    '*Exhalation*',
    '*A Wizard of Earthsea*',
    '*The Name of the Rose*',
    '*Klara and the Sun*',
    '*Invisible Cities*',
  ),
  film: oneOf(
    '*Perfect Days*',
    '*Past Lives*',
    '*Arrival*',
    '*The Handmaiden*',
    '*Paddington 2*',
    '*Portrait of a Lady on Fire*',
    '*Spirited Away*',
    '*Shoplifters*',
    '*Hidden Figures*',
  ),
  game: oneOf('Azul', 'Carcassonne', 'Wingspan', 'Go', 'Codenames', 'Ticket to Ride', 'Set', 'Hanabi'),
  game2: oneOf('Catan', 'Skull King', 'Dixit', 'Cascadia', 'The Crew', 'Quarto', 'Mahjong'),
  music: oneOf(
    'Bach on the piano',
    'lo-fi',
    'Afrobeat',
    'film music',
    'techno, quietly',
    'oud',
    'city pop',
    'string quartets',
    'bossa nova',
  ),
  sheetDe: (_random, week) => `Blatt ${week}`,
  sheetEs: (_random, week) => `hoja ${week}`,
  sheetFr: (_random, week) => `feuille ${week}`,
  dayDe: oneOf('Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag'),
  dayEs: oneOf('lunes', 'martes', 'miércoles', 'jueves', 'viernes'),
  dayFr: oneOf('lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi'),
};

/** Dates that are written out: so many days after the exam, in a language, with or without the day. */
export const dates: Readonly<Record<string, { days: number; language: string; month?: true }>> = {
  examDate: { days: 0, language: 'en-GB' },
  examEs: { days: 0, language: 'es' },
  examFr: { days: 0, language: 'fr' },
  examZh: { days: 0, language: 'zh' },
  examJa: { days: 0, language: 'ja' },
  examAr: { days: 0, language: 'ar' },
  month: { days: 50, language: 'en-GB', month: true },
};
