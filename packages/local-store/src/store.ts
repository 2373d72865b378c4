import type {
  Body,
  ChannelEntry,
  ChannelId,
  ChannelMembership,
  ConversationKey,
  CourseId,
  CourseMembership,
  DenyReason,
  DeviceId,
  FollowedThread,
  Me,
  MessageId,
  MessageRecord,
  NoteEntry,
  NoteId,
  Notice,
  Op,
  OpId,
  PersonEntry,
  UserId,
} from '@lectern/contracts';
import type { Doc } from 'yjs';
import type { SeenPlace, StoredDigest } from './digest.ts';
import type { EpochStart } from './epochs.ts';
import type { Range } from './ranges.ts';
import type { SearchStore } from './search/search-store.ts';
import type { SeenNoteStore } from './seen-notes.ts';
import type { StorageFault } from './storage-fault.ts';

/**
 * What one person has on this device. Two implementations: over IndexedDB, and in memory for browsers that refuse
 * it. Both pass `store-contract.ts`. A failed write rejects with `StorageFault`.
 */
export interface Store {
  readonly user: UserId;
  /** False for a store that is gone when the hub is: nothing in it may be called safe. */
  readonly durable: boolean;
  readonly mirror: MirrorStore;
  readonly search: SearchStore;
  readonly journal: JournalStore;
  readonly notes: NoteJournalStore;
  readonly seenNotes: SeenNoteStore;
  readonly facts: FactStore;
  readonly documents: DocumentStore;
  /** Calls the listener when another hub of this browser has written to the same store. */
  onForeignChange(listener: (change: ForeignChange) => void): () => void;
  /** Calls the listener when a write failed and something in memory went on in its place. */
  onFault(listener: (fault: StorageFault) => void): void;
  /** Calls the listener, once, when the browser has taken everything away from under the open store. */
  onLost(listener: () => void): void;
  close(): Promise<void>;
  /** Removes everything of this person, unsent ops included, and closes. */
  wipe(): Promise<void>;
}
export type ForeignChange =
  | { readonly what: 'mirror'; readonly channel: ChannelId }
  | { readonly what: 'journal' }
  | { readonly what: 'notes' }
  | { readonly what: 'seenNotes' }
  | { readonly what: 'facts'; readonly key: keyof Facts };

// --- the mirror of messages -----------------------------------------------------------------------------------

