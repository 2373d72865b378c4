import type { Rate } from './rates.ts';

/** Tokens below which a bucket counts as short of one: sums of fractions do not come out even. */
const ROUNDING = 1e-6;

/**
 * A token bucket. It begins full with `burst` tokens, each act takes its cost, and `perSecond` come back until it is
 * full again. It has no clock of its own: each call says what time it is, in milliseconds that never go back.
 */
export class TokenBucket {
  readonly #rate: Rate;
  #tokens: number;
  #at: number;

  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#at = now;
  }

  /** Milliseconds until this cost may be taken; 0: it may be now. What costs more than the burst needs a full bucket. */
  waitMs(now: number, cost = 1): number {
    const lacks = Math.min(cost, this.#rate.burst) - this.#held(now);
    return lacks <= ROUNDING ? 0 : Math.ceil((lacks / this.#rate.perSecond) * 1000);
  }

  /** Takes this cost. Whoever has not asked `waitMs` before goes into debt, and the next ones wait for that too. */
  take(now: number, cost = 1): void {
    this.#tokens = this.#held(now) - cost;
    this.#at = now;
  }

  /** A full bucket is as good as a new one, and can be forgotten. */
  isFull(now: number): boolean {
    return this.#held(now) >= this.#rate.burst - ROUNDING;
  }

  #held(now: number): number {
    return Math.min(this.#rate.burst, this.#tokens + ((now - this.#at) / 1000) * this.#rate.perSecond);
  }
}
