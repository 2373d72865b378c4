import { MAX_NOTE_BYTES, type NoteId } from '@lectern/contracts';
import type {
  NewNoteAside,
  NewNoteJournalRow,
  NoteAside,
  NoteJournalRow,
  NoteJournalStore,
} from '@lectern/local-store';
import * as Y from 'yjs';
import type { Clock } from '../clock.ts';
import { PortError } from '../port-error.ts';

/**
 * What may wait of one note, in bytes: half of what a note may hold, since it goes to the server in pieces and together
 * with what others write.
 */
const MAX_WAITING_BYTES = MAX_NOTE_BYTES / 2;
/** Rows of a note that are kept apart; above that they are written as one, so that a month offline opens quickly. */
const FOLD_ABOVE = 400;
/** Rows that only memory has come after all others. */
const FIRST_ADRIFT = Number.MAX_SAFE_INTEGER / 2;

/** `adrift`: only memory has it, because the disk would not; it goes to the server without a net. */
export type OpenRow = NoteJournalRow & { readonly written: 'disk' | 'adrift' };

export interface NoteJournalOptions {
  readonly store: NoteJournalStore;
  readonly durable: boolean;
  readonly clock: Pick<Clock, 'now'>;
  /** What waits of a note, or was set aside of it, has changed. */
  readonly onChange: (note: NoteId) => void;
  /** A write failed that nobody waits for. */
  readonly onFault: (error: unknown) => void;
}

interface Wish {
  readonly row: NewNoteJournalRow;
  readonly mayDrift: () => boolean;
  readonly resolve: (row: OpenRow) => void;
  readonly reject: (error: unknown) => void;
}

/** What this device wrote in notes and the server has not logged, and what was set aside: in memory over the store. */
export class NoteJournal {
  private readonly options: NoteJournalOptions;
  private readonly rows = new Map<number, OpenRow>();
  private asides: readonly NoteAside[] = [];
  private wishes: Wish[] = [];
  private isWriting = false;
  private lastAdrift = FIRST_ADRIFT;

  constructor(options: NoteJournalOptions) {
    this.options = options;
  }

  /** Reads what is stored; also after another hub of this browser has written. */
  async read(): Promise<void> {
    const { store, durable, onChange } = this.options;
    const [rows, asides] = await Promise.all([store.read(), store.readAsides()]);
    const changed = new Set(
      [...this.rows.values(), ...rows, ...asides, ...this.asides].map(({ note }) => note),
    );
    for (const [n, { written }] of this.rows) if (written === 'disk') this.rows.delete(n);
    for (const row of rows) this.rows.set(row.n, { ...row, written: durable ? 'disk' : 'adrift' });
    this.asides = asides;
    for (const note of changed) onChange(note);
  }

  /** What waits of a note, in the order in which it was written. */
  of(note: NoteId): readonly OpenRow[] {
    return [...this.rows.values()].filter((row) => row.note === note).sort((a, b) => a.n - b.n);
  }

  /** Notes of which anything waits. */
  get notes(): ReadonlySet<NoteId> {
    return new Set([...this.rows.values()].map(({ note }) => note));
  }

  /** How many notes something waits of; of how many others something was set aside. */
  get unsent(): { readonly waiting: number; readonly setAside: number } {
    const { notes } = this;
    const aside = new Set(this.asides.map(({ note }) => note));
    return { waiting: notes.size, setAside: [...aside].filter((note) => !notes.has(note)).length };
  }

  /** Rows that the store has lost and this hub still knows. */
  get all(): readonly OpenRow[] {
    return [...this.rows.values()].sort((a, b) => a.n - b.n);
  }

  get setAsides(): readonly NoteAside[] {
    return this.asides;
  }

  /** Answers once the update is confirmed on disk; what is written while the disk is busy is confirmed together. */
  append(row: Omit<NewNoteJournalRow, 'changes' | 'since'>, mayDrift: () => boolean): Promise<OpenRow> {
    const wished = this.wishes.map((wish) => wish.row).filter(({ note }) => note === row.note);
    const bytes = [...this.of(row.note), ...wished].reduce(
      (sum, { update }) => sum + update.length,
      row.update.length,
    );
    if (bytes > MAX_WAITING_BYTES)
      return Promise.reject(new PortError('too-large', `${bytes} bytes of one note would wait`));
    return new Promise((resolve, reject) => {
      const wish = { ...row, changes: 1, since: this.options.clock.now() };
      this.wishes.push({ row: wish, mayDrift, resolve, reject });
      if (!this.isWriting) this.write();
    });
  }