export interface MirrorStore {
  /**
   * Writes records over lower revs, adds what is now held whole and raises the cursor, all in one transaction
   * (rule 3). Tombstones are stored for messages that were never held too. `null` leaves range or cursor alone.
   */
  applyRecords(
    channel: ChannelId,
    records: readonly MessageRecord[],
    held: Range | null,
    cursor: number | null,
  ): Promise<void>;
  /** Forgets the channel's rows and begins with these: for a reader too far behind to page through all changes. */
  replaceRecords(
    channel: ChannelId,
    records: readonly MessageRecord[],
    held: Range,
    cursor: number,
  ): Promise<void>;
  /**
   * Forgets what the server has lost, once it goes on from an earlier copy: rows, ranges and the cursor are those of what
   * it has. Answers the rows that are gone.
   */
  rewind(channel: ChannelId, starts: readonly EpochStart[]): Promise<readonly MessageRecord[]>;
  readProgress(channel: ChannelId): Promise<Progress>;
  readWindow(channel: ChannelId, window: WindowRequest): Promise<StoredWindow>;
  /** Writes replies of a thread, of which all are held from `held.from` to `held.to`. Channel and cursor stay. */
  applyReplies(
    channel: ChannelId,
    thread: MessageId,
    records: readonly MessageRecord[],
    held: Range,
  ): Promise<void>;
  /** The newest replies of a thread, at most `most`; there is no hole between any two of them. */
  readReplies(channel: ChannelId, thread: MessageId, most: number): Promise<StoredReplies>;
  /** Other people's living replies of a thread beyond `seq`. */
  countReplies(channel: ChannelId, thread: MessageId, seq: number): Promise<number>;
  /** Those of these messages that are stored, wherever they stand, in no order. */
  readRecords(ids: readonly MessageId[]): Promise<readonly StoredRecord[]>;
  /** Stored pinned messages of a channel, in the order of their places. */
  readPinned(channel: ChannelId): Promise<readonly MessageRecord[]>;
  /** The newest stored questions of a channel that have no accepted answer, newest first. */
  readOpenQuestions(channel: ChannelId, most: number): Promise<readonly MessageRecord[]>;
  /** Messages about a passage of a note of the channel, newest first. */
  readAboutNote(channel: ChannelId, note: NoteId, most: number): Promise<readonly MessageRecord[]>;
  /**
   * Other people's living messages beyond `seq`, and how many of them mention this person. What was said in a thread
   * alone counts where it does.
   */
  countUnread(channel: ChannelId, seq: number): Promise<Unread>;
  /** What has happened between two places, as far as it is stored. */
  digest(channel: ChannelId, since: SeenPlace, upTo: SeenPlace): Promise<StoredDigest>;
  /** The newest seq that was committed before a moment of the server's clock, which grows with seq; 0 when none is held. */
  lastSeqBefore(channel: ChannelId, at: number): Promise<number>;
  /** Removes every row, range and the cursor: the person may not read the channel any more. */
  dropChannel(channel: ChannelId): Promise<void>;
  /** Channels of which anything is stored. */
  channels(): Promise<readonly ChannelId[]>;
}
export interface Progress {
  /** Every change of the channel up to this rev is in the rows that are held; null before the first. */
  readonly cursor: number | null;
  readonly ranges: readonly Range[];
  /** The rev at which the mirror began anew with the tail: changes up to it were never paged through. Else 0. */
  readonly begun: number;
  /** About what the channel's rows take on disk; see `rowBytes`. */
  readonly bytes: number;
}
export interface WindowRequest {
  readonly anchor: number | 'end';
  /** Rows up to and including the anchor. */
  readonly before: number;
  /** Rows beyond the anchor. */
  readonly after: number;
  /** Replies of threads too, each in its place; otherwise only what the channel's own list shows. */
  readonly replies?: true;
}
export interface StoredReplies {
  readonly records: readonly MessageRecord[];
  /** More of them are held. */
  readonly more: boolean;
  /** All replies from this place on are held; null when that can be said of none. */
  readonly from: number | null;
}
export interface StoredWindow {
  /** In `seq` order, all from one range: there is no hole between any two of them. */
  readonly records: readonly MessageRecord[];
  /** The range they are from; null when the anchor is not held. */
  readonly range: Range | null;
  /** More rows of the range lie beyond the window. */
  readonly moreBefore: boolean;
  readonly moreAfter: boolean;
  /** The range is the newest one that is held. */
  readonly newest: boolean;
}
export interface StoredRecord {
  readonly channel: ChannelId;
  readonly record: MessageRecord;
}
export interface Unread {
  readonly unread: number;
  readonly mentions: number;
}

// --- the journal of ops ---------------------------------------------------------------------------------------

/**
 * `waiting`: not yet judged. `committed`: the server has said so, its effect is not yet in the mirror (rule 8).
 * `refused`: kept until the person discards it. `done`: over; kept for 30 days. `offered`: was done and is said once
 * more to a server that was restored from an older copy (rule 10); what that does not take is `refused`. `held`:
 * the deletion of a message that was taken back when it may have left already; it waits for its message to be seen.
 */
export type JournalState = 'held' | 'waiting' | 'committed' | 'refused' | 'done' | 'offered';
export interface JournalRow {
  /** Order in which the ops of this device were written. */
  readonly n: number;
  readonly op: Op;
  readonly state: JournalState;
  /** Device clock when it was written. */
  readonly since: number;
  /** The op as JSON, in UTF-8 bytes. */
  readonly bytes: number;
  /** Name of its channel as then known: the channel may be gone when the op is refused. */
  readonly channelName: string;
  readonly reason?: DenyReason;
  /** Rev of the committed change. */
  readonly rev?: number;
  /** Device clock when it was over. */
  readonly endedAt?: number;
  /** It was over before it was offered again. */
  readonly again?: true;
}
export type NewJournalRow = Pick<JournalRow, 'op' | 'since' | 'bytes' | 'channelName'> & {
  /** `waiting` when it is left out. */
  readonly state?: 'held' | 'waiting';
};
/** How far an op has come. `waiting`: what was held is to be sent. */
export type JournalEnd =
  | { readonly state: 'waiting' }
  | { readonly state: 'committed'; readonly rev: number }
  | { readonly state: 'refused'; readonly reason: DenyReason }
  | { readonly state: 'done'; readonly at: number };

