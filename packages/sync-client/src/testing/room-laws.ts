import { isDeepStrictEqual } from 'node:util';
import {
  type ChannelId,
  EPOCH_SIZE,
  isTombstone,
  type MessageId,
  type MessageRecord,
  type Op,
  type OpId,
  type UserId,
} from '@lectern/contracts';
import { mentionsOf } from '@lectern/rich-text';
import type { SimulatedHub } from './simulated-hub.ts';
import type { StoredMessages } from './stored-messages.ts';

/** What must hold in a world of hubs, told from what was done on them, what they show, and what is stored. */
export interface RoomState {
  readonly hubs: readonly SimulatedHub[];
  readonly channels: readonly ChannelId[];
  readonly stored: StoredMessages;
  /** How far anybody has said that they have read. */
  readonly markedRead: (reader: UserId, channel: ChannelId) => number;
  readonly hasGoneBack: boolean;
}

export function must(condition: boolean, what: string): void {
  if (!condition) throw new Error(`must hold: ${what}`);
}

/** Whether what is stored shows an op of a hub, or one of the same hub that has followed it. */
export function isStored(room: RoomState, hub: SimulatedHub, id: OpId): boolean {
  const at = hub.written.findIndex((op) => op.id === id);
  const op = hub.written[at] ?? null;
  if (op?.kind === 'channel.create') return true;
  // Of the person's other browser only messages are named here.
  const message = op !== null && 'message' in op ? op.message : messageOf({ id });
  const record = room.stored.find(message);
  if (record === null) return room.hasGoneBack && isDeleted(room, message);
  if (op === null || op.kind === 'send' || isTombstone(record)) return true;
  return hub.written.slice(at).some((later) => {
    if (later.kind === 'edit' && op.kind === 'edit')
      return later.message === op.message && isDeepStrictEqual(later.body, record.body);
    if (later.kind !== 'react' || op.kind !== 'react' || later.message !== op.message) return false;
    const by = record.reactions?.find(({ emoji }) => emoji === later.emoji)?.by ?? [];
    return by.includes(hub.person.me.id) === later.on;
  });
}

/** Where not all agrees yet; null when all does. */
export function disagreement(room: RoomState): string | null {
  for (const [n, hub] of room.hubs.entries()) {
    const who = `browser ${n} of ${hub.person.me.handle}`;
    if (hub.connection?.state !== 'connected') return `${who} is ${hub.connection?.state}`;
    if (hub.waiting.length > 0) return `${hub.waiting} wait in ${who}`;
    const missing = [...hub.confirmed].find((op) => !hub.refused.has(op) && !isStored(room, hub, op));
    if (missing !== undefined) return `what ${who} has confirmed is lost: ${tellOf(room, hub, missing)}`;
    for (const channel of room.channels) {
      const stored = room.stored.of(channel);
      const differs = rowsDiffer(hub.records(channel), stored) ?? unreadDiffers(room, hub, channel, stored);
      if (differs !== null) return `${who}: ${differs}`;
    }
  }
  return null;
}

/** No place is left out, nobody's words have changed their order, and nothing was refused that should be taken. */
export function checkStored(room: RoomState): void {
  for (const channel of room.channels) {
    const seqs = room.stored.of(channel).map(({ seq }) => seq);
    for (const [n, seq] of seqs.entries())
      must(seq === (seqs[n - 1] ?? 0) + 1 || seq % EPOCH_SIZE === 1, `seq without gaps, not ${seqs}`);
    for (const { written } of room.hubs) {
      const own = written.flatMap((op) =>
        op.kind === 'send' && op.channel === channel ? (room.stored.find(messageOf(op))?.seq ?? []) : [],
      );
      const sorted = own.toSorted((a, b) => a - b);
      must(isDeepStrictEqual(own, sorted), `messages of one browser keep their order, not ${own}`);
    }
  }
  for (const hub of room.hubs)
    for (const [id, reason] of hub.refused) {
      const op = hub.written.find((one) => one.id === id);
      // What is deleted need not come back to a server that has lost it, and so its edits have nowhere to go.
      const isMoot = op?.kind === 'edit' && room.hasGoneBack && isDeleted(room, op.message);
      must(
        op?.kind === 'react' || isMoot,
        `reactions alone are refused, not for ${reason}: ${tellOf(room, hub, id)}`,
      );
    }
}

function rowsDiffer(shown: readonly MessageRecord[], stored: readonly MessageRecord[]): string | null {
  const place = stored.findIndex((record, n) => !isDeepStrictEqual(record, shown[n]));
  if (place < 0 && shown.length === stored.length) return null;
  const [row, seen] = [stored[place], shown[place < 0 ? stored.length : place]];
  return `row ${place} of ${shown.length}/${stored.length} is shown as ${JSON.stringify({ row, seen })}`;
}

/** What is said to be unread, against a fresh count of what is stored. */
function unreadDiffers(
  { hubs, markedRead }: RoomState,
  hub: SimulatedHub,
  channel: ChannelId,
  stored: readonly MessageRecord[],
): string | null {
  const { id: reader } = hub.person.me;
  const { readSeq, unread: beyond } = hub.timeline(channel)!;
  const listed = hub.listed(channel);
  const others = hubs.filter(({ person }) => person === hub.person);
  if (others.some((other) => other.timeline(channel)?.readSeq !== readSeq))
    return `not all of this person's browsers say that they have read up to ${readSeq}`;
  if (readSeq > markedRead(reader, channel)) return `nobody has read up to ${readSeq}`;
  const fresh = stored.flatMap((record) =>
    record.seq <= readSeq || record.author === reader || isTombstone(record) ? [] : [record.body],
  );
  const wanted = [fresh.length, fresh.filter((body) => mentionsOf(body).includes(reader)).length];
  if (isDeepStrictEqual([listed?.unread, listed?.mentions], wanted) && beyond === fresh.length) return null;
  return `${listed?.unread} (${beyond}) unread and ${listed?.mentions} mentions, not ${wanted}`;
}

/** What was deleted need not come again when the server has lost it. */
const isDeleted = ({ hubs }: RoomState, message: MessageId): boolean =>
  hubs.some(({ written }) => written.some((op) => op.kind === 'delete' && op.message === message));

/** What was done about a message on a browser, and what is stored of it. */
function tellOf({ stored }: RoomState, { written }: SimulatedHub, id: OpId): string {
  const op = written.find((one) => one.id === id);
  const message = op !== undefined && 'message' in op ? op.message : messageOf({ id });
  const ops = written.filter((one) => one.id === id || ('message' in one && one.message === message));
  return JSON.stringify({ ops, stored: stored.find(message) });
}

export const messageOf = ({ id }: Pick<Op, 'id'>): MessageId => id as string as MessageId;
