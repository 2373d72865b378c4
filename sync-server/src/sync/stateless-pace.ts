import type { UserId } from '@lectern/contracts';
import type { Buckets } from '../limits/buckets.ts';
import type { Clock } from '../limits/clock.ts';

/**
 * Lets a socket's small messages beside its documents through at the rate of its person. None of them is stored, and most
 * say how something is now: above the rate the last one on each document waits, and those before it are not heard.
 */
export class StatelessPace {
  readonly #buckets: Pick<Buckets<UserId>, 'take'>;
  readonly #clock: Pick<Clock, 'after'>;
  readonly #handle: (frame: Uint8Array) => void;
  readonly #last = new Map<string, Uint8Array>();
  #cancel: (() => void) | null = null;

  constructor(
    buckets: Pick<Buckets<UserId>, 'take'>,
    clock: Pick<Clock, 'after'>,
    handle: (frame: Uint8Array) => void,
  ) {
    this.#buckets = buckets;
    this.#clock = clock;
    this.#handle = handle;
  }

  /** A message to the document at this address has come. */
  heard(user: UserId, address: string, frame: Uint8Array): void {
    this.#last.delete(address);
    this.#last.set(address, frame);
    if (this.#cancel === null) this.#letThrough(user);
  }

  stop(): void {
    this.#cancel?.();
    this.#last.clear();
  }

  #letThrough(user: UserId): void {
    this.#cancel = null;
    for (const [address, frame] of this.#last) {
      const wait = this.#buckets.take(user);
      if (wait > 0) {
        this.#cancel = this.#clock.after(wait, () => this.#letThrough(user));
        return;
      }
      this.#last.delete(address);
      this.#handle(frame);
    }
  }
}
