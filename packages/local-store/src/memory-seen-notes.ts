import type { NoteBody, NoteId } from '@lectern/contracts';
import type { SeenNote, SeenNoteStore } from './seen-notes.ts';

/** What was seen of notes, as long as the storage lives. */
export class MemorySeenNotes implements SeenNoteStore {
  private readonly rows = new Map<NoteId, SeenNote>();
  private readonly bodies = new Map<NoteId, NoteBody>();

  async readAll(): Promise<readonly SeenNote[]> {
    return [...this.rows.values()];
  }

  async readBody(note: NoteId): Promise<NoteBody | null> {
    return this.bodies.get(note) ?? null;
  }

  async put(seen: SeenNote, body: NoteBody | null): Promise<void> {
    this.rows.set(seen.note, seen);
    if (body === null) this.bodies.delete(seen.note);
    else this.bodies.set(seen.note, body);
  }

  async drop(notes: readonly NoteId[]): Promise<void> {
    for (const note of notes) {
      this.rows.delete(note);
      this.bodies.delete(note);
    }
  }
}
