import type { Random } from '../../random.ts';
import type { MakeExercise } from '../kinds.ts';
import { array, code, distinct } from './numbers.ts';

const WORDS = ['kitten', 'sitting', 'sunday', 'saturday', 'algebra', 'algorithm', 'intention', 'execution']
  .concat([
    'lecture',
    'letter',
    'garden',
    'danger',
    'pirate',
    'private',
    'planet',
    'plane',
    'stream',
    'master',
  ])
  .concat([
    'tutor',
    'turtle',
    'binary',
    'library',
    'search',
    'reach',
    'hashing',
    'washing',
    'vertex',
    'vortex',
  ]);

/** The last row of a table over two words. */
function table(
  a: string,
  b: string,
  cell: (same: boolean, left: number, up: number, both: number) => number,
  edge: (i: number) => number,
): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => edge(j));
  for (let i = 1; i <= a.length; i++) {
    const next = [edge(i)];
    for (let j = 1; j <= b.length; j++)
      next.push(cell(a[i - 1] === b[j - 1], next[j - 1]!, row[j]!, row[j - 1]!));
    row = next;
  }
  return row.at(-1)!;
}

const twoWords = (random: Random): [string, string] => random.shuffle(WORDS).slice(0, 2) as [string, string];

const commonSubsequence: MakeExercise = (random) => {
  const [a, b] = twoWords(random);
  const right = table(
    a,
    b,
    (same, left, up, both) => (same ? both + 1 : Math.max(left, up)),
    () => 0,
  );
  return {
    task: `the LCS length of "${a}" and "${b}"`,
    right: code(right),
    wrong: code(right + 1),
    why: 'the letters have to come in the same order in both words, not only to occur in both',
  };
};

const editDistance: MakeExercise = (random) => {
  const [a, b] = twoWords(random);
  const right = table(
    a,
    b,
    (same, left, up, both) => Math.min(both + (same ? 0 : 1), left + 1, up + 1),
    (i) => i,
  );
  return {
    task: `the edit distance of "${a}" and "${b}"`,
    right: code(right),
    wrong: code(right + 1),
    why: 'replacing a letter costs 1, not delete + insert. check the diagonal',
  };
};

const knapsack: MakeExercise = (random) => {
  const items = Array.from({ length: 4 }, () => ({ w: random.between(1, 7), v: random.between(2, 20) }));
  const capacity = random.between(7, 13);
  const best = new Array<number>(capacity + 1).fill(0);
  for (const { w, v } of items)
    for (let room = capacity; room >= w; room--) best[room] = Math.max(best[room]!, best[room - w]! + v);
  let room = capacity;
  let greedy = 0;
  for (const { w, v } of [...items].sort((x, y) => y.v / y.w - x.v / x.w))
    if (w <= room) {
      room -= w;
      greedy += v;
    }
  const right = best[capacity]!;
  return {
    task: `the knapsack with W = ${capacity} and (weight, value) ${code(items.map(({ w, v }) => `(${w}, ${v})`).join(' '))}`,
    right: code(right),
    wrong: code(greedy === right ? right - 1 : greedy),
    why: `\`best[${capacity}]\` is ${right} after the last item${greedy === right ? '' : `, greedy by value per weight would only give ${greedy}`}`,
    ...(greedy === right
      ? { slip: 'that is the column before the last, look at `best[W]` and not at `best[W-1]`' }
      : {}),
  };
};

const coins: MakeExercise = (random) => {
  const set = random.pick([
    [1, 3, 4],
    [1, 5, 7],
    [1, 4, 6],
    [1, 6, 10],
    [1, 5, 8],
    [1, 7, 10],
  ]);
  const amount = random.between(11, 40);
  const fewest = [0];
  for (let sum = 1; sum <= amount; sum++)
    fewest.push(1 + Math.min(...set.filter((coin) => coin <= sum).map((coin) => fewest[sum - coin]!)));
  let greedy = 0;
  for (let left = amount; left > 0; greedy++) left -= Math.max(...set.filter((coin) => coin <= left));
  const right = fewest[amount]!;
  return {
    task: `the fewest coins for ${amount} with coins ${set.join(', ')}`,
    right: code(right),
    wrong: code(greedy === right ? right + 1 : greedy),
    why:
      greedy === right
        ? 'here even greedy finds it, always the largest coin that still fits'
        : `greedy needs ${greedy}, because it starts with the largest coin`,
  };
};

const increasing: MakeExercise = (random) => {
  const given = distinct(random, random.between(7, 9), 1, 50);
  const lengths: number[] = [];
  for (const [i, x] of given.entries())
    lengths.push(1 + Math.max(0, ...lengths.filter((_length, j) => j < i && given[j]! < x)));
  const right = Math.max(...lengths);
  return {
    task: `the longest increasing subsequence of ${array(given)}`,
    right: `length ${right}`,
    wrong: `length ${right - 1}`,
    why: `the table of lengths is ${array(lengths)}, and the largest entry counts, not the last one`,
  };
};

const fibonacciCalls: MakeExercise = (random) => {
  const n = random.between(6, 25);
  const calls = [1, 1];
  for (let i = 2; i <= n; i++) calls.push(1 + calls[i - 1]! + calls[i - 2]!);
  return {
    task: `the number of calls of the naive \`fib(${n})\`, with \`fib(0)\` and \`fib(1)\` as base cases`,
    right: code(calls[n]!.toLocaleString('en')),
    wrong: code((2 ** n).toLocaleString('en')),
    why: `\`calls(n) = 1 + calls(n−1) + calls(n−2)\`, which is ${calls[n - 1]!.toLocaleString('en')} + ${calls[n - 2]!.toLocaleString('en')} + 1`,
  };
};

const stairs: MakeExercise = (random) => {
  const n = random.between(6, 15);
  const ways = [1];
  for (let i = 1; i <= n; i++) ways.push((ways[i - 1] ?? 0) + (ways[i - 2] ?? 0) + (ways[i - 3] ?? 0));
  return {
    task: `the ways to climb ${n} stairs with steps of 1, 2 or 3`,
    right: code(ways[n]!),
    wrong: code(ways[n - 1]!),
    why: `\`ways(0)\` is 1 and not 0, else everything is shifted by one. so ${ways[n - 1]} + ${ways[n - 2]} + ${ways[n - 3]}`,
  };
};

export const exercises09: readonly MakeExercise[] = [
  commonSubsequence,
  editDistance,
  knapsack,
  knapsack,
  coins,
  increasing,
  fibonacciCalls,
  stairs,
];
