import type {
  ChannelEntry,
  ChannelId,
  ChannelRole,
  ConversationKey,
  CourseId,
  CourseRole,
  DenyReason,
  Me,
  Message,
  MessageId,
  MessageOp,
  MessageRecord,
  NoteId,
  Notice,
  Op,
  OpId,
  PersonEntry,
  PresenceEntry,
  SearchHit,
  SearchOrder,
  UserId,
} from '@lectern/contracts';
import type { ReminderState } from './reminders.ts';

/** What crosses the port (`port.ts`): the values of views, and what commands are told and answer. */

// --- the durability ladder ------------------------------------------------------------------------------------

/**
 * Where a thing stands that this person wrote. `unsaved`: Enter was pressed and the first write to disk is not yet
 * confirmed (no mark is shown). `server`: the scribe has committed it.
 */
export type Rung = 'unsaved' | 'device' | 'sending' | 'server' | 'refused';

/** An op of this device that has not been seen to its end. */
export interface PendingOp {
  readonly op: Op;
  readonly rung: Exclude<Rung, 'server'>;
  /** Device clock when it was written. */
  readonly since: number;
  /** Set when refused. */
  readonly reason?: DenyReason;
  /** Name of the channel it is for, as last known. */
  readonly channelName: string;
}

// --- values of the views -------------------------------------------------------------------------------------

/**
 * See `connection.ts` for the transitions. `locked`: the session has ended; the store waits for its person. `outdated`: the
 * server serves only newer versions of this app; `ahead`: this app is newer than the server.
 */
export type ConnectionState =
  | 'connecting'
  | 'connected'
  | 'slow'
  | 'offline'
  | 'server-down'
  | 'locked'
  | 'outdated'
  | 'ahead';
export interface ConnectionView {
  readonly state: ConnectionState;
  /** Device clock of the last byte from the server, or null when there was none since the store was made. */
  readonly upToDateAt: number | null;
  /** Ops that are on their way to the server, and notes in which changes are. */
  readonly waiting: number;
  /** The notes among them. */
  readonly waitingNotes: number;
  /** Ops that the server has refused and that the person has not yet put aside, and notes that did not take something. */
  readonly refused: number;
}

export type SessionView =
  /** Nobody has signed in on this browser, or the last person signed out. */
  | { readonly state: 'none' }
  | { readonly state: 'open'; readonly me: Me }
  /** The server no longer knows the session; the store is kept, unreadable, until this person signs in again. */
  | { readonly state: 'locked'; readonly me: Me; readonly unsent: number };

/** How much of a channel a person wants to hear of. `shownUnread` says what each means. */
export const channelLevels = ['all', 'mentions', 'nothing'] as const;
export type ChannelLevel = (typeof channelLevels)[number];
export interface ChannelCare {
  readonly level: ChannelLevel;
  /** Device clock in milliseconds, `FOR_EVER`, or null when it is not muted. */
  readonly mutedUntil: number | null;
}
export const FOR_EVER = Number.MAX_SAFE_INTEGER;

/** What is shown of the unread messages of a channel: numbers that are counted, and whether its name says so. */
export interface ShownUnread {
  readonly unread: number;
  readonly mentions: number;
  readonly isNew: boolean;
}
export interface SidebarChannel extends ChannelEntry, ShownUnread {
  readonly care: ChannelCare;
  readonly isMuted: boolean;
  readonly role: ChannelRole;
  /** Whether the composer is open to this person, as far as is known here; the reason otherwise. */
  readonly mayPost: true | DenyReason;
  /** Waiting ops of this device for the channel. */
  readonly waiting: number;
}
export interface SidebarCourse {
  readonly id: CourseId;
  readonly name: string;
  readonly role: CourseRole;
  readonly channels: readonly SidebarChannel[];
  /** Public channels of the directory that this person has left, or archived ones. */
  readonly others: readonly ChannelEntry[];
}
export interface SidebarView {
  readonly courses: readonly SidebarCourse[];
  /** False until the first answer of store or server: show places, not "nothing here". */
  readonly ready: boolean;
}

/**
 * A pending message has no seq yet; it stands beyond every one that a server gives. It may be on the server already:
 * until its row has come, only the server knows its place.
 */
export const PROVISIONAL_SEQ = 2 ** 52;

