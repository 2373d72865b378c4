import type { MakeExercise } from '../kinds.ts';
import { code } from './numbers.ts';

const power = (exponent: number): string => ['1', 'n', 'n²', 'n³', 'n⁴', 'n⁵'][exponent] ?? `n^${exponent}`;

const masterTheorem: MakeExercise = (random) => {
  const b = random.pick([2, 3, 4]);
  const watershed = random.between(0, 3);
  const a = b ** watershed;
  const d = random.between(0, 4);
  const task = `\`T(n) = ${a === 1 ? '' : a}T(n/${b}) + ${power(d)}\``;
  const equal = d === 0 ? '`Θ(log n)`' : `\`Θ(${power(d)} log n)\``;
  const leaves = code(`Θ(${power(watershed)})`);
  const root = code(`Θ(${power(d)})`);
  const compare = `compare \`n^(log_${b} ${a}) = ${power(watershed)}\` with ${code(power(d))}`;
  if (d === watershed)
    return { task, right: equal, wrong: root, why: `${compare}: they are equal, so you get an extra log n` };
  if (d > watershed)
    return { task, right: root, wrong: equal, why: `${compare}, the root wins and there is no log factor` };
  return { task, right: leaves, wrong: equal, why: `${compare}, the leaves win and nothing else is added` };
};

const loopCount: MakeExercise = (random) => {
  const factor = random.pick([2, 3, 10]);
  const n = random.between(50, 9_000);
  const inclusive = random.chance(0.5);
  let runs = 0;
  for (let i = 1; inclusive ? i <= n : i < n; i *= factor) runs++;
  const sign = inclusive ? '<=' : '<';
  return {
    task: `how often the body of \`for (i = 1; i ${sign} ${n}; i *= ${factor})\` runs`,
    right: code(runs),
    wrong: code(runs - 1),
    why: `i takes the values 1, ${factor}, ${factor ** 2}, … up to ${factor ** (runs - 1)}, and the 1 counts as well`,
  };
};

const triangle: MakeExercise = (random) => {
  const n = random.between(20, 400);
  return {
    task: `the number of inner steps of \`for i in 0..${n - 1}: for j in 0..i-1\``,
    right: code((n * (n - 1)) / 2),
    wrong: code((n * (n + 1)) / 2),
    why: `the sum is 0 + 1 + … + ${n - 1}, and not up to ${n}`,
  };
};

const binarySearch: MakeExercise = (random) => {
  const n = random.between(100, 5_000_000);
  const steps = Math.floor(Math.log2(n)) + 1;
  return {
    task: `the largest number of comparisons of binary search among ${n.toLocaleString('en')} elements`,
    right: code(steps),
    wrong: code(steps - 1),
    why: `it is \`⌊log₂ n⌋ + 1\`, since the last remaining element has to be compared too`,
  };
};

const slowdown: MakeExercise = (random) => {
  const { name, factor, wrong } = random.pick([
    { name: 'n²', factor: (k: number) => k ** 2, wrong: (k: number) => k * 2 },
    { name: 'n³', factor: (k: number) => k ** 3, wrong: (k: number) => k * 3 },
  ]);
  const k = random.between(3, 12);
  const seconds = random.between(2, 9);
  return {
    task: `a ${code(name)} program that takes ${seconds} s, on an input ${k} times as long`,
    right: `${(seconds * factor(k)).toLocaleString('en')} s`,
    wrong: `${seconds * wrong(k)} s`,
    why: `the factor ${k} goes into the power: ${factor(k).toLocaleString('en')} times as long`,
  };
};

const treeLevels: MakeExercise = (random) => {
  const b = random.pick([2, 3, 4, 5]);
  const k = random.between(3, 7);
  const a = random.pick([2, 3, 4, 5, 6].filter((one) => one !== b));
  return {
    task: `the number of leaves in the recursion tree of \`T(n) = ${a}T(n/${b}) + n\` for n = ${b ** k}`,
    right: code(a ** k),
    wrong: code(b ** k),
    why: `there are ${k} divisions until size 1, and each makes ${a} times as many nodes`,
  };
};

export const exercises01: readonly MakeExercise[] = [
  masterTheorem,
  masterTheorem,
  loopCount,
  triangle,
  binarySearch,
  slowdown,
  treeLevels,
];
