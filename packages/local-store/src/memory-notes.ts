import type {
  NewNoteAside,
  NewNoteJournalRow,
  NoteAside,
  NoteJournalRow,
  NoteJournalStore,
} from './store.ts';

/** The journal of notes as long as the storage lives. */
export class MemoryNotes implements NoteJournalStore {
  private readonly rows = new Map<number, NoteJournalRow>();
  private readonly asides = new Map<number, NoteAside>();
  private last = 0;

  async append(rows: readonly NewNoteJournalRow[]): Promise<readonly NoteJournalRow[]> {
    const added = rows.map((row): NoteJournalRow => ({ ...row, n: ++this.last }));
    for (const row of added) this.rows.set(row.n, row);
    return added;
  }

  async read(): Promise<readonly NoteJournalRow[]> {
    return [...this.rows.values()].sort((a, b) => a.n - b.n);
  }

  async remove(rows: readonly number[]): Promise<void> {
    for (const n of rows) this.rows.delete(n);
  }

  async fold(rows: readonly number[], row: NewNoteJournalRow): Promise<void> {
    await this.remove(rows);
    const n = Math.max(...rows);
    this.rows.set(n, { ...row, n });
  }

  async setAside(aside: NewNoteAside, rows: readonly number[], older?: number): Promise<NoteAside> {
    if (older !== undefined) this.asides.delete(older);
    const kept: NoteAside = { ...aside, n: ++this.last };
    this.asides.set(kept.n, kept);
    await this.remove(rows);
    return kept;
  }

  async readAsides(): Promise<readonly NoteAside[]> {
    return [...this.asides.values()].sort((a, b) => a.n - b.n);
  }

  async discardAside(aside: number): Promise<void> {
    this.asides.delete(aside);
  }
}