export interface JournalStore {
  /** Answers once the op is confirmed on disk (rule 6). An id that is known answers its row and writes nothing. */
  add(row: NewJournalRow): Promise<JournalRow>;
  /** Moves ops on. A state never goes back: what is over stays over. Unknown ids are passed over. */
  end(ops: readonly { readonly op: OpId; readonly end: JournalEnd }[]): Promise<void>;
  /** Everything that is not done, in order. */
  readOpen(): Promise<readonly JournalRow[]>;
  remove(op: OpId): Promise<void>;
  /** Removes ops that were committed and that hold words of these messages, which are deleted. */
  erase(messages: readonly MessageId[]): Promise<void>;
  /** Offers everything that is done, or that the server has said to be committed, once more. */
  offerDone(): Promise<void>;
  /** What is offered and the server has certainly lost waits again, and is shown to do so. */
  reopen(ops: readonly OpId[]): Promise<void>;
  /** Removes ops that were done, or held, before this time. */
  prune(doneBefore: number): Promise<void>;
}

// --- the journal of notes ----------------------------------------------------------------------------------------

/** What this device wrote in a note and the server has not logged, as updates of the note's document. */
export interface NoteJournalRow {
  /** Order in which the updates of this device were written. */
  readonly n: number;
  readonly note: NoteId;
  readonly channel: ChannelId;
  /** The life of the note's document that it was written in. */
  readonly life: number;
  readonly update: Uint8Array;
  /** Names as then known: the note and its channel may be out of reach later. */
  readonly title: string;
  readonly channelName: string;
  /** Changes that the update is of. */
  readonly changes: number;
  /** Device clock of the first of them. */
  readonly since: number;
}
export type NewNoteJournalRow = Omit<NoteJournalRow, 'n'>;

/** What the person wrote and a note will not take: kept until the person discards it. */
export interface NoteAside {
  readonly n: number;
  readonly note: NoteId;
  readonly channel: ChannelId;
  /** The life of the note's document that it was written in. */
  readonly life: number;
  readonly title: string;
  readonly channelName: string;
  /** Device clock when it was put here. */
  readonly at: number;
  /** A note's document that says it, as one update. */
  readonly copy: Uint8Array;
  /** It is all that was here when the server went back, until all of that is in the note again. */
  readonly outlived?: true;
}
export type NewNoteAside = Omit<NoteAside, 'n'>;

export interface NoteJournalStore {
  /** Answers once all of them are confirmed on disk. */
  append(rows: readonly NewNoteJournalRow[]): Promise<readonly NoteJournalRow[]>;
  /** Everything that the server has not logged, in order. */
  read(): Promise<readonly NoteJournalRow[]>;
  /** The server has logged these. */
  remove(rows: readonly number[]): Promise<void>;
  /** Writes one row in place of several that it says the same as; it stands where the last of them stood. */
  fold(rows: readonly number[], row: NewNoteJournalRow): Promise<void>;
  /** Puts a copy aside in place of these rows, and of an older copy where one is named. */
  setAside(aside: NewNoteAside, rows: readonly number[], older?: number): Promise<NoteAside>;
  readAsides(): Promise<readonly NoteAside[]>;
  discardAside(aside: number): Promise<void>;
}

// --- facts ----------------------------------------------------------------------------------------------------