  /** The server has logged these. */
  logged(rows: readonly OpenRow[]): void {
    this.forget(rows);
    const stored = rows.filter(isStored).map(({ n }) => n);
    if (stored.length > 0) this.options.store.remove(stored).catch(this.options.onFault);
  }

  /**
   * Keeps a copy of what the note did not take, in place of what waits of it. One copy for each life of a note, and one
   * that has outlived its epoch. Answers whether it is on disk, or wherever this browser keeps things.
   */
  async setAside(aside: Omit<NewNoteAside, 'at'>, rows = this.of(aside.note)): Promise<boolean> {
    const { store, clock, onFault, onChange } = this.options;
    const older = this.asides.find(
      ({ note, life, outlived }) => note === aside.note && life === aside.life && outlived === aside.outlived,
    );
    const copy = older === undefined ? aside.copy : Y.mergeUpdates([older.copy, aside.copy]);
    const at = clock.now();
    this.forget(rows);
    const stored = rows.filter(isStored).map(({ n }) => n);
    const kept = await store.setAside({ ...aside, at, copy }, stored, older?.n).catch((error: unknown) => {
      onFault(error);
      return { ...aside, at, copy, n: this.nextAdrift() };
    });
    this.asides = [...this.asides.filter((each) => each !== older), kept];
    onChange(aside.note);
    return isStored(kept);
  }

  async discardAside(note: NoteId, at: number): Promise<void> {
    const aside = this.asides.findLast((each) => each.note === note && each.at === at);
    if (aside !== undefined) await this.discard(aside);
  }

  async discard(aside: NoteAside): Promise<void> {
    if (!this.asides.includes(aside)) return;
    this.asides = this.asides.filter((each) => each !== aside);
    this.options.onChange(aside.note);
    await this.options.store.discardAside(aside.n);
  }

  private async write(): Promise<void> {
    this.isWriting = true;
    while (this.wishes.length > 0) {
      const batch = this.wishes;
      this.wishes = [];
      try {
        const written = await this.options.store.append(batch.map(({ row }) => row));
        const state = this.options.durable ? 'disk' : 'adrift';
        for (const [index, wish] of batch.entries()) this.grant(wish, { ...written[index]!, written: state });
      } catch (error) {
        this.options.onFault(error);
        for (const wish of batch) {
          if (wish.mayDrift()) this.grant(wish, { ...wish.row, n: this.nextAdrift(), written: 'adrift' });
          else wish.reject(error);
        }
      }
      for (const note of new Set(batch.map(({ row }) => row.note))) {
        this.fold(note);
        this.options.onChange(note);
      }
    }
    this.isWriting = false;
  }

  private grant({ resolve }: Wish, row: OpenRow): void {
    this.rows.set(row.n, row);
    resolve(row);
  }

  private fold(note: NoteId): void {
    const stored = this.of(note).filter(isStored);
    const last = stored.at(-1);
    if (last === undefined || stored.length <= FOLD_ABOVE) return;
    const rows = stored.filter(({ life }) => life === last.life);
    const folded = {
      ...last,
      update: Y.mergeUpdates(rows.map(({ update }) => update)),
      changes: rows.reduce((sum, { changes }) => sum + changes, 0),
      since: rows[0]!.since,
    };
    for (const { n } of rows) this.rows.delete(n);
    this.rows.set(last.n, folded);
    const { written: _, n: __, ...row } = folded;
    this.options.store
      .fold(
        rows.map(({ n }) => n),
        row,
      )
      .catch(this.options.onFault);
  }

  private nextAdrift(): number {
    this.lastAdrift += 1;
    return this.lastAdrift;
  }

  private forget(rows: readonly OpenRow[]): void {
    for (const { n } of rows) this.rows.delete(n);
    for (const note of new Set(rows.map((row) => row.note))) this.options.onChange(note);
  }
}

const isStored = ({ n }: { readonly n: number }): boolean => n < FIRST_ADRIFT;
