import { repliesOf, threadingOf } from '@lectern/channel-doc';
import {
  isTombstone,
  type Message,
  type MessageId,
  type MessageRecord,
  type Reaction,
  type UserId,
} from '@lectern/contracts';
import { bodyOfMarkup } from './body-of-markup.ts';
import type { Said } from './conversations.ts';
import type { Random } from './random.ts';

/** Of all messages, so many were edited, and so many deleted. */
const EDITED = 0.022;
const DELETED = 0.005;
/** An edit follows soon, a deletion too, in milliseconds. */
const CHANGED_AFTER_MS = [12_000, 15 * 60_000] as const;
/** Written without a connection and sent later: how often, and how much later, in milliseconds. */
const OFFLINE = 0.012;
const OFFLINE_MS = [90_000, 4 * 3_600_000] as const;
/** Way from a device to the commit, in milliseconds. */
const SENDING_MS = [40, 900] as const;

/** How often a message is a reply to one before the last, how far back that is, and how long ago, in milliseconds. */
const REPLIES = 0.04;
const REPLIES_TO = [2, 6] as const;
const REPLIED_WITHIN_MS = 2 * 3_600_000;
/** How often somebody reacts, and of how many people who write soon after, at most. */
const REACTIONS = 0.12;
const WITNESSES = 14;
/** What people answer with, by what was said; the last list is for everything. */
const ANSWERS: readonly (readonly [said: RegExp, emoji: readonly string[]])[] = [
  [/thank|danke|merci|gracias|grazie/i, ['❤️', '🙏', '👍']],
  [/\?\s*$/, ['👀', '🤔', '👍']],
  [/haha|lol|joke|coffee/i, ['😂', '😄']],
  [/deadline|exam|room|moved|today|tomorrow|sheet/i, ['👍', '✅', '🙏']],
  [/(?:)/, ['👍', '👍', '👍', '❤️', '🎉', '💡', '😄']],
];

/** What is added to an edited message, often nothing that shows. */
const AFTERTHOUGHTS = ['', '', '', '', ' (typo fixed)', ' (corrected)'];

/** A channel's messages as they stand in the end, with the numbers that the scribe would have given. */
export interface ChannelRecords {
  readonly records: MessageRecord[];
  readonly seq: number;
  readonly rev: number;
}

/**
 * Numbers what was said, and edits and deletes some of it.
 * @param said in order of time; later ones of the same millisecond are moved on, since commits never share one
 * @param ids who is meant by which handle
 */
export function recordsOf(
  said: readonly Said[],
  ids: ReadonlyMap<string, UserId>,
  now: number,
  random: Random,
): ChannelRecords {
  const events: Event[] = [];
  const sent: Message[] = [];
  const roots = new Map<number, Message>();
  let last = 0;
  for (const [index, one] of said.entries()) {
    const at = Math.max(Math.floor(one.at), last + 1);
    last = at;
    const record = {
      ...messageOf(one, index + 1, at, ids, random),
      ...(placeInThread(one, roots) ?? replyOf(index, at, sent, random)),
      ...reactionsOf(said, index, ids, random),
    };
    sent.push(record);
    if (one.thread !== undefined && !roots.has(one.thread)) roots.set(one.thread, record);
    events.push({ at, record });
    const change = changeOf(record, one, ids, now, random);
    if (change !== null) events.push(change);
  }
  events.sort((x, y) => x.at - y.at);
  const final = new Map<MessageId, MessageRecord>();
  for (const [index, { record }] of events.entries()) final.set(record.id, { ...record, rev: index + 1 });
  const records = [...final.values()].sort((x, y) => x.seq - y.seq);
  const counted = countReplies(records, events.length);
  return { records: counted.records, seq: said.length, rev: counted.rev };
}

/** The place of a thread's first message, for all that follow it there. */
function placeInThread(
  { thread }: Said,
  roots: ReadonlyMap<number, Message>,
): Pick<Message, 'thread'> | null {
  const root = thread === undefined ? undefined : roots.get(thread);
  return root === undefined ? null : { thread: { id: root.id, seq: root.seq } };
}

/** First messages of threads say what these hold, with a number of their own, as if counted when all was said. */
function countReplies(
  records: readonly MessageRecord[],
  rev: number,
): { records: MessageRecord[]; rev: number } {
  const threads = new Map<MessageId, MessageRecord[]>();
  for (const record of records) {
    if (record.thread === undefined || isTombstone(record)) continue;
    threads.set(record.thread.id, [...(threads.get(record.thread.id) ?? []), record]);
  }
  const counted = records.map((record) => {
    const replies = repliesOf(threads.get(record.id) ?? []);
    if (replies === undefined) return record;
    rev += 1;
    return { ...record, rev, replies };
  });
  return { records: counted, rev };
}

/** A commit: a new message, or another state of one that stands. */
interface Event {
  readonly at: number;
  readonly record: MessageRecord;
}

function messageOf(
  { by, text }: Said,
  seq: number,
  at: number,
  ids: ReadonlyMap<string, UserId>,
  random: Random,
): Message {
  const [least, most] = random.chance(OFFLINE) ? OFFLINE_MS : SENDING_MS;
  return {
    id: random.uuid() as MessageId,
    seq,
    rev: 0,
    author: ids.get(by.handle)!,
    at,
    sentAt: at - random.between(least, most),
    body: bodyOfMarkup(text, ids),
  };
}

/** Some answer not the last thing that was said, and say which. */
function replyOf(
  index: number,
  at: number,
  sent: readonly Message[],
  random: Random,
): Pick<Message, 'reply'> {
  if (!random.chance(REPLIES)) return {};
  const answered = sent[index - Math.round(random.between(...REPLIES_TO))];
  // Nobody quotes in the channel what was said in a thread alone.
  if (answered === undefined || answered.thread !== undefined || at - answered.at > REPLIED_WITHIN_MS)
    return {};
  return { reply: { id: answered.id, seq: answered.seq } };
}

/** Those react who are about: who writes soon after. */
function reactionsOf(
  said: readonly Said[],
  index: number,
  ids: ReadonlyMap<string, UserId>,
  random: Random,
): { readonly reactions?: readonly Reaction[] } {
  if (!random.chance(REACTIONS)) return {};
  const { by, text } = said[index]!;
  const about = new Set(said.slice(index + 1, index + 1 + WITNESSES).map((one) => ids.get(one.by.handle)!));
  about.delete(ids.get(by.handle)!);
  const [, choice] = ANSWERS.find(([pattern]) => pattern.test(text))!;
  const reactions = new Map<string, UserId[]>();
  for (const user of about) {
    if (!random.chance(0.4)) continue;
    const emoji = random.pick(choice);
    reactions.set(emoji, [...(reactions.get(emoji) ?? []), user]);
  }
  if (reactions.size === 0) return {};
  return { reactions: [...reactions].map(([emoji, users]) => ({ emoji, by: users })) };
}

function changeOf(
  message: Message,
  { text }: Said,
  ids: ReadonlyMap<string, UserId>,
  now: number,
  random: Random,
): Event | null {
  const fate = random.next();
  const at = message.at + random.between(...CHANGED_AFTER_MS);
  if (fate >= EDITED + DELETED || at >= now) return null;
  if (fate < DELETED) {
    const { id, seq, rev, author, at: sent } = message;
    return { at, record: { id, seq, rev, author, at: sent, deletedAt: at, ...threadingOf(message) } };
  }
  const body = bodyOfMarkup(text + random.pick(AFTERTHOUGHTS), ids);
  return { at, record: { ...message, editedAt: at, body } };
}
