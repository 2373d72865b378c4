import type { JournalDatabase } from './databases.ts';
import { guarded } from './storage-fault.ts';
import type {
  NewNoteAside,
  NewNoteJournalRow,
  NoteAside,
  NoteJournalRow,
  NoteJournalStore,
} from './store.ts';

/** The journal of notes in IndexedDB. A write answers when its transaction is complete, and that with strict durability. */
export class IndexedNotes implements NoteJournalStore {
  private readonly db: JournalDatabase;
  private readonly track: <T>(write: Promise<T>) => Promise<T>;
  private readonly onWritten: () => void;

  /** `track` is told of every write, so that closing can wait for it. */
  constructor(db: JournalDatabase, track: <T>(write: Promise<T>) => Promise<T>, onWritten: () => void) {
    this.db = db;
    this.track = track;
    this.onWritten = onWritten;
  }

  async append(rows: readonly NewNoteJournalRow[]): Promise<readonly NoteJournalRow[]> {
    const keys = await this.write(() => this.db.notes.bulkAdd([...rows], { allKeys: true }));
    return rows.map((row, index) => ({ ...row, n: keys[index]! }));
  }

  async read(): Promise<readonly NoteJournalRow[]> {
    return guarded(() => this.db.notes.orderBy('n').toArray()) as Promise<readonly NoteJournalRow[]>;
  }

  remove(rows: readonly number[]): Promise<void> {
    return this.write(() => this.db.notes.bulkDelete([...rows]));
  }

  fold(rows: readonly number[], row: NewNoteJournalRow): Promise<void> {
    return this.write(() =>
      this.db.transaction('rw', this.db.notes, async () => {
        await this.db.notes.bulkDelete([...rows]);
        await this.db.notes.put({ ...row, n: Math.max(...rows) });
      }),
    );
  }

  setAside(aside: NewNoteAside, rows: readonly number[], older?: number): Promise<NoteAside> {
    return this.write(() =>
      this.db.transaction('rw', this.db.notes, this.db.asides, async () => {
        if (older !== undefined) await this.db.asides.delete(older);
        const n = await this.db.asides.add({ ...aside });
        await this.db.notes.bulkDelete([...rows]);
        return { ...aside, n };
      }),
    );
  }

  async readAsides(): Promise<readonly NoteAside[]> {
    return guarded(() => this.db.asides.orderBy('n').toArray()) as Promise<readonly NoteAside[]>;
  }

  discardAside(aside: number): Promise<void> {
    return this.write(() => this.db.asides.delete(aside));
  }

  private async write<T>(access: () => PromiseLike<T>): Promise<T> {
    const written = await this.track(guarded(access));
    this.onWritten();
    return written;
  }
}
