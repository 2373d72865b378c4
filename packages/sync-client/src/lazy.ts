/** A part of a person that is there once it has been wanted and its program has come. */
export class Lazy<Part extends { stop(): void }> {
  /** Null until it is there: then it finds out for itself what has happened before. */
  now: Part | null = null;
  private readonly make: () => Promise<Part>;
  private making: Promise<Part> | null = null;
  private stopped = false;

  constructor(make: () => Promise<Part>) {
    this.make = make;
  }

  get(): Promise<Part> {
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
