import type { NoteId, PersonCursor } from '@lectern/contracts';
import { SILENT_MS } from './presence-board.ts';

/** Editors of notes that are open here, as other instances tell of theirs. */
export class CursorsElsewhere {
  readonly #ticks: () => number;
  readonly #notes = new Map<NoteId, Map<string, Map<string, PersonCursor>>>();
  readonly #heardAt = new Map<string, number>();

  /** @param ticks a clock that never goes back */
  constructor(ticks: () => number) {
    this.#ticks = ticks;
  }

  of(note: NoteId): PersonCursor[] {
    return [...(this.#notes.get(note)?.values() ?? [])].flatMap((editors) => [...editors.values()]);
  }

  /** Takes what an instance says of a note, and answers what is new of it. `whole`: it has no other editors. */
  take(from: string, note: NoteId, whole: boolean, cursors: readonly PersonCursor[]): PersonCursor[] {
    this.heardFrom(from);
    const instances = this.#notes.get(note) ?? new Map<string, Map<string, PersonCursor>>();
    this.#notes.set(note, instances);
    const editors = instances.get(from) ?? new Map<string, PersonCursor>();
    instances.set(from, editors);
    const named = new Set(cursors.map(({ editor }) => editor));
    const left = whole ? [...editors.values()].filter(({ editor }) => !named.has(editor)) : [];
    const news = [...left.map(gone), ...cursors];
    for (const cursor of news) {
      if (isGone(cursor)) editors.delete(cursor.editor);
      else editors.set(cursor.editor, cursor);
    }
    return news;
  }

  heardFrom(from: string): void {
    this.#heardAt.set(from, this.#ticks());
  }

  /** Nobody has the note open here any more. */
  forget(note: NoteId): void {
    this.#notes.delete(note);
  }

  /** Forgets instances that have fallen silent, and answers for each note whose editors are gone with them. */
  forgetSilent(): [NoteId, PersonCursor[]][] {
    const silent = [...this.#heardAt].flatMap(([from, at]) => (this.#ticks() - at < SILENT_MS ? [] : [from]));
    for (const from of silent) this.#heardAt.delete(from);
    return [...this.#notes].map(([note, instances]) => {
      const left = silent.flatMap((from) => [...(instances.get(from)?.values() ?? [])].map(gone));
      for (const from of silent) instances.delete(from);
      return [note, left];
    });
  }
}

const gone = ({ user, editor }: PersonCursor): PersonCursor => ({ user, editor, none: 'editor' });
const isGone = (cursor: PersonCursor): boolean => 'none' in cursor && cursor.none === 'editor';
