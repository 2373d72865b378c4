import { type ChannelId, MAX_OUTBOX_BYTES, type OpId } from '@lectern/contracts';
import { nextOps } from './feed.ts';
import { isUnanswered, type Journal, type OpenOp } from './journal.ts';
import type { OwnDocument } from './own-document.ts';
import { bytesOf } from './profile.ts';

/**
 * Keeps the outbox of the person's document filled from the journal and takes out what has come to its end. After
 * the server has refused the document's content it feeds one op at a time, so that the one it will not have is found.
 */
export class Outbox {
  private readonly journal: Journal;
  private readonly isHeldBack: (row: OpenOp, isBehind: boolean) => boolean;
  private doc: OwnDocument | null = null;
  private careful = false;
  /** What stands in the document's outbox, as long as the document has not changed. */
  private known: Standing | null = null;

  /**
   * @param isHeldBack whether an op has to wait because the server went back: until what it is about is known to be
   * there. `isBehind`: in its channel something is offered again that the server has not answered.
   */
  constructor(journal: Journal, isHeldBack: (row: OpenOp, isBehind: boolean) => boolean) {
    this.journal = journal;
    this.isHeldBack = isHeldBack;
  }

  /** The document may be written: its stored copy is applied, or it has been had from the server. */
  attach(doc: OwnDocument): void {
    if (this.doc?.doc !== doc.doc) {
      this.detach();
      this.doc = doc;
      doc.doc.on('update', this.forget);
    }
    this.feed();
  }

  detach(): void {
    this.doc?.doc.off('update', this.forget);
    this.doc = null;
    this.forget();
  }

  holds(op: OpId): boolean {
    return this.doc !== null && this.standing().ids.has(op);
  }

  /** Takes out ops that are over, and those that have to wait, and puts in what fits now. */
  feed(): void {
    if (this.doc === null) return;
    const feedable = this.feedable();
    const over = [...this.standing().ids].filter((id) => {
      const row = this.journal.find(id);
      if (row === null) return false;
      return !isUnanswered(row) || !feedable.has(id);
    });
    this.doc.takeOps(over);
    const standing = this.standing();
    if (standing.ids.size === 0 && this.journal.waiting === 0) this.careful = false;
    const limit = this.careful
      ? { bytes: 0, ops: 0 }
      : { bytes: MAX_OUTBOX_BYTES, ops: Number.POSITIVE_INFINITY };
    const rows = nextOps([...feedable.values()], standing, limit);
    if (rows.length > 0) this.doc.addOps(rows.map((row) => row.op));
  }

  /** Takes ops out whose end was heard of, whether or not they are this device's. */
  take(ids: readonly OpId[]): void {
    if (this.doc !== null) this.doc.takeOps(ids);
  }

  /**
   * The server refused what stands in this copy. Once ops go one by one, the one in it is the cause; a copy that is
   * refused without any was spoilt by something else.
   */
  refused(copy: OwnDocument): 'an-op' | 'not-an-op' | 'unknown' {
    const [first, ...others] = idsIn(copy);
    const wasCareful = this.careful;
    this.careful = true;
    if (!wasCareful || others.length > 0) return 'unknown';
    if (first === undefined) return 'not-an-op';
    this.journal.quarantine(first);
    return 'an-op';
  }

  /** What may go into the person's document, in its order: nothing that the disk has still to confirm (rule 6). */
  private feedable(): ReadonlyMap<OpId, OpenOp> {
    const open = this.journal.all().filter((row) => isUnanswered(row) && row.written !== 'pending');
    const offering = new Set<ChannelId>(open.flatMap(({ op, again }) => (again ? [op.channel] : [])));
    const feedable = open.filter((row) => !this.isHeldBack(row, offering.has(row.op.channel)));
    return new Map(feedable.map((row) => [row.op.id, row]));
  }

  private readonly forget = (): void => {
    this.known = null;
  };

  private standing(): Standing {
    if (this.known === null) {
      const raw = this.doc!.readOutbox();
      this.known = { ids: idsIn(this.doc!), bytes: raw.length === 0 ? 0 : bytesOf(raw) };
    }
    return this.known;
  }
}

interface Standing {
  readonly ids: ReadonlySet<OpId>;
  readonly bytes: number;
}

const idsIn = (doc: OwnDocument): Set<OpId> =>
  new Set(doc.readOutbox().flatMap((op) => ((op as { id?: unknown } | null)?.id as OpId | undefined) ?? []));
