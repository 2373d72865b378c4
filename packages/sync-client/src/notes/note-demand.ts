import type { ChannelId, NoteId } from '@lectern/contracts';
import type { Facts } from '@lectern/local-store';
import type { Clock } from '../clock.ts';
import type { WantedDocument } from '../documents.ts';
import type { Journal } from '../journal.ts';
import type { NoteJournal } from './note-journal.ts';
import type { NoteLists } from './note-lists.ts';
import { wantedNotes } from './wanted-notes.ts';

/** Notes of which it is kept when they were opened here. */
const MOST_REMEMBERED = 100;

export interface NoteDemandOptions {
  /** When notes were opened, as an earlier run noted it. */
  readonly opened: Facts['notesOpened'];
  readonly ops: Pick<Journal, 'all'>;
  readonly journal: Pick<NoteJournal, 'of' | 'notes' | 'setAsides'>;
  readonly lists: Pick<NoteLists, 'of' | 'all' | 'listed'>;
  readonly viewing: () => ChannelId | null;
  readonly clock: Pick<Clock, 'now'>;
  readonly onNote: (opened: Facts['notesOpened']) => void;
  /** Other documents may be wanted now. */
  readonly onWanted: () => void;
}

/** What notes are needed for, and so which of their documents are to be open. */
export class NoteDemand {
  private readonly options: NoteDemandOptions;
  private readonly uses = new Map<NoteId, number>();
  private opened: Facts['notesOpened'];
  /** When each note had been written in last, as far as its text was fetched in this run. */
  private readonly fetched = new Map<NoteId, number>();
  private isStopped = false;

  constructor(options: NoteDemandOptions) {
    this.options = options;
    this.opened = options.opened;
  }

  stop(): void {
    this.isStopped = true;
  }

  /** Notes whose documents are to be open, in order of need. */
  wanted(): readonly WantedDocument[] {
    const { ops, journal, lists } = this.options;
    const listed = new Map(lists.all.map((entry) => [entry.id, entry]));
    const made = new Set(
      ops
        .all()
        .flatMap(({ op, state }) => (op.kind === 'note.create' && state !== 'refused' ? [op.note] : [])),
    );
    const shown = [...listed.values()].filter(({ archived }) => !archived);
    const viewing = this.options.viewing();
    const onScreen = viewing === null ? [] : lists.of(viewing).filter(({ archived }) => !archived);
    // Until what is missing in them has come.
    const outlived = journal.setAsides.flatMap((aside) => (aside.outlived ? [aside.note] : []));
    const notes = wantedNotes({
      inUse: [...new Set([...this.uses.keys(), ...journal.notes, ...outlived])],
      onScreen: onScreen.map(({ id }) => id),
      opened: Object.entries(this.opened)
        .sort(([, a], [, b]) => b - a)
        .map(([note]) => note as NoteId),
      pinned: shown.filter(({ pinned }) => pinned).map(({ id }) => id),
      isFresh: (note) => (this.fetched.get(note) ?? -1) >= (listed.get(note)?.edited?.at ?? 0),
    });
    return notes.flatMap((id): WantedDocument[] => {
      const entry = listed.get(id);
      if (entry !== undefined) return [{ kind: 'note', id, life: entry.life }];
      const life = journal.of(id)[0]?.life;
      // Until the channel lists it the server may not know of it, and would say that nobody may read it.
      return made.has(id) || life !== undefined ? [{ kind: 'note', id, life: life ?? 1, local: true }] : [];
    });
  }

  /** Somebody looks at the note, until the returned function is called. */
  use(note: NoteId): () => void {
    this.uses.set(note, (this.uses.get(note) ?? 0) + 1);
    this.remember(note);
    this.options.onWanted();
    return () => {
      const left = (this.uses.get(note) ?? 1) - 1;
      if (left > 0) this.uses.set(note, left);
      else this.uses.delete(note);
      if (!this.isStopped) this.options.onWanted();
    };
  }

  /** All that the server has of the note's text has come. */
  came(note: NoteId): void {
    const isNew = !this.fetched.has(note);
    this.fetched.set(note, this.options.lists.listed(note)?.entry.edited?.at ?? 0);
    if (isNew) queueMicrotask(() => this.isStopped || this.options.onWanted());
  }

  private remember(note: NoteId): void {
    const opened: Record<string, number> = { ...this.opened, [note]: this.options.clock.now() };
    const latest = Object.entries(opened).sort(([, a], [, b]) => b - a);
    this.opened = Object.fromEntries(latest.slice(0, MOST_REMEMBERED));
    this.options.onNote(this.opened);
  }
}
