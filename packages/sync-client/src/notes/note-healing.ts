import type { ChannelId, NoteId } from '@lectern/contracts';
import type { NoteAside } from '@lectern/local-store';
import type { Clock } from '../clock.ts';
import type { Documents } from '../documents.ts';
import type { NoteAsides } from './note-asides.ts';
import type { NoteCopy } from './note-copy.ts';
import type { NoteJournal } from './note-journal.ts';
import type { NoteLists } from './note-lists.ts';
import type { WrittenHere } from './written-here.ts';

/** What others bring to a note after the server went back comes in quick succession, in milliseconds. */
const HEAL_AFTER_MS = 500;

export interface NoteHealingOptions {
  readonly journal: NoteJournal;
  readonly asides: NoteAsides;
  readonly written: WrittenHere;
  readonly lists: NoteLists;
  readonly documents: Pick<Documents, 'handOver' | 'dropOtherLives'>;
  readonly clock: Pick<Clock, 'after'>;
  readonly copyOf: (note: NoteId) => NoteCopy | null;
  readonly mayEdit: (note: NoteId, channel: ChannelId) => boolean | null;
  /** Resolves when the update is written down here and in the note. */
  readonly write: (note: NoteId, life: number, update: Uint8Array) => Promise<void>;
  readonly onFault: (error: unknown) => void;
}

/**
 * Notes of a server that went back (SPEC.md, H6): copies from before are kept aside until the notes say all that they
 * say, and what was written in them here is brought again.
 */
export class NoteHealing {
  private readonly options: NoteHealingOptions;
  /** Notes with copies from before the server went back, of which it is not known whether they are this person's to bring. */
  private readonly undecided = new Set<NoteId>();
  /** Notes that are healed soon. */
  private readonly healings = new Map<NoteId, () => void>();
  /** Notes that the server would not let be healed in this run. */
  private readonly unhealable = new Set<NoteId>();
  private isStopped = false;

  constructor(options: NoteHealingOptions) {
    this.options = options;
  }

  stop(): void {
    this.isStopped = true;
    for (const cancel of this.healings.values()) cancel();
  }

  /**
   * The note goes on in another epoch of the server, which may have lost some of what the copy says. It is kept aside
   * until all of it is in the note again: this device brings what was written here. A reader's copy is begun anew, once
   * the server has said in this epoch that they only read: those who wrote it have theirs. Answers whether the copy may
   * leave where it came from, because it is on disk here or is a reader's.
   */
  async outlived(note: NoteId, life: number, copy: Uint8Array): Promise<boolean> {
    const channel = this.options.lists.channelOf(note);
    // It is asked for again when a channel lists it.
    if (channel === null) return false;
    if (!this.hasWrittenIn(note) && this.options.mayEdit(note, channel) !== true) {
      if (this.isSaidToRead(note, life)) return true;
      this.undecided.add(note);
      return false;
    }
    const isKept = await this.options.asides.keep({ note, channel, life, copy, outlived: true }, []);
    this.healSoon(note);
    return isKept;
  }

  /** Hands over what is here of notes from before the server went back: no channel lists them any more. */
  async handOver(notes: readonly NoteId[]): Promise<void> {
    // After the turn in which they are closed.
    await Promise.resolve();
    for (const note of notes) await this.options.documents.handOver(note);
  }

  /** The server has let this person in, and said how far. */
  accepted(note: NoteId): void {
    if (this.undecided.delete(note)) this.options.documents.dropOtherLives().catch(this.options.onFault);
  }

  /** The server refused what was written in the note: brought once more it would be refused once more. */
  refused(note: NoteId): void {
    this.unhealable.add(note);
  }

  /** The note, or what is kept aside of it, has changed. */
  healSoon(note: NoteId): void {
    if (this.healings.has(note) || this.isStopped || this.outlivedOf(note).length === 0) return;
    const cancel = this.options.clock.after(HEAL_AFTER_MS, () => {
      this.healings.delete(note);
      this.heal(note).catch(this.options.onFault);
    });
    this.healings.set(note, cancel);
  }

  private async heal(note: NoteId): Promise<void> {
    const { journal, written, copyOf, write } = this.options;
    const { healed } = await import('./heal-note.ts');
    const document = copyOf(note)?.document;
    if (this.isStopped || !document?.synced) return;
    const isReader = document.readOnly && !this.hasWrittenIn(note);
    for (const aside of this.outlivedOf(note)) {
      const { own, isWhole } = healed(document.doc, aside.copy, written.of(note));
      if (isWhole || isReader) await journal.discard(aside);
      else if (own !== null && !document.readOnly && !this.unhealable.has(note)) {
        await write(note, document.life, own);
        // It has changed by that, and is looked at again.
        return;
      }
    }
  }

  /** Copies from before the server went back, of a note that has gone on. */
  private outlivedOf(note: NoteId): readonly NoteAside[] {
    const life = this.options.copyOf(note)?.document.life;
    return this.options.journal.setAsides.filter(
      (aside) => aside.outlived && aside.note === note && aside.life !== life && life !== undefined,
    );
  }

  private hasWrittenIn(note: NoteId): boolean {
    return this.options.written.has(note) || this.options.journal.of(note).length > 0;
  }

  /** The server has said in a later epoch that this person does not write in the note, or not even reads it. */
  private isSaidToRead(note: NoteId, life: number): boolean {
    const document = this.options.copyOf(note)?.document;
    const isHeard = document?.accepted === true && document.life !== life;
    return (isHeard && document.readOnly) || this.options.lists.isLost(note);
  }
}
