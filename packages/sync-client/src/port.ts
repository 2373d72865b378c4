import type {
  ChannelId,
  CourseId,
  Me,
  Message,
  MessageId,
  NoteId,
  Op,
  OpId,
  UserId,
} from '@lectern/contracts';
import type { NoteLine, NoteToPage } from './note-messages.ts';
import type { NoteChanges, NoteItem, NoteView, UnsentNote } from './note-port.ts';
import type {
  AwayView,
  ChannelCare,
  ConnectionView,
  ConversationPlace,
  CoverageView,
  DatePlace,
  LocalSearchAnswer,
  LocalSearchRequest,
  LooseDraft,
  NoteQuestionsView,
  NoticeItem,
  PendingOp,
  PeopleView,
  PinsView,
  QuestionsView,
  ReadBefore,
  RemindedOf,
  SavedItem,
  SessionView,
  Settings,
  SidebarView,
  SimilarQuestion,
  StorageView,
  StoredHistoryView,
  ThreadView,
  ThreadWindow,
  TimelineView,
  TimelineWindow,
} from './port-values.ts';

/**
 * The one way between a page and the hub. The hub runs in a SharedWorker, or in the page where there is none; either
 * way the page sees this and nothing else: **commands**, which answer once, and **views**, which answer with a whole
 * value and again whenever it has changed. Everything that crosses is structured-cloneable.
 */

/** Every view: its parameters and its value. */
export interface Views {
  session: { params: null; value: SessionView };
  connection: { params: null; value: ConnectionView };
  sidebar: { params: null; value: SidebarView };
  timeline: { params: TimelineWindow; value: TimelineView };
  thread: { params: ThreadWindow; value: ThreadView };
  pins: { params: { readonly channel: ChannelId }; value: PinsView };
  questions: { params: { readonly channel: ChannelId }; value: QuestionsView };
  saved: { params: null; value: readonly SavedItem[] };
  /** What this person keeps for later and is to be reminded of now. */
  reminders: { params: null; value: readonly SavedItem[] };
  people: { params: { readonly course: CourseId }; value: PeopleView };
  typing: { params: { readonly channel: ChannelId }; value: readonly UserId[] };
  /** Everything of this device that is not yet on the server, and what was refused, oldest first. */
  pending: { params: null; value: readonly PendingOp[] };
  /** What was written in notes and is not yet on the server, and what was set aside; oldest first. */
  unsentNotes: { params: null; value: readonly UnsentNote[] };
  /** The notes of a channel, archived ones included: the pinned ones first, each in its place. */
  notes: { params: { readonly channel: ChannelId }; value: readonly NoteItem[] };
  note: { params: { readonly channel: ChannelId; readonly note: NoteId }; value: NoteView };
  /** What changed in a note since its person last read it here; null when that cannot be shown, or nothing did. */
  noteChanges: {
    params: { readonly channel: ChannelId; readonly note: NoteId };
    value: NoteChanges | null;
  };
  /** What is asked about a note, that which waits here included. */
  noteQuestions: {
    params: { readonly channel: ChannelId; readonly note: NoteId };
    value: NoteQuestionsView;
  };
  notices: { params: null; value: readonly NoticeItem[] };
  settings: { params: null; value: Settings };
  storage: { params: null; value: StorageView };
  /** What changed in a channel while the person was away from it; null when there is nothing to tell. */
  away: { params: { readonly channel: ChannelId }; value: AwayView | null };
  coverage: { params: null; value: CoverageView };
  storedHistory: { params: null; value: StoredHistoryView };
  /** Text not yet sent, per channel and thread: kept on disk and synced over the person's devices. */
  draft: { params: ConversationPlace; value: Message['body'] | null };
  /** Drafts that only this device has. */
  looseDrafts: { params: null; value: readonly LooseDraft[] };
}
export type ViewName = keyof Views;

// --- commands ------------------------------------------------------------------------------------------------

