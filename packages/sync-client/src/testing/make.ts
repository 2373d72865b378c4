import type {
  Body,
  ChannelEntry,
  ChannelId,
  CourseId,
  MarkOp,
  Me,
  Message,
  MessageId,
  MessageRecord,
  Op,
  OpId,
  UserId,
} from '@lectern/contracts';
import type { OpenOp } from '../journal.ts';

/** Things that tests are made of; each fills in what the reader need not know. */
const uuid = (): string => crypto.randomUUID();
export const newUser = (): UserId => uuid() as UserId;
export const newChannel = (): ChannelId => uuid() as ChannelId;

export const makeBody = (text: string): Body => ({
  kind: 'plain',
  blocks: [{ t: 'p', c: [{ t: 'text', s: text }] }],
});

export function makeMessage(
  given: Partial<Message> & { readonly seq: number; readonly text?: string },
): MessageRecord {
  const { text, ...fields } = given;
  return {
    id: uuid() as MessageId,
    rev: given.seq,
    author: newUser(),
    at: 1_000 + given.seq,
    sentAt: 1_000,
    body: makeBody(text ?? `message ${given.seq}`),
    ...fields,
  };
}

export const makeMessages = (from: number, to: number): MessageRecord[] =>
  Array.from({ length: to - from + 1 }, (_, index) => makeMessage({ seq: from + index }));

export const makeTombstone = ({ id, seq, author, at }: MessageRecord, rev: number): MessageRecord => ({
  id,
  seq,
  rev,
  author,
  at,
  deletedAt: 5_000,
});

export const sendOp = (channel: ChannelId, text = 'words'): Extract<Op, { kind: 'send' }> => ({
  kind: 'send',
  id: uuid() as OpId,
  channel,
  at: 1_000,
  body: makeBody(text),
});
export const editOp = (channel: ChannelId, message: MessageId, text = 'other words'): Op => ({
  kind: 'edit',
  id: uuid() as OpId,
  channel,
  message,
  at: 2_000,
  body: makeBody(text),
});
export const deleteOp = (channel: ChannelId, message: MessageId): Op => ({
  kind: 'delete',
  id: uuid() as OpId,
  channel,
  message,
  at: 2_000,
});

export const reactOp = (channel: ChannelId, message: MessageId, emoji: string, on: boolean): Op => ({
  kind: 'react',
  id: uuid() as OpId,
  channel,
  message,
  emoji,
  on,
  at: 2_000,
});

/** An op on what people have made of a message. */
export const markOp = <Op extends MarkOp>(
  channel: ChannelId,
  message: MessageId,
  mark: DistributiveOmit<Op, 'id' | 'channel' | 'at' | 'message'>,
): Op => ({ id: uuid() as OpId, channel, message, at: 2_000, ...mark }) as unknown as Op;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

let lastRow = 0;
export const openOp = (op: Op, given: Partial<OpenOp> = {}): OpenOp => ({
  op,
  n: ++lastRow,
  state: 'waiting',
  since: 1_000,
  bytes: 100,
  channelName: 'general',
  written: 'disk',
  ...given,
});

export const makeMe = (given: Partial<Me> = {}): Me => ({
  id: newUser(),
  name: 'Ada',
  handle: 'ada',
  email: 'ada@example.org',
  siteAdmin: false,
  lives: { user: 1, inbox: 1 },
  now: 1,
  epoch: 0,
  protocol: 1,
  ...given,
});

export const makeEntry = (course: CourseId, given: Partial<ChannelEntry> = {}): ChannelEntry => ({
  id: newChannel(),
  course,
  name: 'general',
  topic: '',
  type: 'public',
  archived: false,
  life: 1,
  ...given,
});
export const newCourse = (): CourseId => uuid() as CourseId;
