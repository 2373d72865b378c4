import type { Clock } from './clock.ts';
import { ForgetfulMap } from './forgetful-map.ts';
import type { Rate } from './rates.ts';
import { TokenBucket } from './token-bucket.ts';

/** No turn is to be had: so much waits that keeping more would cost memory without end. */
export const FULL = 'full';

/**
 * Lets the acts of each person through at a rate, in the order in which they came. Who must wait is not refused: their
 * promise resolves when it is their turn. Nobody waits for anybody else.
 */
export class Turnstile<Key> {
  readonly #clock: Clock;
  readonly #mostWaiting: number;
  readonly #slowed: () => void;
  readonly #lines: ForgetfulMap<Key, Line>;
  #stopped = false;

  /**
   * @param mostWaiting what may wait of one person, in the unit of the costs
   * @param slowed told of each that must wait
   */
  constructor(
    rate: Rate,
    clock: Clock,
    {
      mostWaiting = Number.POSITIVE_INFINITY,
      slowed = () => {},
    }: { mostWaiting?: number; slowed?: () => void } = {},
  ) {
    this.#clock = clock;
    this.#mostWaiting = mostWaiting;
    this.#slowed = slowed;
    this.#lines = new ForgetfulMap<Key, Line>(
      () => ({ bucket: new TokenBucket(rate, clock.now()), waiting: [], cost: 0, cancel: null }),
      (line) => line.waiting.length === 0 && line.bucket.isFull(clock.now()),
    );
  }

  /** Null: through at once. Otherwise a promise of the turn, or `FULL`. */
  enter(key: Key, cost = 1): Promise<void> | typeof FULL | null {
    const line = this.#lines.get(key);
    const now = this.#clock.now();
    if (line.waiting.length === 0 && line.bucket.waitMs(now, cost) === 0) {
      line.bucket.take(now, cost);
      return null;
    }
    if (this.#stopped) return null;
    if (line.cost + cost > this.#mostWaiting) return FULL;
    this.#slowed();
    line.cost += cost;
    return new Promise((resolve) => {
      line.waiting.push({ cost, resolve });
      if (line.waiting.length === 1) this.#letThrough(line);
    });
  }

  /** Lets all through that wait, and whoever comes from now on. */
  stop(): void {
    this.#stopped = true;
    for (const line of this.#lines.values()) {
      line.cancel?.();
      line.cancel = null;
      line.cost = 0;
      for (const { resolve } of line.waiting.splice(0)) resolve();
    }
  }

  #letThrough(line: Line): void {
    line.cancel = null;
    const now = this.#clock.now();
    let through = 0;
    for (const { cost, resolve } of line.waiting) {
      const wait = line.bucket.waitMs(now, cost);
      if (wait > 0) {
        line.cancel = this.#clock.after(wait, () => this.#letThrough(line));
        break;
      }
      line.bucket.take(now, cost);
      line.cost -= cost;
      through += 1;
      resolve();
    }
    line.waiting.splice(0, through);
  }
}

/** What waits of one person. */
interface Line {
  readonly bucket: TokenBucket;
  readonly waiting: { readonly cost: number; readonly resolve: () => void }[];
  /** Of all that waits. */
  cost: number;
  cancel: (() => void) | null;
}
