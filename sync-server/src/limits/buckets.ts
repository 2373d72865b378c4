import type { Clock } from './clock.ts';
import { ForgetfulMap } from './forgetful-map.ts';
import type { Rate } from './rates.ts';
import { TokenBucket } from './token-bucket.ts';

/** Buckets of one kind at most, 10 MB of them: who has that many addresses is not stopped by counting them. */
const MOST = 100_000;

/** One bucket of a rate for each key: for those who can be told to come again. */
export class Buckets<Key> {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #slowed: () => void;
  readonly #buckets: ForgetfulMap<Key, TokenBucket>;

  /** @param slowed told of each that is to come again */
  constructor(rate: Rate, clock: Pick<Clock, 'now'>, slowed: () => void) {
    this.#clock = clock;
    this.#slowed = slowed;
    this.#buckets = new ForgetfulMap(
      () => new TokenBucket(rate, clock.now()),
      (bucket) => bucket.isFull(clock.now()),
      MOST,
    );
  }

  /** Takes one and answers 0; or takes nothing and answers in how many milliseconds one can be taken. */
  take(key: Key): number {
    const bucket = this.#buckets.get(key);
    const now = this.#clock.now();
    const wait = bucket.waitMs(now);
    if (wait === 0) bucket.take(now);
    else this.#slowed();
    return wait;
  }
}
