import type { ChannelId, NoteBody, NoteEntry, NoteId, UserId } from '@lectern/contracts';

/** A note of a channel as lists show it. */
export interface NoteItem extends NoteEntry {
  /** Made or changed here, and not on the server yet. */
  readonly waiting: boolean;
}

/** Where what this device wrote in a note is: the ladder of messages, without *delivered*. */
export interface NoteRung {
  /**
   * `unsaved`: in memory alone, because this browser keeps nothing; `device`: written down here; `sending`: on its way;
   * `server`: in the server's log, all of it.
   */
  readonly state: 'unsaved' | 'device' | 'sending' | 'server';
  /** Changes that the server has not logged. */
  readonly changes: number;
  /** Device clock of the first of them; null when there are none. */
  readonly since: number | null;
}

/** A note as its readers see it. */
export interface NoteView {
  /** Null while it is not known here, or when there is no such note for this person. */
  readonly note: NoteItem | null;
  /** `loading`: it is being read or fetched; `needs-connection`: it has never been here; `gone`: not yours to read. */
  readonly state: 'loading' | 'here' | 'needs-connection' | 'gone';
  readonly body: NoteBody;
  readonly mayEdit: boolean;
  readonly rung: NoteRung;
  /** What others changed since this person last read it on this device; null when nothing did, or that is not known. */
  readonly changed: NoteChanged | null;
  /** What this person wrote and the note did not take, because they may not edit it any more, or it was refused. */
  readonly setAside: { readonly at: number; readonly body: NoteBody } | null;
}

export interface NoteChanged {
  /** Device clock when the person last saw it before. */
  readonly since: number;
  /** How many paragraphs came, went or changed; null when that is not known, and no changes can be shown. */
  readonly paragraphs: number | null;
  /** Who wrote last since; null when that is not known. */
  readonly by: UserId | null;
}
/** What a note said when this person last read it on this device, and what it said when the device had caught up. */
export interface NoteChanges {
  /** Device clock when the person last saw it before. */
  readonly since: number;
  readonly before: NoteBody;
  readonly after: NoteBody;
}

/** A note of which something is not on the server. */
export interface UnsentNote {
  readonly note: NoteId;
  readonly channel: ChannelId;
  /** As last known. */
  readonly title: string;
  readonly channelName: string;
  readonly rung: NoteRung;
  /** The words of what waits. */
  readonly text: string;
  /** Device clock of the latest that was set aside; null when nothing was. */
  readonly setAside: number | null;
}

/** Where somebody's caret is: ends of a selection as Yjs relative positions (`encodeRelativePosition`). */
export interface NoteCursor {
  readonly anchor: Uint8Array;
  readonly focus: Uint8Array;
}
export interface NotePresence {
  readonly user: UserId;
  /** One of the person's open editors; random, and new with each. */
  readonly editor: string;
  /** Null: here, without a caret in the text. */
  readonly cursor: NoteCursor | null;
}

/**
 * A page's copy of a note's document, kept in step by the hub. The page has a Y.Doc of its own: it applies what it is
 * given and hands over what it wrote.
 */
export interface NoteReplica {
  /** The whole document as it is here now, and then every later update, in order. Called before anything else. */
  onUpdate(listener: (update: Uint8Array) => void): void;
  /** Hands over what this page wrote. Resolves when it is written down on this device. */
  write(update: Uint8Array): Promise<void>;
  setCursor(cursor: NoteCursor | null): void;
  /** Everybody else who has the note open in an editor. */
  onPresence(listener: (present: readonly NotePresence[]) => void): void;
  /** It is over, whyever. What could not be written any more is kept beside the note. */
  onEnd(listener: (why: NoteEnd) => void): void;
  close(): void;
}

/**
 * Why a page's copy of a note ends: its person may not edit any more, has lost the note, it goes on under another life,
 * or more of it waits on this device than may.
 */
export type NoteEnd = 'read-only' | 'gone' | 'moved' | 'full';

export type OpenNoteReplica = (note: NoteId) => NoteReplica;
