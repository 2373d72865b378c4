import type { Random } from '../../random.ts';

/** Different whole numbers from `from` to `to`, in no order. */
export function distinct(random: Random, count: number, from: number, to: number): number[] {
  const found = new Set<number>();
  while (found.size < count) found.add(random.between(from, to));
  return [...found];
}

/** An array as code. */
export const array = (items: readonly (number | string)[]): string => `\`[${items.join(', ')}]\``;
export const code = (content: number | string): string => `\`${content}\``;
export const log2 = (n: number): number => Math.floor(Math.log2(n));

export function swap<T>(items: T[], a: number, b: number): void {
  [items[a], items[b]] = [items[b]!, items[a]!];
}

/** `good`, spoiled by exchanging two neighbours that differ: what a small slip looks like. */
export function slipped(random: Random, good: readonly (number | string)[]): (number | string)[] {
  const places = good.slice(1).flatMap((item, index) => (item === good[index] ? [] : [index]));
  const bad = [...good];
  if (places.length === 0) return [...bad, ...bad.slice(-1)];
  const place = random.pick(places);
  swap(bad, place, place + 1);
  return bad;
}
