import { expect, test } from 'vitest';
import { createRandom } from './random.ts';

test('the same seed gives the same run, another seed another', () => {
  const run = (seed: number | string) => Array.from({ length: 8 }, createRandom(seed).next);
  expect(run(7)).toEqual(run(7));
  expect(run('7')).toEqual(run(7));
  expect(run(8)).not.toEqual(run(7));
});

test('whole numbers fill their range, ends included', () => {
  const random = createRandom(1);
  const drawn = new Set(Array.from({ length: 400 }, () => random.int(3, 7)));
  expect([...drawn].sort()).toEqual([3, 4, 5, 6, 7]);
});

test('fractions are spread evenly enough', () => {
  const random = createRandom('spread');
  const buckets = new Array<number>(10).fill(0);
  for (let n = 0; n < 10_000; n++) buckets[Math.floor(random.next() * 10)]!++;
  for (const count of buckets) expect(Math.abs(count - 1_000)).toBeLessThan(150);
});

test('shuffling keeps what there is and leaves the list alone', () => {
  const list = [1, 2, 3, 4, 5, 6, 7, 8];
  const mixed = createRandom(2).shuffle(list);
  expect(list).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(mixed).not.toEqual(list);
  expect(mixed.toSorted()).toEqual(list);
});

test('ids are lower-case version 4 UUIDs and differ', () => {
  const random = createRandom(3);
  const ids = Array.from({ length: 500 }, random.uuid);
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(500);
});

test('a fork does not move with its parent', () => {
  const parent = createRandom(4);
  const fork = parent.fork();
  const twin = createRandom(4).fork();
  parent.next();
  expect(fork.next()).toBe(twin.next());
});

test('picking from nothing says so', () => {
  expect(() => createRandom(5).pick([])).toThrow('something to pick from');
});
