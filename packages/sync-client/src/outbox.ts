import { addOps, readOutbox, takeOps } from '@lectern/channel-doc';
import { MAX_OUTBOX_BYTES, type OpId } from '@lectern/contracts';
import type * as Y from 'yjs';
import { nextOps } from './feed.ts';
import type { Journal } from './journal.ts';
import { bytesOf } from './profile.ts';

/**
 * Keeps the outbox of the person's document filled from the journal and takes out what has come to its end. After
 * the server has refused the document's content it feeds one op at a time, so that the one it will not have is found.
 */
export class Outbox {
  private readonly journal: Journal;
  private doc: Y.Doc | null = null;
  private careful = false;
  /** What stands in the document's outbox, as long as the document has not changed. */
  private known: Standing | null = null;

  constructor(journal: Journal) {
    this.journal = journal;
  }

  /** The document may be written: its stored copy is applied, or it has been had from the server. */
  attach(doc: Y.Doc): void {
    if (this.doc !== doc) {
      this.detach();
      this.doc = doc;
      doc.on('update', this.forget);
    }
    this.feed();
  }

  detach(): void {
    this.doc?.off('update', this.forget);
    this.doc = null;
    this.forget();
  }

  holds(op: OpId): boolean {
    return this.doc !== null && this.standing().ids.has(op);
  }

  /** Takes out ops that are over, and puts in what fits now. */
  feed(): void {
    if (this.doc === null) return;
    const over = [...this.standing().ids].filter((id) => {
      const row = this.journal.find(id);
      return row !== null && row.state !== 'waiting' && row.state !== 'offered';
    });
    takeOps(this.doc, over);
    const standing = this.standing();
    if (standing.ids.size === 0 && this.journal.waiting === 0) this.careful = false;
    const limit = this.careful
      ? { bytes: 0, ops: 0 }
      : { bytes: MAX_OUTBOX_BYTES, ops: Number.POSITIVE_INFINITY };
    const rows = nextOps(this.journal.feedable(), standing, limit);
    if (rows.length > 0)
      addOps(
        this.doc,
        rows.map((row) => row.op),
      );
  }

  /** Takes ops out whose end was heard of, whether or not they are this device's. */
  take(ids: readonly OpId[]): void {
    if (this.doc !== null) takeOps(this.doc, ids);
  }

  /**
   * The server refused what stands in this copy. Once ops go one by one, the one in it is the cause; a copy that is
   * refused without any was spoilt by something else.
   */
  refused(copy: Y.Doc): 'an-op' | 'not-an-op' | 'unknown' {
    const [first, ...others] = idsIn(copy);
    const wasCareful = this.careful;
    this.careful = true;
    if (!wasCareful || others.length > 0) return 'unknown';
    if (first === undefined) return 'not-an-op';
    this.journal.quarantine(first);
    return 'an-op';
  }

  private readonly forget = (): void => {
    this.known = null;
  };

  private standing(): Standing {
    if (this.known === null) {
      const raw = readOutbox(this.doc!);
      this.known = { ids: idsIn(this.doc!), bytes: raw.length === 0 ? 0 : bytesOf(raw) };
    }
    return this.known;
  }
}

interface Standing {
  readonly ids: ReadonlySet<OpId>;
  readonly bytes: number;
}

const idsIn = (doc: Y.Doc): Set<OpId> =>
  new Set(readOutbox(doc).flatMap((op) => ((op as { id?: unknown } | null)?.id as OpId | undefined) ?? []));
