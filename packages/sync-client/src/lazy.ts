import { once } from '@lectern/local-store';

/** A part of a person that is there once it has been wanted and its program has come. */
export class Lazy<Part extends { stop(): void }> {
  /** Null until it is there: then it finds out for itself what has happened before. */
  now: Part | null = null;
  readonly get: () => Promise<Part>;
  private stopped = false;

  constructor(make: () => Promise<Part>) {
    this.get = once(async () => {
      const part = await make();
      if (this.stopped) part.stop();
      this.now = part;
      return part;
    });
  }

  stop(): void {
    this.stopped = true;
    this.now?.stop();
  }
}
