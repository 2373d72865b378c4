import type { MessageId, OpId } from '@lectern/contracts';
import type { JournalDatabase } from './databases.ts';
import { afterEnd, isPast, reopened, saysIn } from './journal-rules.ts';
import { guarded } from './storage-fault.ts';
import type { JournalEnd, JournalRow, JournalStore, NewJournalRow } from './store.ts';

/** The journal in IndexedDB. A write answers when its transaction is complete, and that with strict durability. */
export class IndexedJournal implements JournalStore {
  private readonly db: JournalDatabase;
  private readonly track: <T>(write: Promise<T>) => Promise<T>;
  private readonly onWritten: () => void;

  /** `track` is told of every write, so that closing can wait for it. */
  constructor(db: JournalDatabase, track: <T>(write: Promise<T>) => Promise<T>, onWritten: () => void) {
    this.db = db;
    this.track = track;
    this.onWritten = onWritten;
  }

  async add(row: NewJournalRow): Promise<JournalRow> {
    const added = await this.write(() =>
      this.db.transaction('rw', this.db.ops, async (): Promise<JournalRow> => {
        const known = await this.db.ops.where('op.id').equals(row.op.id).first();
        if (known !== undefined) return known as JournalRow;
        const added = { state: 'waiting', ...row } as const;
        return { ...added, n: await this.db.ops.add(added) };
      }),
    );
    this.onWritten();
    return added;
  }

  async end(ops: readonly { readonly op: OpId; readonly end: JournalEnd }[]): Promise<void> {
    await this.write(() =>
      this.db.transaction('rw', this.db.ops, async () => {
        for (const { op, end } of ops) {
          const row = (await this.db.ops.where('op.id').equals(op).first()) as JournalRow | undefined;
          const next = row === undefined ? null : afterEnd(row, end);
          if (next !== null) await this.db.ops.put(next);
        }
      }),
    );
    this.onWritten();
  }

  readOpen(): Promise<readonly JournalRow[]> {
    return guarded(async () => {
      const rows = await this.db.ops
        .where('state')
        .anyOf(['held', 'waiting', 'offered', 'committed', 'refused'])
        .toArray();
      return (rows as JournalRow[]).sort((a, b) => a.n - b.n);
    });
  }

  async remove(op: OpId): Promise<void> {
    await this.write(() => this.db.ops.where('op.id').equals(op).delete());
    this.onWritten();
  }

  async erase(messages: readonly MessageId[]): Promise<void> {
    const deleted = new Set(messages);
    await this.write(() =>
      this.db.ops
        .where('state')
        .anyOf(['committed', 'done'])
        .filter(({ op }) => deleted.has(saysIn(op)!))
        .delete(),
    );
  }

  async offerDone(): Promise<void> {
    await this.write(() =>
      this.db.ops.where('state').anyOf(['committed', 'done']).modify({ state: 'offered', again: true }),
    );
    this.onWritten();
  }

  async reopen(ops: readonly OpId[]): Promise<void> {
    await this.write(() =>
      this.db.ops
        .where('op.id')
        .anyOf(ops)
        .modify((row, of) => {
          if (row.state === 'offered') of.value = reopened(row);
        }),
    );
    this.onWritten();
  }

  async prune(doneBefore: number): Promise<void> {
    await guarded(() =>
      this.db.ops
        .where('state')
        .anyOf(['held', 'done'])
        .filter((row) => isPast(row, doneBefore))
        .delete(),
    );
  }

  private write<T>(access: () => PromiseLike<T>): Promise<T> {
    return this.track(guarded(access));
  }
}
