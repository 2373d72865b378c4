import { type DenyReason, MAX_OUTBOX_BYTES, type OpId, type Outcome, type UserId } from '@lectern/contracts';
import type { Logger } from 'pino';

/** Refusals of one statement at most, like the ops of one batch of the scribe. */
const MAX_AT_ONCE = 256;
/** Bytes of the smallest value in an outbox that can be answered: an id and what JSON puts around it. */
const SMALLEST_BYTES = 46;
/** Refusals of one person that wait at most: as many as an outbox of an honest size can be made to hold. */
const MAX_WAITING = Math.floor(MAX_OUTBOX_BYTES / SMALLEST_BYTES);

export interface RefusalsDeps {
  /** Writes refusals into the ledger; answers the outcomes that stand, which may be earlier ones. */
  readonly write: (actor: UserId, refusals: readonly Outcome[]) => Promise<readonly Outcome[]>;
  readonly tell: (actor: UserId, outcome: Outcome) => void;
  readonly log: Logger;
}

/**
 * Answers ops that cannot be judged at all. A device may put thousands of them into one update; they are written
 * together, one statement at a time and person after person. What finds no place, or cannot be written, stays in
 * its outbox and is looked at again when the device connects the next time.
 */
export class Refusals {
  readonly #deps: RefusalsDeps;
  readonly #waiting = new Map<UserId, Map<OpId, DenyReason>>();
  #running: Promise<void> | null = null;

  constructor(deps: RefusalsDeps) {
    this.#deps = deps;
  }

  refuse(actor: UserId, op: OpId, reason: DenyReason): void {
    const waiting = this.#waiting.get(actor) ?? new Map<OpId, DenyReason>();
    if (waiting.size >= MAX_WAITING) return;
    waiting.set(op, reason);
    this.#waiting.set(actor, waiting);
    this.#running ??= this.#run();
  }

  /** Resolves when none waits. */
  async idle(): Promise<void> {
    await this.#running;
  }

  /** Takes up no other one and resolves when the statement that runs has ended. */
  async stop(): Promise<void> {
    this.#waiting.clear();
    await this.#running;
  }

  async #run(): Promise<void> {
    // What comes in this turn goes together.
    await Promise.resolve();
    for (const [actor, waiting] of this.#waiting) {
      const refusals = [...waiting]
        .slice(0, MAX_AT_ONCE)
        .map(([op, reason]) => ({ op, ok: false, reason }) as const);
      for (const { op } of refusals) waiting.delete(op);
      // Whoever has more waits behind the others.
      this.#waiting.delete(actor);
      if (waiting.size > 0) this.#waiting.set(actor, waiting);
      try {
        for (const outcome of await this.#deps.write(actor, refusals)) this.#deps.tell(actor, outcome);
      } catch (error) {
        this.#deps.log.error({ err: error }, 'refusals could not be written; they will be asked again');
      }
    }
    this.#running = null;
  }
}