/** Every command: its argument and its answer. */
export interface Commands {
  /** Tells the hub who has signed in; opens that person's stores and connects. */
  open: { argument: Me; answer: null };
  /** Writes an op to the journal. Answers once the write is confirmed on disk, or fails with `PortError`. */
  submit: { argument: Op; answer: null };
  /** Forgets a refused op, or withdraws one that has not left this device. */
  discard: { argument: OpId; answer: null };
  /** Forgets what was set aside of a note at this time. */
  discardAside: { argument: { readonly note: NoteId; readonly at: number }; answer: null };
  markRead: { argument: ConversationPlace & { readonly seq: number }; answer: null };
  /** This message and all after it are new again. */
  markUnread: { argument: { readonly channel: ChannelId; readonly seq: number }; answer: null };
  /** Where to go for a moment of the server's clock. */
  placeOf: { argument: { readonly channel: ChannelId; readonly at: number }; answer: DatePlace };
  /** Reads everything, of one course or of all. Answers what `readAgain` takes to undo it. */
  markAllRead: { argument: { readonly course: CourseId | null }; answer: readonly ReadBefore[] };
  readAgain: { argument: { readonly before: readonly ReadBefore[] }; answer: null };
  /** How much the person wants to hear of a channel, on all devices. */
  care: { argument: { readonly channel: ChannelId; readonly care: ChannelCare }; answer: null };
  /** Searches what this device holds. */
  search: { argument: LocalSearchRequest; answer: LocalSearchAnswer };
  /** Questions on this device that are about the same as this text, a few, the answered ones first. */
  similarQuestions: { argument: { readonly text: string }; answer: readonly SimilarQuestion[] };
  /** Keeps a message for later, or lets go of it. Answers false when no more can be kept. */
  save: {
    argument: {
      readonly message: MessageId;
      readonly channel: ChannelId;
      readonly seq: number;
      readonly on: boolean;
    };
    answer: boolean;
  };
  /**
   * Reminds the person at a moment of this device's clock, of a message or of words of their own, or moves the reminder;
   * null takes it away, and words with it.
   */
  remind: {
    argument: RemindedOf & { readonly message: MessageId; readonly at: number | null };
    answer: 'done' | 'full' | 'too-far';
  };
  /** The person has been reminded of these, as far as they are due: on all devices. */
  closeReminders: { argument: { readonly messages: readonly MessageId[] }; answer: null };
  readNotices: { argument: { readonly upTo: number }; answer: null };
  saveDraft: {
    argument: ConversationPlace & { readonly body: Message['body'] | null };
    answer: null;
  };
  saveSettings: { argument: Partial<Settings>; answer: null };
  /** What changed while the person was away has been read. */
  putAside: { argument: { readonly channel: ChannelId }; answer: null };
  /** How much of the history this device may store by itself, in bytes. */
  setHistoryBudget: { argument: { readonly bytes: number }; answer: null };
  /** The channel that this tab shows, or null. */
  viewing: { argument: { readonly channel: ChannelId | null }; answer: null };
  /** The note that this tab has open, or null; `inSight`: its text is on screen, and the tab is shown. */
  showing: { argument: { readonly note: NoteId | null; readonly inSight: boolean }; answer: null };
  typing: { argument: { readonly channel: ChannelId }; answer: null };
  /** Whether a person is at this tab; the hub folds all tabs into one state. */
  attention: { argument: { readonly active: boolean }; answer: null };
  /** Looks at the link at once: the tab woke, or the browser says that it is online. */
  probe: { argument: null; answer: null };
  /** Asks the browser to keep the store. */
  persistStorage: { argument: null; answer: boolean };
  /** Closes the connection and removes everything that is stored of this person, unsent ops included. */
  wipe: { argument: null; answer: null };
  /** Writes out what is open and stops, for a newer hub. */
  stop: { argument: null; answer: null };
}
export type CommandName = keyof Commands;

/** What a failed command says: a closed set that the page has words for. */
export const portErrorCodes = [
  'storage-full',
  'storage-unavailable',
  'too-large',
  'no-session',
  'stopped',
  'internal',
] as const;
export type PortErrorCode = (typeof portErrorCodes)[number];
export const isPortErrorCode = (text: unknown): text is PortErrorCode =>
  portErrorCodes.some((code) => code === text);

/** The page's end of the port. */
export interface Hub {
  command<Name extends CommandName>(
    name: Name,
    argument: Commands[Name]['argument'],
  ): Promise<Commands[Name]['answer']>;
  /** Calls `onValue` with each new value until the returned function is called. */
  watch<Name extends ViewName>(
    name: Name,
    params: Views[Name]['params'],
    onValue: (value: Views[Name]['value']) => void,
  ): () => void;
  /** A line to the hub for one note; `noteReplicas` makes of it what an editor needs. */
  noteLine(note: NoteId, onMessage: (message: NoteToPage) => void): NoteLine;
}