/** One row of a conversation. A pending message stands after all committed ones, in the order it was written. */
export interface TimelineItem {
  readonly record: MessageRecord;
  /** The message that this one answers, or in whose thread it was said, when it is stored here. */
  readonly quoted?: MessageRecord;
  /** Replies in this message's thread that are new to this person, who follows it; left out when there are none. */
  readonly newReplies?: number;
  /** This person keeps it for later. */
  readonly saved?: true;
  /** Present on this person's own messages of which the end is not old news. */
  readonly rung?: Rung;
  readonly reason?: DenyReason;
  /** The last change of this message that waits; the record already shows its result. */
  readonly change?: {
    readonly op: OpId;
    readonly kind: Exclude<MessageOp['kind'], 'send'>;
    readonly rung: Rung;
    readonly reason?: DenyReason;
  };
}
/** What lies beyond an end of the shown rows. */
export type Edge =
  /** There is nothing more: the beginning, or the newest message. */
  | 'end'
  /** More is stored; widen the window. */
  | 'stored'
  /** The hub is fetching it. */
  | 'loading'
  /** More exists on the server only, and there is no connection. */
  | 'needs-connection';
export interface TimelineView {
  readonly items: readonly TimelineItem[];
  readonly older: Edge;
  readonly newer: Edge;
  /** Highest seq this person has read in the channel. */
  readonly readSeq: number;
  /** Messages of others beyond it. */
  readonly unread: number;
  /** Highest seq that has come: what was said in threads stands beyond the last row. */
  readonly lastSeq: number;
  readonly ready: boolean;
}
/** The end of a thread: its first message and at most `most` replies. */
export interface ThreadWindow {
  readonly channel: ChannelId;
  readonly thread: MessageId;
  readonly most: number;
}
export interface ThreadView {
  /** `missing`: there is none at this address, or none that this person may read. */
  readonly state: 'open' | 'loading' | 'needs-connection' | 'missing';
  /** Null while it is not open. */
  readonly root: TimelineItem | null;
  /** In order; pending ones last. */
  readonly replies: readonly TimelineItem[];
  readonly older: Edge;
  /** Highest seq that this person has read in the thread. */
  readonly readSeq: number;
  readonly follows: boolean;
}
/** Rows around `anchor`: `before` rows up to and including it, `after` rows beyond it. */
export interface TimelineWindow {
  readonly channel: ChannelId;
  readonly anchor: number | 'end';
  readonly before: number;
  readonly after: number;
}

/** Pinned messages, first to last. */
export interface PinsView {
  readonly items: readonly TimelineItem[];
}
/** Questions without an accepted answer, newest first. */
export interface QuestionsView {
  readonly items: readonly TimelineItem[];
  /** `all`: there are no others. `newest`: there are older ones. `some`: others may be on the server only. */
  readonly known: 'all' | 'newest' | 'some';
}
/** Messages about passages of a note, newest first. */
export interface NoteQuestionsView extends QuestionsView {
  readonly items: readonly (TimelineItem & { readonly record: Message })[];
  /** The block of the note beside which each stands; none when its passage is not there any more. */
  readonly places: { readonly [message: MessageId]: string };
}
/** What this person keeps for later: a message, or words of their own. */
export type SavedItem = SavedMessageItem | SavedTextItem;
interface SavedBase {
  readonly message: MessageId;
  /** Device clock when it was saved. */
  readonly at: number;
  readonly reminder: Reminder | null;
}
/** What is to be reminded of: a message, or words of the person's own. */
export type RemindedOf = { readonly channel: ChannelId; readonly seq: number } | { readonly text: string };
export interface Reminder {
  /** Device clock. */
  readonly at: number;
  readonly state: ReminderState;
}
export interface SavedTextItem extends SavedBase {
  readonly text: string;
}
export interface SavedMessageItem extends SavedBase {
  readonly channel: ChannelId;
  readonly seq: number;
  readonly record: MessageRecord | null;
  /** What becomes of a message that is not stored here; null when it is. */
  readonly missing: 'loading' | 'needs-connection' | 'not-yours' | null;
}

