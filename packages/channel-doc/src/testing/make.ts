import type {
  ChannelId,
  CourseId,
  DeviceId,
  Message,
  MessageId,
  MessageRecord,
  NoteEntry,
  Notice,
  Op,
  OpId,
  Tombstone,
  UserId,
} from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import type { ActorFacts, ChannelFacts, JudgeFacts } from '../judge.ts';

/** Builders that fill in what a test's reader need not know. */

/** The id that belongs to a number: always the same, of whatever kind the place asks for. */
export const id = <Id extends string = MessageId>(number: number): Id =>
  `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}` as Id;

export const ANNA = id<UserId>(0xa);
export const BEN = id<UserId>(0xb);
export const COURSE = id<CourseId>(0xc0);
export const CHANNEL = id<ChannelId>(0xc1);
export const LAPTOP = id<DeviceId>(0xd1);
export const PHONE = id<DeviceId>(0xd2);

/** A message that stands at `seq`, last changed at `rev`. */
export const message = (seq: number, rev = seq, text = `message ${seq}`): Message => ({
  id: id(seq),
  seq,
  rev,
  author: ANNA,
  at: 1_000 + seq,
  sentAt: 900 + seq,
  body: bodyFromText(text),
});

/** Messages `from` to `to`, each as it was sent. */
export const messages = (from: number, to: number): Message[] =>
  Array.from({ length: to - from + 1 }, (_, n) => message(from + n));

export const edited = (before: Message, rev: number, text = `edited ${rev}`): Message => ({
  ...before,
  rev,
  editedAt: 2_000 + rev,
  editedRev: rev,
  body: bodyFromText(text),
});

export const tombstone = (
  { id, seq, author, at }: MessageRecord,
  rev: number,
  deletedAt = 3_000 + rev,
): Tombstone => ({
  id,
  seq,
  rev,
  author,
  at,
  deletedAt,
});

export const sendOp = (number: number, text = `op ${number}`): Extract<Op, { kind: 'send' }> => ({
  id: id<OpId>(number),
  kind: 'send',
  channel: CHANNEL,
  at: 500 + number,
  body: bodyFromText(text),
});

export const notice = (number: number): Notice => ({
  id: number,
  kind: 'mention',
  channel: CHANNEL,
  message: id(number),
  seq: number,
  from: BEN,
  at: number,
});

/** A note that Ben has made. */
export const note = (number: number, facts: Partial<NoteEntry> = {}): NoteEntry => ({
  id: id(number),
  title: `note ${number}`,
  order: number,
  pinned: false,
  archived: false,
  by: BEN,
  at: 4_000 + number,
  life: 1,
  ...facts,
});

/** Anna, a student of the course without a row in the channel. */
export const actor = (facts: Partial<ActorFacts> = {}): ActorFacts => ({
  user: ANNA,
  siteAdmin: false,
  courseRole: 'student',
  membership: null,
  ...facts,
});

export const channel = (facts: Partial<ChannelFacts> = {}): ChannelFacts => ({
  id: CHANNEL,
  course: COURSE,
  name: 'general',
  topic: 'all and sundry',
  type: 'public',
  archived: false,
  ...facts,
});

/** Anna in a public channel, with nothing in her way. */
export const facts = (given: Partial<JudgeFacts> = {}): JudgeFacts => ({
  actor: actor(),
  channel: channel(),
  message: null,
  answered: null,
  root: null,
  answer: null,
  isRestored: false,
  pins: 0,
  notes: [],
  noteElsewhere: false,
  nameTaken: false,
  subject: null,
  ...given,
});
