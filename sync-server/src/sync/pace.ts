import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/**
 * Keeps the runs of a loop apart, so that a busy one takes on more at a time instead of asking more often. After a
 * quiet moment the first run begins in the next turn, with all that arrives in this one.
 */
export class Pace {
  readonly #apartMs: number;
  #last = Number.NEGATIVE_INFINITY;

  /** `apartMs`: least time between the beginnings of two runs, in milliseconds. */
  constructor(apartMs: number) {
    this.#apartMs = apartMs;
  }

  /** Resolves when the next run may begin. */
  async next(): Promise<void> {
    const wait = this.#last + this.#apartMs - performance.now();
    await (wait > 0 ? sleep(wait) : nextTurn());
    this.#last = performance.now();
  }
}
