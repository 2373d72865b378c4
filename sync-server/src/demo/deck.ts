import type { Random } from './random.ts';

/** Draws from lists without repeating anything before the rest of its list has been drawn. */
export class Deck {
  readonly #random: Random;
  readonly #left = new Map<readonly unknown[], unknown[]>();

  constructor(random: Random) {
    this.#random = random;
  }

  draw<T>(list: readonly T[]): T {
    let left = this.#left.get(list) as T[] | undefined;
    if (left === undefined || left.length === 0) {
      left = this.#random.shuffle(list);
      this.#left.set(list, left);
    }
    return left.pop()!;
  }
}
