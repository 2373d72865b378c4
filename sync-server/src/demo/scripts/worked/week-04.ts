import type { Random } from '../../random.ts';
import type { MakeExercise } from '../kinds.ts';
import { array, code, distinct } from './numbers.ts';

/** The table that open addressing fills, a dash for an empty slot. */
function tableOf(keys: readonly number[], m: number, step: (key: number) => number): (number | string)[] {
  const table: (number | string)[] = new Array(m).fill('–');
  for (const key of keys) {
    let slot = key % m;
    while (table[slot] !== '–') slot = (slot + step(key)) % m;
    table[slot] = key;
  }
  return table;
}

const keysAndPrime = (random: Random) => {
  const m = random.pick([7, 11, 13]);
  return { m, keys: distinct(random, random.between(5, m === 7 ? 5 : 7), 8, 99) };
};

const linearProbing: MakeExercise = (random) => {
  const { m, keys } = keysAndPrime(random);
  const table = tableOf(keys, m, () => 1);
  const backwards = tableOf(keys, m, () => m - 1);
  const collisions = keys.filter((key, index) => keys.slice(0, index).some((k) => k % m === key % m)).length;
  const same = array(table) === array(backwards);
  return {
    task: `${array(keys)} inserted with \`h(k) = k mod ${m}\` and linear probing`,
    right: array(table),
    wrong: array(same ? [...table.slice(1), table[0]!] : backwards),
    why: `after a collision you go one to the **right** (there are ${collisions} keys with a slot that was hashed to before), and wrap around at ${m}`,
    ...(same ? { slip: 'your table starts counting at 1, slot 0 comes first' } : {}),
  };
};

const doubleHashing: MakeExercise = (random) => {
  const { m, keys } = keysAndPrime(random);
  const right = tableOf(keys, m, (key) => 1 + (key % (m - 2)));
  const linear = tableOf(keys, m, () => 1);
  const same = array(linear) === array(right);
  return {
    task: `${array(keys)} with \`h₁ = k mod ${m}\`, \`h₂ = 1 + (k mod ${m - 2})\``,
    right: array(right),
    wrong: array(same ? [...right].reverse() : linear),
    why: `the step comes from h₂ of the key, for ${keys.at(-1)} it is ${1 + (keys.at(-1)! % (m - 2))}`,
    slip: same
      ? 'you filled it from the other end'
      : 'that is the table of linear probing. the step comes from h₂',
  };
};

const chains: MakeExercise = (random) => {
  const m = random.between(5, 9);
  const keys = distinct(random, random.between(8, 12), 1, 120);
  const lengths = Array.from({ length: m }, (_, slot) => keys.filter((key) => key % m === slot).length);
  return {
    task: `longest chain and load factor for ${array(keys)} with m = ${m} and \`k mod m\``,
    right: `longest ${Math.max(...lengths)}, α = ${(keys.length / m).toFixed(2)}`,
    wrong: `longest ${Math.max(...lengths)}, α = ${(m / keys.length).toFixed(2)}`,
    why: `α is keys per slot: ${keys.length} / ${m}`,
  };
};

const oneKey: MakeExercise = (random) => {
  const m = random.pick([97, 101, 127, 31, 53]);
  const key = random.between(1_000, 99_999);
  return {
    task: `the slot of key ${key} for m = ${m}`,
    right: code(key % m),
    wrong: code((key % m) + 1),
    why: `${Math.floor(key / m)} · ${m} = ${key - (key % m)}, the rest is the slot, counted from 0`,
  };
};

const stringHash: MakeExercise = (random) => {
  const word = random.pick([
    'heap',
    'tree',
    'graph',
    'sort',
    'queue',
    'list',
    'edge',
    'node',
    'path',
    'stack',
  ]);
  const m = random.pick([11, 13, 17, 19, 23]);
  const base = random.pick([31, 33, 37]);
  const value = [...word].reduce((sum, letter) => (sum * base + letter.charCodeAt(0)) % m, 0);
  const plain = [...word].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % m;
  return {
    task: `the polynomial hash of "${word}" with base ${base} mod ${m}`,
    right: code(value),
    wrong: code(plain === value ? (value + 1) % m : plain),
    why: `Horner from the left: \`h = (h * ${base} + letter) mod ${m}\` for each letter, with the ASCII codes`,
  };
};

const birthdays: MakeExercise = (random) => {
  const m = random.pick([365, 1_000, 10_000, 65_536, 1_000_000]);
  return {
    task: `the number of keys until the first collision is expected, for m = ${m.toLocaleString('en')}`,
    right: `about ${Math.round(Math.sqrt((Math.PI * m) / 2)).toLocaleString('en')}`,
    wrong: `about ${(m / 2).toLocaleString('en')}`,
    why: 'it grows with the square root: `√(π·m/2)`, the birthday paradox again',
  };
};

export const exercises04: readonly MakeExercise[] = [
  linearProbing,
  linearProbing,
  doubleHashing,
  chains,
  oneKey,
  stringHash,
  birthdays,
];
