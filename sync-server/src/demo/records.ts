import type { Message, MessageId, MessageRecord, UserId } from '@lectern/contracts';
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
  let last = 0;
  for (const [index, one] of said.entries()) {
    const at = Math.max(Math.floor(one.at), last + 1);
    last = at;
    const record = messageOf(one, index + 1, at, ids, random);
    events.push({ at, record });
    const change = changeOf(record, one, ids, now, random);
    if (change !== null) events.push(change);
  }
  events.sort((x, y) => x.at - y.at);
  const final = new Map<MessageId, MessageRecord>();
  for (const [index, { record }] of events.entries()) final.set(record.id, { ...record, rev: index + 1 });
  return {
    records: [...final.values()].sort((x, y) => x.seq - y.seq),
    seq: said.length,
    rev: events.length,
  };
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
    return { at, record: { id, seq, rev, author, at: sent, deletedAt: at } };
  }
  const body = bodyOfMarkup(text + random.pick(AFTERTHOUGHTS), ids);
  return { at, record: { ...message, editedAt: at, body } };
}
