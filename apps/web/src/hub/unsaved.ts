import type { Op, OpId } from '@lectern/contracts';
import { type Hub, PortError, type PortErrorCode } from '@lectern/sync-client';
import { inOwnTurn } from '../hooks/in-own-turn.ts';

/**
 * What a person did on this page and the hub has not yet confirmed as written to disk. It stands on screen at once,
 * without a mark; leaving the page meanwhile warns. A confirmed op stays until the screen has seen it in a view, so
 * that nothing blinks out between the two.
 */
export interface UnsavedOp {
  readonly op: Op;
  readonly saved: boolean;
  /** Why the hub could not write it; the op waits for "Try again". */
  readonly error: PortErrorCode | null;
}

export class UnsavedOps {
  readonly #hub: Hub;
  readonly #listeners = new Set<() => void>();
  #list: readonly UnsavedOp[] = [];
  #telling = false;

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  readonly list = (): readonly UnsavedOp[] => this.#list;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Shows `op` and hands it to the hub. Resolves to null once it is on disk, or to why it could not be written. */
  async submit(op: Op): Promise<PortErrorCode | null> {
    this.#set([...this.#list.filter((each) => each.op.id !== op.id), { op, saved: false, error: null }]);
    try {
      await this.#hub.command('submit', op);
      this.#update(op.id, { saved: true });
      return null;
    } catch (cause) {
      const error = codeOf(cause);
      this.#update(op.id, { error });
      return error;
    }
  }

  /** Takes ops off the page: a view shows them now, or the person gave them up. */
  forget(ids: readonly OpId[]): void {
    if (ids.length > 0) this.#set(this.#list.filter((each) => !ids.includes(each.op.id)));
  }

  /** True while leaving the page could lose something. */
  get atRisk(): boolean {
    return this.#list.some((each) => !each.saved);
  }

  #update(id: OpId, change: Partial<UnsavedOp>): void {
    this.#set(this.#list.map((each) => (each.op.id === id ? { ...each, ...change } : each)));
  }

  /** Listeners draw: the keystroke that sends has its editor to empty, and its message is drawn in the turn after. */
  #set(list: readonly UnsavedOp[]): void {
    this.#list = list;
    if (this.#telling) return;
    this.#telling = true;
    inOwnTurn(() => {
      this.#telling = false;
      for (const listener of this.#listeners) listener();
    });
  }
}

/** The code that a failed command carries, or `internal` for anything else. */
export const codeOf = (cause: unknown): PortErrorCode =>
  cause instanceof PortError ? cause.code : 'internal';
