import type { MakeExercise } from '../kinds.ts';
import { array, code } from './numbers.ts';

const activities: MakeExercise = (random) => {
  const all = Array.from({ length: random.between(5, 7) }, () => {
    const from = random.between(8, 17);
    return { from, to: from + random.between(1, 4) };
  });
  let end = 0;
  const chosen = [...all]
    .sort((x, y) => x.to - y.to)
    .filter(({ from, to }) => {
      if (from < end) return false;
      end = to;
      return true;
    });
  const show = (list: typeof all): string => code(list.map(({ from, to }) => `${from}–${to}`).join(', '));
  return {
    task: `the largest set of compatible activities among ${show(all)}`,
    right: `${chosen.length}, namely ${show(chosen)}`,
    wrong: `${chosen.length + 1}`,
    why: `sorted by end: the first ends at ${chosen[0]!.to}, and the next one may start at exactly that time`,
  };
};

const huffman: MakeExercise = (random) => {
  const letters = ['a', 'b', 'c', 'd', 'e', 'f'].slice(0, random.between(4, 6));
  const counts = letters.map(() => random.between(2, 45));
  const queue = [...counts];
  let bits = 0;
  while (queue.length > 1) {
    queue.sort((x, y) => x - y);
    const sum = queue.shift()! + queue.shift()!;
    bits += sum;
    queue.push(sum);
  }
  const fixed = counts.reduce((sum, count) => sum + count, 0) * Math.ceil(Math.log2(letters.length));
  return {
    task: `the Huffman length in bits for ${code(letters.map((letter, i) => `${letter}:${counts[i]}`).join(' '))}`,
    right: code(bits),
    wrong: code(fixed === bits ? bits + counts[0]! : fixed),
    why: `add up all inner nodes. a fixed code of ${Math.ceil(Math.log2(letters.length))} bits each would need ${fixed}`,
  };
};

const failure: MakeExercise = (random) => {
  const pattern = Array.from({ length: random.between(6, 9) }, () => random.pick(['a', 'a', 'b'])).join('');
  const lengths = [0];
  for (let i = 1; i < pattern.length; i++) {
    let k = lengths[i - 1]!;
    while (k > 0 && pattern[i] !== pattern[k]) k = lengths[k - 1]!;
    lengths.push(pattern[i] === pattern[k] ? k + 1 : 0);
  }
  return {
    task: `the failure function of ${code(pattern)}`,
    right: array(lengths),
    wrong: array(lengths.map((length) => length + 1)),
    why: 'the first value is always 0, since only **proper** prefixes count',
  };
};

const fractional: MakeExercise = (random) => {
  const items = Array.from({ length: 3 }, () => ({ w: random.between(4, 12), per: random.between(2, 9) }));
  const capacity = random.between(8, 11);
  let room = capacity;
  let value = 0;
  for (const { w, per } of [...items].sort((x, y) => y.per - x.per)) {
    value += Math.min(w, room) * per;
    room -= Math.min(w, room);
  }
  return {
    task: `the **fractional** knapsack with W = ${capacity} and (weight, value) ${code(items.map(({ w, per }) => `(${w}, ${w * per})`).join(' '))}`,
    right: code(value),
    wrong: code(value - random.between(1, 6)),
    why: 'the last item is cut so that no room is left. that is the difference to 0/1',
  };
};

const rooms: MakeExercise = (random) => {
  const lectures = Array.from({ length: random.between(5, 7) }, () => {
    const from = random.between(8, 15);
    return { from, to: from + random.between(1, 3) };
  });
  const at = (hour: number): number => lectures.filter(({ from, to }) => from <= hour && hour < to).length;
  const busiest = Math.max(...lectures.map(({ from }) => at(from)));
  return {
    task: `the number of rooms for the lectures ${code(lectures.map(({ from, to }) => `${from}–${to}`).join(', '))}`,
    right: code(busiest),
    wrong: code(busiest + 1),
    why: 'it is the largest number that run at the same moment. one that ends at 12 and one that starts at 12 share a room',
  };
};

const naiveSearch: MakeExercise = (random) => {
  const [n, m] = [random.between(10, 200), random.between(3, 9)];
  return {
    task: `the comparisons of naive search for \`${'a'.repeat(m - 1)}b\` in ${n} times the letter a`,
    right: code((n - m + 1) * m),
    wrong: code(n * m),
    why: `there are only n − m + 1 = ${n - m + 1} positions where the pattern fits`,
  };
};

export const exercises10: readonly MakeExercise[] = [
  activities,
  activities,
  huffman,
  huffman,
  failure,
  fractional,
  rooms,
  naiveSearch,
];
