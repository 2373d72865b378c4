import type { MakeExercise } from '../kinds.ts';
import { array, code, distinct, slipped, swap } from './numbers.ts';

const insertionPass: MakeExercise = (random) => {
  const given = distinct(random, random.between(6, 8), 1, 60);
  const passes = random.between(2, given.length - 2);
  const sorted = [...given.slice(0, passes + 1)].sort((x, y) => x - y);
  const right = [...sorted, ...given.slice(passes + 1)];
  return {
    task: `insertion sort on ${array(given)} after ${passes} passes`,
    right: array(right),
    wrong: array(slipped(random, right)),
    why: `after ${passes} passes the first ${passes + 1} elements are sorted among themselves and the rest is untouched`,
  };
};

const selectionPass: MakeExercise = (random) => {
  const given = distinct(random, random.between(6, 8), 1, 60);
  const passes = random.between(2, 4);
  const right = [...given];
  for (let place = 0; place < passes; place++)
    swap(right, place, right.indexOf(Math.min(...right.slice(place))));
  const shifted = [...given].sort((x, y) => x - y).slice(0, passes);
  return {
    task: `selection sort on ${array(given)} after ${passes} passes`,
    right: array(right),
    wrong: array([...shifted, ...given.filter((item) => !shifted.includes(item))]),
    why: 'the minimum is **swapped** to the front, the others are not shifted',
  };
};

const inversions: MakeExercise = (random) => {
  const given = distinct(random, random.between(6, 9), 1, 40);
  const pairs = given.flatMap((x, index) => given.slice(index + 1).filter((y) => y < x));
  const neighbours = given.slice(1).filter((y, index) => y < given[index]!);
  return {
    task: `the number of inversions of ${array(given)}`,
    right: code(pairs.length),
    wrong: code(pairs.length === neighbours.length ? pairs.length + 1 : neighbours.length),
    why: `every pair counts, not only neighbours. ${given[0]} alone gives ${given.filter((y) => y < given[0]!).length}`,
  };
};

const lomuto: MakeExercise = (random) => {
  const given = distinct(random, random.between(6, 8), 1, 50);
  const right = [...given];
  const pivot = right.at(-1)!;
  let border = 0;
  for (let j = 0; j < right.length - 1; j++) if (right[j]! <= pivot) swap(right, border++, j);
  swap(right, border, right.length - 1);
  const stable = [...given.filter((x) => x <= pivot), ...given.filter((x) => x > pivot)];
  const tidy = array([...stable.filter((x) => x < pivot), pivot, ...stable.filter((x) => x > pivot)]);
  return {
    task: `one Lomuto partition of ${array(given)} with the last element as pivot`,
    right: array(right),
    wrong: tidy === array(right) ? array(slipped(random, right)) : tidy,
    why: `the pivot ${pivot} ends at index ${border}, and the larger elements do **not** keep their order because they are swapped`,
  };
};

const mergeComparisons: MakeExercise = (random) => {
  const left = distinct(random, random.between(3, 5), 1, 50).sort((x, y) => x - y);
  const right = distinct(random, random.between(3, 5), 51, 99).map((x, i) => (i % 2 ? x : x - 50));
  right.sort((x, y) => x - y);
  let comparisons = 0;
  for (let i = 0, j = 0; i < left.length && j < right.length; comparisons++)
    left[i]! <= right[j]! ? i++ : j++;
  return {
    task: `the comparisons when merging ${array(left)} and ${array(right)}`,
    right: code(comparisons),
    wrong: code(left.length + right.length - (comparisons === left.length + right.length - 1 ? 0 : 1)),
    why: 'as soon as one side is empty the rest is copied without comparing',
  };
};

const decisionTree: MakeExercise = (random) => {
  const n = random.between(4, 12);
  let factorial = 1;
  for (let i = 2; i <= n; i++) factorial *= i;
  return {
    task: `the lower bound for the comparisons needed to sort ${n} elements in the worst case`,
    right: code(Math.ceil(Math.log2(factorial))),
    wrong: code(Math.ceil(n * Math.log2(n))),
    why: `it is \`⌈log₂(${n}!)⌉\` with ${n}! = ${factorial.toLocaleString('en')}, and not n log n`,
  };
};

export const exercises02: readonly MakeExercise[] = [
  insertionPass,
  selectionPass,
  inversions,
  lomuto,
  mergeComparisons,
  decisionTree,
];
