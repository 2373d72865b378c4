import type { DocumentKind } from '@lectern/contracts';
import { DocumentWriter } from './document-writer.ts';

/** Copies that are kept; beyond it the longest unused go. A copy is read again from Postgres when it is needed. */
const MAX_COPIES = 2_000;
/** A copy that nobody has written to for this long is let go, in milliseconds. */
const IDLE_MS = 60_000;

/** The writer copies of this instance, least recently used first. */
export class WriterCopies {
  readonly #writers = new Map<string, DocumentWriter>();
  readonly #ticks: () => number;

  /** @param ticks a clock that never goes back */
  constructor(ticks: () => number) {
    this.#ticks = ticks;
  }

  get(kind: DocumentKind, id: string): DocumentWriter {
    const key = `${kind}/${id}`;
    let writer = this.#writers.get(key);
    if (writer === undefined) writer = new DocumentWriter(kind, id);
    else this.#writers.delete(key);
    writer.lastUsed = this.#ticks();
    this.#writers.set(key, writer);
    return writer;
  }

  discard(kind: DocumentKind, id: string): void {
    this.#writers.get(`${kind}/${id}`)?.discard();
  }

  /**
   * Lets go of what is idle or too many. A writer that is in use when it is let go
   * finishes with its own copy; the next one reads a fresh copy, under another client id.
   */
  sweep(): void {
    const limit = this.#ticks() - IDLE_MS;
    for (const [key, writer] of this.#writers) {
      if (this.#writers.size <= MAX_COPIES && writer.lastUsed > limit) return;
      writer.discard();
      this.#writers.delete(key);
    }
  }
}