/** What the screens need before any document is loaded, kept as last known. */
export interface Facts {
  inbox: {
    readonly courses: readonly CourseMembership[];
    readonly channels: readonly ChannelMembership[];
    readonly threads: readonly FollowedThread[];
    readonly notices: readonly Notice[];
  };
  courses: { readonly [course: CourseId]: CourseFacts };
  /** Folded over the person's devices. */
  reads: { readonly [conversation: ConversationKey]: ReadPosition };
  /** Notices up to this id are read. */
  noticesRead: number;
  drafts: { readonly [conversation: ConversationKey]: Body };
  settings: { readonly [key: string]: unknown };
  saved: { readonly [message: MessageId]: SavedMessage | SavedText };
  /** Saved, let go of and moved on this device, and not yet logged by the server. */
  savedUnlogged: readonly MessageId[];
  /** Of which the person was reminded on this device, not yet logged by the server. */
  remindedUnlogged: readonly MessageId[];
  /** How far the server's clock is ahead of this device's, in milliseconds, where they are far apart. */
  clockSkew: number;
  /** Drafts and settings of this device that the server has not yet logged: re-applied to a new life (rule 9). */
  unlogged: {
    readonly drafts: readonly ConversationKey[];
    readonly settings: readonly string[];
    readonly noticesRead: boolean;
  };
  /** Notes of each channel, as its document lists them. */
  notes: { readonly [channel: ChannelId]: readonly NoteEntry[] };
  /** Notes that were opened here, and when on the device's clock: the latest of them are kept. */
  notesOpened: { readonly [note: NoteId]: number };
  /**
   * Of what of each channel's notes the person has been told on this device. A channel that is not among them was never
   * looked at since there is such telling.
   */
  notesTold: { readonly [channel: ChannelId]: { readonly [note: NoteId]: string } };
  /** How far this device has shown each channel to the person when they last left it. */
  seen: { readonly [channel: ChannelId]: SeenPlace & { readonly at: number } };
  /** How much of the history may be stored here, in bytes. Of this device alone. */
  historyBudget: number;
  /** Device clock of the last byte from the server. */
  heardAt: number;
  /** Present lives of the person's own documents. */
  lives: { readonly user: number; readonly inbox: number };
  /** The newest epoch that the server was seen in. */
  epoch: number;
  /** Where the journal ended when that began. */
  lastBefore: number;
  /**
   * Messages that were here and that the server has lost: for telling, and so that nothing is sent that is about them
   * until they are back. `told`: the person has put the word of it aside.
   */
  lost: { readonly [channel: ChannelId]: LostMessages };
  /** What this device has written in notes, as far as a server that has lost it may need it again. */
  noteWritten: { readonly [note: NoteId]: WrittenInNote };
  /** A copy of a document that the server refused, kept for whoever wants to know why. One at most. */
  setAside: { readonly name: string; readonly at: number; readonly bytes: Uint8Array };
}
export interface WrittenInNote {
  /** Yjs client ids. */
  readonly clients: readonly number[];
  /** What was taken out: client id, clock and length of each run. */
  readonly deleted: readonly (readonly [client: number, clock: number, length: number])[];
}
export interface LostMessages {
  /** Device clock when that was noticed. */
  readonly at: number;
  readonly records: readonly MessageRecord[];
  readonly told?: true;
}
export interface CourseFacts {
  readonly name: string;
  readonly channels: readonly ChannelEntry[];
  readonly people: readonly PersonEntry[];
}
export interface ReadPosition {
  readonly turn: number;
  readonly seq: number;
}
/** A message kept for later, and where it stands. */
export interface SavedMessage {
  readonly channel: ChannelId;
  readonly seq: number;
  /** Device clock when it was saved. */
  readonly at: number;
  /** Server clock when the person wants to be reminded of it. */
  readonly remind?: number;
  /** The moment of which they have been reminded. */
  readonly reminded?: number;
}
/** Words of which a person wants to be reminded. */
export interface SavedText extends Omit<SavedMessage, 'channel' | 'seq'> {
  readonly text: string;
  readonly remind: number;
}
export interface FactStore {
  readAll(): Promise<Partial<Facts>>;
  write<Key extends keyof Facts>(key: Key, value: Facts[Key]): Promise<void>;
}

// --- documents ------------------------------------------------------------------------------------------------

export interface DocumentStore {
  /** Loads what is stored under the wire name into the document and goes on to store its updates. */
  open(name: string, doc: Doc): StoredDocument;
  /** Wire names of all stored documents. */
  names(): Promise<readonly string[]>;
  /** Removes a stored document that is not open. */
  drop(name: string): Promise<void>;
}
export interface StoredDocument {
  /** Ends when the stored copy has been applied: all of it at once, or false when it is not to be had. Never rejects. */
  readonly loaded: Promise<boolean>;
  /** Stores what the document is now in place of how it came to be: what was deleted from it is gone from the disk. */
  compact(): Promise<void>;
  close(): Promise<void>;
}

// --- the device -----------------------------------------------------------------------------------------------

/** What the browser knows before anybody's store is open. */
export interface DeviceStore {
  read(): Promise<SignedIn | null>;
  /** Remembers who is signed in, and answers this device's id for that person, the same every time. */
  signIn(me: Me): Promise<DeviceId>;
  /** The session has ended: the store stays, closed, until the same person signs in. */
  lock(user: UserId): Promise<void>;
  /** Forgets the person. */
  signOut(user: UserId): Promise<void>;
}
export interface SignedIn {
  readonly me: Me;
  readonly device: DeviceId;
  readonly locked: boolean;
}

/** Where stores come from. */
export interface Storage {
  /** False when the browser refuses IndexedDB: everything works online and nothing is kept. */
  readonly durable: boolean;
  readonly device: DeviceStore;
  openStore(user: UserId): Promise<Store>;
}
