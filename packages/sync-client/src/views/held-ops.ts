import type { OpId } from '@lectern/contracts';
import type { OpenOp } from '../journal.ts';

/**
 * The ops a window goes on showing after they have ended: the journal lets go of an op in the turn in which the
 * mirror has its effect, and the window's rows are read some milliseconds later. Pure.
 */
export class HeldOps {
  private readonly known = new Map<OpId, OpenOp>();

  /** Takes note of the journal's present ops. Answers whether any that was known is not among them. */
  note(present: readonly OpenOp[]): boolean {
    for (const row of present) this.known.set(row.op.id, row);
    return this.known.size > present.length;
  }

  /** A read of rows begins: names the ops that have ended by now, whose effect those rows hold. */
  reading(present: readonly OpenOp[]): readonly OpId[] {
    this.note(present);
    const open = new Set(present.map((row) => row.op.id));
    return [...this.known.keys()].filter((id) => !open.has(id));
  }

  /** That read is done: what it named needs to be shown no longer. */
  release(ended: readonly OpId[]): void {
    for (const id of ended) this.known.delete(id);
  }

  /** The present ops and those that ended since the rows were read, in the order in which they were written. */
  with(present: readonly OpenOp[]): readonly OpenOp[] {
    if (!this.note(present)) return present;
    return [...this.known.values()].sort((a, b) => a.n - b.n);
  }
}
