import type { Random } from '../random.ts';
import type { Exercise, Script } from './kinds.ts';

/** Talk about programs that is made up with its numbers: measurements, pieces of code, tests that fail. */

const ALGORITHMS = [
  { name: 'insertion sort', power: 2, unit: 4e-7 },
  { name: 'bubble sort', power: 2, unit: 1.1e-6 },
  { name: 'selection sort', power: 2, unit: 5e-7 },
  { name: 'merge sort', power: 1, unit: 1.2e-5 },
  { name: 'heapsort', power: 1, unit: 1.5e-5 },
  { name: 'quicksort', power: 1, unit: 8e-6 },
  { name: 'the built-in sort', power: 1, unit: 3e-6 },
  { name: 'our Dijkstra', power: 1, unit: 4e-5 },
] as const;

/** A table of running times, and what can be read from it. */
export function measurements(random: Random): Script {
  const { name, power, unit } = random.pick(ALGORITHMS);
  const first = random.pick([1_000, 2_000, 5_000, 10_000]);
  const pace = unit * (0.6 + random.next() * 2);
  const rows = [1, 2, 4, 8].map((times) => {
    const n = first * times;
    const ms = pace * n ** power * (power === 1 ? Math.log2(n) : 1) * (0.94 + random.next() * 0.12);
    return `\`n = ${n.toLocaleString('en')}: ${ms.toFixed(ms < 10 ? 2 : 0)} ms\``;
  });
  const reading =
    power === 2
      ? 'times 4 for each doubling, so {quadratic|`n²`}, as it should be'
      : 'a bit more than double each time, that is the `n log n`';
  const table = rows.join('\n');
  return random.pick<Script>([
    [`a: my measurements for ${name}:\n${table}`, `b: ${reading}`, 'a?: {thanks}, that goes into the report'],
    [
      `a: does this look right? ${name} in {lang}:\n${table}`,
      `b: yes, ${reading}`,
      'c?: what machine is that?',
      'a?: {an old laptop|pool computer in {room}}',
    ],
    [
      `a: ${name}, median of {small} runs:\n${table}`,
      'b: mine is {twice as slow|a bit faster}, same shape',
      `a: ${reading}`,
    ],
  ]);
}

interface Snippet {
  readonly code: readonly string[];
  readonly is: string;
  readonly why: string;
}

const SNIPPETS: readonly ((v: string, w: string, step: number) => Snippet)[] = [
  (v, w) => ({
    code: [
      `for (int ${v} = 0; ${v} < n; ${v}++)`,
      `  for (int ${w} = ${v}; ${w} < n; ${w}++) sum += a[${w}];`,
    ],
    is: '`Θ(n²)`',
    why: 'n + (n−1) + … + 1 steps, half a square is still a square',
  }),
  (v, w, step) => ({
    code: [`for (int ${v} = 1; ${v} < n; ${v} *= ${step})`, `  for (int ${w} = 0; ${w} < n; ${w}++) work();`],
    is: '`Θ(n log n)`',
    why: `the outer loop multiplies by ${step}, the inner one always runs n times`,
  }),
  (v, w, step) => ({
    code: [
      `for (int ${v} = n; ${v} > 0; ${v} /= ${step})`,
      `  for (int ${w} = 0; ${w} < ${v}; ${w}++) work();`,
    ],
    is: '`Θ(n)`',
    why: `n + n/${step} + n/${step ** 2} + … is a geometric series`,
  }),
  (v, _w, step) => ({
    code: [`int ${v} = 0;`, `while (${v} * ${v} < n) ${v} += ${step};`],
    is: '`Θ(√n)`',
    why: `it stops when ${v} reaches the square root, the step ${step} is a constant`,
  }),
  (v, _w, step) => ({
    code: [`int f(int ${v}) { return ${v} < ${step} ? 1 : f(${v} / ${step}) + f(${v} / ${step}); }`],
    is: step === 2 ? '`Θ(n)`' : `\`Θ(n^(log_${step} 2))\``,
    why: `two calls of size n/${step} and constant work, so count the leaves`,
  }),
  (v) => ({
    code: [
      'List<Integer> seen = new ArrayList<>();',
      `for (int ${v} : a) if (!seen.contains(${v})) seen.add(${v});`,
    ],
    is: '`Θ(n²)`',
    why: '`contains` walks through the list. with a `HashSet` it would be expected `Θ(n)`',
  }),
  (v, w, step) => ({
    code: [
      `for (int ${v} = 0; ${v} < n; ${v}++)`,
      `  for (int ${w} = 0; ${w} < ${step * 50}; ${w}++) work();`,
    ],
    is: '`Θ(n)`',
    why: `${step * 50} is large, but it does not grow with n`,
  }),
  (v, w, step) => ({
    code: [
      `int ${w} = 0;`,
      `for (int ${v} = 0; ${v} < n; ${v}++)`,
      `  while (${w} < n && a[${w}] < a[${v}] + ${step}) ${w}++;`,
    ],
    is: '`Θ(n)`',
    why: `${w} never goes back, so both together move at most 2n times`,
  }),
];

const MISTAKES = ['`Θ(n²)`', '`Θ(n log n)`', '`Θ(n)`', '`Θ(log n)`', '`Θ(2^n)`'];

/** What is the running time of this? */
export function codeReading(random: Random): Script {
  const [v, w] = random.pick([
    ['i', 'j'],
    ['x', 'y'],
    ['k', 'j'],
    ['i', 'k'],
    ['p', 'q'],
    ['u', 'v'],
    ['s', 't'],
  ] as const);
  const { code, is, why } = random.pick(SNIPPETS)(v, w, random.between(2, 5));
  const shown = code.map((line) => `\`${line}\``).join('\n');
  const wrong = random.pick(MISTAKES.filter((one) => one !== is));
  return random.pick<Script>([
    [
      `a: {what is the running time of this?|how fast is that?|{ex}, which Θ?}\n${shown}`,
      `b: ${is}, ${why}`,
      'a: {closing}',
    ],
    [
      `a: {I say ${wrong}, correct?|is it ${wrong}?|${wrong}?|my answer: ${wrong}}\n${shown}`,
      `{b|t}: {correct}${is}: ${why}`,
      'a: {oops}',
    ],
    [`a: {quiz}\n${shown}`, `b: ${wrong}?`, 'a: {nope}', `c: ${is}`, `a: {yes}, ${why}`],
  ]);
}

/** A test that fails because of what an exercise is about; only of those that a program could print the result of. */
export function failingTest({ task, right, wrong, why, slip = why }: Exercise, random: Random): Script {
  if (!right.startsWith('`')) return codeReading(random);
  return random.pick<Script>([
    [
      `a: {help}my program says ${wrong} for ${task}. expected is ${right}`,
      'b: {rubber}',
      'a: {tried}',
      `b: {guess}${slip}`,
      'a: {oops}',
    ],
    [
      `a: test \`{test}\`: ${task}\n\`expected\` ${right}\n\`actual\` ${wrong}`,
      `b: ${why}`,
      'a: {green now|fixed|passes}, {thanks}',
    ],
    [
      `a: {lang}: I print ${wrong} and the sample says ${right} (${task})`,
      'b: {metoo}',
      `{t|c}: ${why}`,
      'a: {closing}',
    ],
    [
      `a: wrote a test by hand: ${task}, must be ${right}. passes at the first try 😮`,
      'b: {short}',
      'c?: {suspicious|frame it}',
    ],
  ]);
}