export interface PeopleView {
  readonly people: readonly PersonEntry[];
  readonly presence: readonly PresenceEntry[];
  readonly ready: boolean;
}
export interface NoticeItem extends Notice {
  readonly read: boolean;
  /** The message's record, when it is stored here. */
  readonly record: MessageRecord | null;
}
export interface StorageView {
  /** Whether the browser has promised not to clear the store; null while it has not been asked. */
  readonly persisted: boolean | null;
  readonly usedBytes: number | null;
  /** False when the browser refuses IndexedDB: everything works online and nothing is kept. */
  readonly works: boolean;
  /** The last write failed for want of space. */
  readonly full: boolean;
}
/** How far back each of the person's channels is on this device. */
export interface CoverageView {
  readonly channels: readonly ChannelCoverage[];
}
export interface ChannelCoverage {
  readonly channel: ChannelId;
  /** Every message of it is here. */
  readonly whole: boolean;
  /** Server clock from which on every message is here; null when all are, or none. */
  readonly since: number | null;
}
/** Counts are exact as far as messages are stored here; of each kind the latest messages are named. */
export interface AwayView {
  /** Device clock when the person had last seen the channel. */
  readonly since: number;
  /** Nothing that happened since can be missing. */
  readonly whole: boolean;
  /** New messages of others. */
  readonly fresh: number;
  readonly mentions: AwayPart;
  /** Messages that had been there. */
  readonly edited: AwayPart;
  readonly deleted: AwayPart;
  /** Questions that have an accepted answer now. */
  readonly accepted: AwayPart;
  /** Messages that were here and are not on the server any more, since it goes on from an earlier copy. */
  readonly lost: AwayPart;
  /** Notes of the channel that others changed. */
  readonly notes: readonly AwayNote[];
}
export interface AwayNote {
  readonly note: NoteId;
  readonly title: string;
  /** `changed`: since this person last read it here. `new` and `edited`: one that they never opened here. */
  readonly kind: 'changed' | 'new' | 'edited';
  /** How many paragraphs came, went or changed; null when that is not known, and no changes can be shown. */
  readonly paragraphs: number | null;
  /** Who made it, or wrote in it last; null when that is not known. */
  readonly by: UserId | null;
  /** Device clock when this person last saw it; null when they never opened it here. */
  readonly since: number | null;
}
export interface AwayPart {
  readonly count: number;
  readonly records: readonly MessageRecord[];
}

/** What becomes of the history that is not here yet. */
export type FillState =
  /** Nothing is fetched by itself: the person wants it so, or nothing lasts here. */
  | 'off'
  /** There is more, and no connection. */
  | 'needs-connection'
  | 'filling'
  /** Everything is here. */
  | 'whole'
  /** More would be beyond the budget. */
  | 'budget'
  /** The disk is too full. */
  | 'no-room';
export interface StoredHistoryView {
  readonly state: FillState;
  /** What the messages stored here take, about, and what they may take, in bytes. */
  readonly bytes: number;
  readonly budget: number;
  readonly channels: number;
  readonly wholeChannels: number;
  /** Server clock from which on every message of every channel is here; null when all are, or that cannot be said. */
  readonly since: number | null;
}
export interface Settings {
  readonly theme: 'system' | 'light' | 'dark';
  readonly presence: 'auto' | 'busy';
  readonly enterSends: boolean;
  readonly singleKeys: boolean;
  /** What was last searched for, the newest first. */
  readonly searches: readonly string[];
}
/** A draft that the server has not got. One that `stays` will not get there: it is too much, or was turned down. */
export interface LooseDraft extends ConversationPlace {
  readonly channelName: string;
  readonly body: Message['body'];
  readonly stays: boolean;
}

/** The first message from a moment on. */
export interface DatePlace {
  /** Null: the newest messages. */
  readonly seq: number | null;
  /** False when only what is stored here could be asked, and earlier messages from that moment on may be missing. */
  readonly sure: boolean;
}

/** A search of what is stored here, in the words that a person typed. */
export interface LocalSearchRequest {
  readonly q: string;
  readonly order: SearchOrder;
  readonly limit: number;
}
export interface LocalSearchAnswer {
  readonly hits: readonly SearchHit[];
  readonly more: boolean;
  /** Words that stand nowhere here, and what was looked for in their place. */
  readonly mended: readonly { readonly typed: string; readonly meant: string }[];
  /** Part of what is stored is still being read in. */
  readonly behind: boolean;
}
/** An earlier question that is about the same. */
export interface SimilarQuestion {
  readonly message: Message & { readonly channel: ChannelId };
  readonly isAnswered: boolean;
}
/** A channel, or one thread of it. */
export interface ConversationPlace {
  readonly channel: ChannelId;
  readonly thread?: MessageId;
}

/** How far a channel or thread had been read. */
export interface ReadBefore {
  readonly key: ConversationKey;
  readonly seq: number;
}
