import type { MakeExercise } from '../kinds.ts';
import { array, distinct, log2, slipped, swap } from './numbers.ts';

function sink(heap: number[], start: number, end = heap.length): void {
  for (let place = start; ; ) {
    let largest = place;
    for (const child of [2 * place + 1, 2 * place + 2])
      if (child < end && heap[child]! > heap[largest]!) largest = child;
    if (largest === place) return;
    swap(heap, place, largest);
    place = largest;
  }
}

function heapOf(items: readonly number[]): number[] {
  const heap = [...items];
  for (let place = Math.floor(heap.length / 2) - 1; place >= 0; place--) sink(heap, place);
  return heap;
}

/** The heap that inserting one by one leads to. */
function insertedOneByOne(items: readonly number[]): number[] {
  const heap: number[] = [];
  for (const item of items) {
    heap.push(item);
    for (let place = heap.length - 1; place > 0 && heap[(place - 1) >> 1]! < heap[place]!; ) {
      swap(heap, place, (place - 1) >> 1);
      place = (place - 1) >> 1;
    }
  }
  return heap;
}

const buildHeap: MakeExercise = (random) => {
  const given = distinct(random, random.between(6, 9), 1, 60);
  const right = heapOf(given);
  const other = insertedOneByOne(given);
  const same = array(other) === array(right);
  return {
    task: `\`buildMaxHeap\` on ${array(given)}, bottom up`,
    right: array(right),
    wrong: array(same ? slipped(random, right) : other),
    why: `you start sinking at index ${Math.floor(given.length / 2) - 1} and go down to 0`,
    ...(same
      ? {}
      : {
          slip: 'that is the heap you get by inserting one by one. bottom-up sinks from the middle of the array to the front',
        }),
  };
};

const removeMaximum: MakeExercise = (random) => {
  const heap = heapOf(distinct(random, random.between(7, 10), 1, 70));
  const right = heap.slice(0, -1);
  right[0] = heap.at(-1)!;
  sink(right, 0);
  return {
    task: `\`deleteMax\` on the heap ${array(heap)}`,
    right: array(right),
    wrong: array(heap.slice(1)),
    why: `the **last** element ${heap.at(-1)} goes to the root and sinks, always towards the larger child`,
  };
};

const insertKey: MakeExercise = (random) => {
  const keys = distinct(random, random.between(7, 9), 1, 70);
  const heap = heapOf(keys.slice(1));
  const right = insertedOneByOne([...heap, keys[0]!]);
  return {
    task: `inserting ${keys[0]} into the max-heap ${array(heap)}`,
    right: array(right),
    wrong: array([...heap, keys[0]!].sort((x, y) => y - x)),
    why: `it starts at the end (index ${heap.length}) and only swaps with its parents, the rest stays where it is`,
  };
};

const family: MakeExercise = (random) => {
  const index = random.between(5, 60);
  return {
    task: `parent and children of index ${index} when counting from 0`,
    right: `parent ${(index - 1) >> 1}, children ${2 * index + 1} and ${2 * index + 2}`,
    wrong: `parent ${index >> 1}, children ${2 * index} and ${2 * index + 1}`,
    why: 'the formulas `i/2`, `2i`, `2i+1` are for arrays that start at 1',
  };
};

const height: MakeExercise = (random) => {
  const n = random.between(20, 4_000);
  return {
    task: `height and number of leaves of a heap with ${n} elements`,
    right: `height ${log2(n)}, ${Math.ceil(n / 2)} leaves`,
    wrong: `height ${log2(n) + 1}, ${Math.floor(n / 2) - 1} leaves`,
    why: `the height counts edges, and exactly the indices from ⌊n/2⌋ = ${Math.floor(n / 2)} on have no child`,
  };
};

const countingSort: MakeExercise = (random) => {
  const given = Array.from({ length: random.between(7, 10) }, () => random.between(0, 5));
  const counts = [0, 1, 2, 3, 4, 5].map((key) => given.filter((item) => item === key).length);
  const sums = counts.map((_count, key) => counts.slice(0, key + 1).reduce((sum, one) => sum + one, 0));
  return {
    task: `the array C of counting sort for ${array(given)} with keys 0..5, before the last loop`,
    right: array(sums),
    wrong: array(counts),
    why: 'the counters have to be summed up first, so that `C[k]` says how many keys are ≤ k',
  };
};

export const exercises03: readonly MakeExercise[] = [
  buildHeap,
  buildHeap,
  removeMaximum,
  insertKey,
  family,
  height,
  countingSort,
];
