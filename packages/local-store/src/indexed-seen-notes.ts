import type { NoteBody, NoteId } from '@lectern/contracts';
import type { MirrorDatabase } from './databases.ts';
import type { SeenNote, SeenNoteStore } from './seen-notes.ts';
import { guarded } from './storage-fault.ts';

/** What was seen of notes in IndexedDB. Bodies stand apart: which notes were seen is read at every start. */
export class IndexedSeenNotes implements SeenNoteStore {
  private readonly db: MirrorDatabase;
  private readonly track: <T>(write: Promise<T>) => Promise<T>;
  private readonly onWritten: () => void;

  /** `track` is told of every write, so that closing can wait for it. */
  constructor(db: MirrorDatabase, track: <T>(write: Promise<T>) => Promise<T>, onWritten: () => void) {
    this.db = db;
    this.track = track;
    this.onWritten = onWritten;
  }

  readAll(): Promise<readonly SeenNote[]> {
    return guarded(() => this.db.seenNotes.toArray());
  }

  async readBody(note: NoteId): Promise<NoteBody | null> {
    return (await guarded(() => this.db.seenBodies.get(note)))?.body ?? null;
  }

  put(seen: SeenNote, body: NoteBody | null): Promise<void> {
    return this.write(async () => {
      await this.db.seenNotes.put(seen);
      if (body === null) await this.db.seenBodies.delete(seen.note);
      else await this.db.seenBodies.put({ note: seen.note, body });
    });
  }

  drop(notes: readonly NoteId[]): Promise<void> {
    return this.write(async () => {
      await this.db.seenNotes.bulkDelete([...notes]);
      await this.db.seenBodies.bulkDelete([...notes]);
    });
  }

  private async write(access: () => Promise<void>): Promise<void> {
    const { seenNotes, seenBodies } = this.db;
    await this.track(guarded(() => this.db.transaction('rw', seenNotes, seenBodies, access)));
    this.onWritten();
  }
}
