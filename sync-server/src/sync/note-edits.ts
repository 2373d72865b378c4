import type { NoteId, UserId } from '@lectern/contracts';
import type { Logger } from 'pino';

/** Who wrote in a note last is told at most once in this time, in milliseconds: the list says it in minutes. */
export const TELL_EDITS_EVERY_MS = 10_000;

/**
 * Gathers the edits of notes. The first is told at once, and what follows closely at the end of its time: always the
 * last who wrote, and when.
 */
export class NoteEdits {
  readonly #tell: (note: NoteId, by: UserId, at: number) => Promise<void>;
  readonly #log: Logger;
  readonly #now: () => number;
  readonly #everyMs: number;
  readonly #recent = new Map<NoteId, { timer: NodeJS.Timeout; last: Edit | null }>();
  readonly #telling = new Set<Promise<void>>();

  constructor(
    tell: (note: NoteId, by: UserId, at: number) => Promise<void>,
    log: Logger,
    now: () => number,
    everyMs = TELL_EDITS_EVERY_MS,
  ) {
    this.#tell = tell;
    this.#log = log;
    this.#now = now;
    this.#everyMs = everyMs;
  }

  edited(note: NoteId, by: UserId): void {
    const recent = this.#recent.get(note);
    const edit = { by, at: this.#now() };
    if (recent === undefined) this.#begin(note, edit);
    else recent.last = edit;
  }

  /** Resolves when all that has been told so far has been written down. */
  async idle(): Promise<void> {
    await Promise.all(this.#telling);
  }

  /** Tells what is still to be told. */
  async stop(): Promise<void> {
    for (const [note, { timer, last }] of this.#recent) {
      clearTimeout(timer);
      if (last !== null) this.#say(note, last);
    }
    this.#recent.clear();
    await this.idle();
  }

  #begin(note: NoteId, edit: Edit): void {
    this.#say(note, edit);
    const timer = setTimeout(() => {
      const last = this.#recent.get(note)?.last ?? null;
      this.#recent.delete(note);
      if (last !== null) this.#begin(note, last);
    }, this.#everyMs);
    timer.unref();
    this.#recent.set(note, { timer, last: null });
  }

  #say(note: NoteId, { by, at }: Edit): void {
    const telling: Promise<void> = this.#tell(note, by, at)
      .catch((error: unknown) =>
        this.#log.warn({ err: error, note }, 'the list does not say who edited a note'),
      )
      .finally(() => this.#telling.delete(telling));
    this.#telling.add(telling);
  }
}

interface Edit {
  readonly by: UserId;
  readonly at: number;
}
