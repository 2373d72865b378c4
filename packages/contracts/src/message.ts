import type { Body } from './body.ts';
import type { ChannelId, MessageId, UserId } from './ids.ts';
import type { MessageMarks, MessagePlace } from './message-marks.ts';
import type { NoteAnchor } from './note.ts';
import type { Reaction } from './reaction.ts';
import type { Replies } from './thread.ts';

/** Where a message stands among threads: what of it outlives its words. */
export interface Threading {
  /** The first message of the thread that this one belongs to; that one belongs to none. */
  readonly thread?: MessagePlace;
  /** Of a thread, and shown in the channel too. */
  readonly inChannel?: true;
  /** What this message's own thread holds. */
  readonly replies?: Replies;
}

/** A message as every replica holds it: in the channel document, in Postgres, in the local mirror, on the wire. */
export interface Message extends Threading, MessageMarks {
  readonly id: MessageId;
  /** Place in the channel, given by the scribe: `epoch * 2^32 + n`, without gaps within an epoch. */
  readonly seq: number;
  /** Number of the channel's last change to this message; a replica overwrites only a lower one. */
  readonly rev: number;
  readonly author: UserId;
  /** Server clock at commit, in milliseconds since 1970. */
  readonly at: number;
  /** The sender's own clock when it was written; shown, never trusted. */
  readonly sentAt: number;
  /** Server clock of the last edit. */
  readonly editedAt?: number;
  /** `rev` of the last edit: later changes, such as reactions, leave the words alone. */
  readonly editedRev?: number;
  readonly body: Body;
  /** The message that this one answers: quoted above it. */
  readonly reply?: MessagePlace;
  /** The passage of a note that it is about. */
  readonly anchor?: NoteAnchor;
  /** In the order in which their emoji first came; left out when there are none. */
  readonly reactions?: readonly Reaction[];
}

/** What stays of a deleted message: its place, and no word of it. */
export interface Tombstone extends Threading {
  readonly id: MessageId;
  readonly seq: number;
  readonly rev: number;
  readonly author: UserId;
  readonly at: number;
  /** Server clock of the deletion. */
  readonly deletedAt: number;
}

export type MessageRecord = Message | Tombstone;

export const isTombstone = (record: MessageRecord): record is Tombstone => 'deletedAt' in record;

/** Whether a message stands in its channel's own list: replies of a thread do not, unless they were sent there too. */
export const isListed = ({ thread, inChannel }: MessageRecord): boolean =>
  thread === undefined || inChannel === true;

/** What others than its author have put under a message. */
export const reactionsOfOthers = ({ author, reactions = [] }: Message): Reaction[] =>
  reactions
    .map(({ emoji, by }) => ({ emoji, by: by.filter((person) => person !== author) }))
    .filter(({ by }) => by.length > 0);

/** A record together with the channel it belongs to, where the channel is not given by the place it stands in. */
export type ChannelMessage = MessageRecord & { readonly channel: ChannelId };

/** `seq` and `rev` of a restored server begin a new epoch, so that no number is ever used twice. */
export const EPOCH_SIZE = 2 ** 32;
