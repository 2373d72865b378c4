import type { NoteId } from '@lectern/contracts';
import { newId } from '@lectern/contracts';
import * as Y from 'yjs';
import type { NoteCursor, NoteEnd, NotePresence } from '../note-port.ts';
import { PortError } from '../port-error.ts';
import type { NoteCopy } from './note-copy.ts';
import type { Notes } from './notes.ts';

export interface ReplicaHears {
  /** All that is here of the note, before anything else. */
  whole(update: Uint8Array): void;
  update(update: Uint8Array): void;
  presence(present: readonly NotePresence[]): void;
  end(why: NoteEnd): void;
}

/** The hub's end of a page's copy of a note. It goes with its page, and its cursor with it. */
export class Replica {
  readonly note: NoteId;
  readonly editor: string = newId();
  cursor: NoteCursor | null = null;
  private readonly notes: Notes;
  private readonly hears: ReplicaHears;
  private readonly onClosed: () => void;
  private readonly release: () => void;
  private copy: NoteCopy | null = null;
  /** The life that the page's copy is of; null before it has one. */
  private life: number | null = null;
  private ended: NoteEnd | null = null;
  private isClosed = false;

  constructor(notes: Notes, note: NoteId, hears: ReplicaHears, onClosed: () => void) {
    this.notes = notes;
    this.note = note;
    this.hears = hears;
    this.onClosed = onClosed;
    this.release = notes.demand.use(note);
  }

  /** The page has the note, and may write in it. */
  get isEditing(): boolean {
    return this.copy !== null && this.ended === null && !this.isClosed;
  }

  /** Something may have become possible: the note is here, or it is known that it never will be. */
  look(): void {
    if (this.copy !== null || this.ended !== null || this.isClosed) return;
    const copy = this.notes.copyOf(this.note);
    if (copy === null || !copy.isHere) {
      if (this.notes.lists.isGone(this.note)) this.end('gone');
      return;
    }
    this.copy = copy;
    const { doc, life } = copy.document;
    this.life = life;
    this.hears.whole(Y.encodeStateAsUpdate(doc));
    doc.on('update', this.pass);
    // Whoever is not known to be a reader writes for now, as the server will say.
    if (this.notes.mayEdit(this.note, this.notes.lists.channelOf(this.note)) === false) this.end('read-only');
    else this.notes.company.came(this);
  }

  /** Resolves when the update is written down on this device, in the note or beside it. */
  async write(update: Uint8Array): Promise<void> {
    const { note } = this;
    const life = this.life ?? this.notes.lifeOf(note);
    if (this.ended !== null && this.ended !== 'moved') return this.notes.writeAside(note, life, update);
    try {
      await this.notes.write(note, life, update, this);
    } catch (error) {
      if (!(error instanceof PortError) || error.code !== 'too-large') throw error;
      // Later words build on these, and would find no place in what goes to the server.
      const whole = this.copy?.document.encode();
      this.end('full');
      await this.notes.writeAside(note, life, update, whole);
    }
  }

  setCursor(cursor: NoteCursor | null): void {
    this.cursor = cursor;
    if (this.isEditing) this.notes.company.moved(this);
  }

  tellPresence(present: readonly NotePresence[]): void {
    if (this.isEditing) this.hears.presence(present);
  }

  end(why: NoteEnd): void {
    if (this.ended !== null || this.isClosed) return;
    const wasEditing = this.isEditing;
    this.ended = why;
    this.leave(wasEditing);
    this.hears.end(why);
  }

  close(): void {
    if (this.isClosed) return;
    const wasEditing = this.isEditing;
    this.isClosed = true;
    this.leave(wasEditing);
    this.release();
    this.onClosed();
  }

  private leave(wasEditing: boolean): void {
    this.copy?.document.doc.off('update', this.pass);
    if (wasEditing) this.notes.company.left(this);
  }

  private readonly pass = (update: Uint8Array, origin: unknown): void => {
    if (origin !== this) this.hears.update(update);
  };
}
