import type { Background } from './background.ts';

/** The background work of a person, which is there once it has been wanted and its program has come. */
export class LazyBackground {
  /** Null until it is there: then it finds out for itself what has happened before. */
  now: Background | null = null;
  private readonly make: () => Promise<Background>;
  private making: Promise<Background> | null = null;
  private stopped = false;

  constructor(make: () => Promise<Background>) {
    this.make = make;
  }

  get(): Promise<Background> {
    this.making ??= this.make().then(
      (made) => {
        if (this.stopped) made.stop();
        this.now = made;
        return made;
      },
      (error: unknown) => {
        // Without a network and before everything was fetched: the next time it may be there.
        this.making = null;
        throw error;
      },
    );
    return this.making;
  }

  stop(): void {
    this.stopped = true;
    this.now?.stop();
  }
}
