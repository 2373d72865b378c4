import type { ChannelId, NoteBody, NoteId } from '@lectern/contracts';

/** That a person has seen a note on this device, without what it said then. */
export interface SeenNote {
  readonly note: NoteId;
  readonly channel: ChannelId;
  /** The life of the note's document that was seen. */
  readonly life: number;
  /** Device clock when it was last on screen. */
  readonly at: number;
  /** When it had been written in last, as the channel's list said then; 0 when nobody had. */
  readonly edited: number;
  /** By which it is known whether a note says the same; null when what was seen is not to be known any more. */
  readonly print: string | null;
  /** What the kept body takes, about; 0 when none is kept. */
  readonly bytes: number;
}

/** What notes said when their person last saw them on this device: their words leave with those of the note itself. */
export interface SeenNoteStore {
  /** All of them, in no order. */
  readAll(): Promise<readonly SeenNote[]>;
  /** What a note said; null when that is not kept. */
  readBody(note: NoteId): Promise<NoteBody | null>;
  /** Writes a note over what was known of it; with a null body nothing of what it said stays. */
  put(seen: SeenNote, body: NoteBody | null): Promise<void>;
  drop(notes: readonly NoteId[]): Promise<void>;
}
