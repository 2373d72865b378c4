import {
  type Body,
  BodySchema,
  type ConversationKey,
  check,
  conversationOf,
  type DeviceId,
  isUuid,
  MAX_THREADS_READ,
  type Op,
  type OpId,
} from '@lectern/contracts';
import type * as Y from 'yjs';
import { insertedValues } from './inserted.ts';
import { deletePlaces, setOrForget } from './plain-values.ts';
import { isCount, own } from './record.ts';

/** How far a person has read a channel. Marking as unread begins a new turn, in which `seq` may be lower. */
export interface ReadPosition {
  readonly turn: number;
  readonly seq: number;
}

/** Puts ops at the end of the outbox, in order; one whose id already stands there is not put in twice. */
export function addOps(doc: Y.Doc, ops: readonly Op[]): void {
  const outbox = outboxOf(doc);
  doc.transact(() => {
    const known = new Set(outbox.toArray().map(opIdOf));
    const added = ops.filter((op) => !known.has(op.id) && known.add(op.id));
    if (added.length > 0) outbox.push(added);
  });
}

/** Takes ops out of the outbox, wherever they stand. */
export function takeOps(doc: Y.Doc, ids: Iterable<OpId>): void {
  const outbox = outboxOf(doc);
  const taken = new Set<unknown>(ids);
  if (taken.size === 0) return;
  doc.transact(() => {
    const places = outbox.toArray().flatMap((value, place) => (taken.has(opIdOf(value)) ? [place] : []));
    deletePlaces(outbox, places);
  });
}

/** What stands in the outbox, as it came: whoever acts on it checks it against the contract first. */
export const readOutbox = (doc: Y.Doc): unknown[] => outboxOf(doc).toArray();

/**
 * Tells of what a transaction puts into the outbox and leaves there, in the order of the outbox: one update may bring
 * ops of several client ids, because a device that was restarted goes on under a new one. Answers a function that
 * ends it.
 */
export function observeOutbox(doc: Y.Doc, onOps: (raw: unknown[]) => void): () => void {
  const outbox = outboxOf(doc);
  const afterTransaction = (transaction: Y.Transaction) => {
    const raw = insertedValues(transaction, (parent) => parent === outbox);
    if (raw.length > 0) onOps(raw.length === 1 ? raw : inOrderOf(outbox, raw));
  };
  doc.on('afterTransaction', afterTransaction);
  return () => doc.off('afterTransaction', afterTransaction);
}

function inOrderOf(outbox: Y.Array<unknown>, values: readonly unknown[]): unknown[] {
  const wanted = new Set(values);
  return outbox.toArray().filter((value) => wanted.has(value));
}

/** Notes how far this device has read; a position behind the one it has noted is forgotten. */
export function setRead(
  doc: Y.Doc,
  device: DeviceId,
  conversation: ConversationKey,
  position: ReadPosition,
): void {
  const read = doc.getMap<unknown>('read');
  const key = `${device}/${conversation}`;
  const known = positionOf(read.get(key));
  if (known !== null && !isFurther(position, known)) return;
  doc.transact(() => {
    read.set(key, { turn: position.turn, seq: position.seq });
    const threads = [...read.keys()].filter(isOfThread);
    for (const old of threads.slice(0, -MAX_THREADS_READ)) if (old !== key) read.delete(old);
  });
}

/** How far the person has read each channel, on whichever device: the higher turn, then the higher `seq`. */
export const readPositions = (doc: Y.Doc): Map<ConversationKey, ReadPosition> =>
  new Map([...furthestReads(doc)].map(([conversation, { position }]) => [conversation, position]));

/** The keys below which `read` says all that it says: what a new life must take along. */
export function decidingReads(doc: Y.Doc): string[] {
  const keys = [...furthestReads(doc).values()].map(({ key }) => key);
  return doc.getMap<unknown>('read').has(NOTICES_KEY) ? [...keys, NOTICES_KEY] : keys;
}

function furthestReads(doc: Y.Doc): Map<ConversationKey, { key: string; position: ReadPosition }> {
  const furthest = new Map<ConversationKey, { key: string; position: ReadPosition }>();
  for (const [key, value] of doc.getMap<unknown>('read').entries()) {
    const [device, rest] = [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)];
    const position = positionOf(value);
    if (!isUuid(device) || conversationOf(rest) === null || position === null) continue;
    const conversation = rest as string as ConversationKey;
    const known = furthest.get(conversation)?.position;
    if (known === undefined || isFurther(position, known)) furthest.set(conversation, { key, position });
  }
  return furthest;
}

/** Keeps what is written and not yet sent; null forgets it. */
export function setDraft(doc: Y.Doc, conversation: ConversationKey, body: Body | null): void {
  setOrForget(doc.getMap<unknown>('drafts'), conversation, body);
}

export function readDrafts(doc: Y.Doc): Map<ConversationKey, Body> {
  const drafts = new Map<ConversationKey, Body>();
  for (const [key, value] of doc.getMap<unknown>('drafts').entries()) {
    const body = check(BodySchema, value);
    if (conversationOf(key) !== null && body.ok) drafts.set(key as string as ConversationKey, body.value);
  }
  return drafts;
}

/** Keeps one setting, a JSON value, on all of the person's devices; undefined forgets it. */
export function setSetting(doc: Y.Doc, key: string, value: unknown): void {
  setOrForget(doc.getMap<unknown>('settings'), key, value);
}

/** All settings as they stand; whoever uses one checks its value. */
export function readSettings(doc: Y.Doc): Record<string, unknown> {
  const settings: Record<string, unknown> = Object.create(null);
  for (const [key, value] of doc.getMap<unknown>('settings').entries()) settings[key] = value;
  return settings;
}

/** Notes that notices up to this id have been read; only rises. */
export function setNoticesRead(doc: Y.Doc, upTo: number): void {
  if (upTo > readNoticesRead(doc)) doc.getMap<unknown>('read').set(NOTICES_KEY, upTo);
}

export function readNoticesRead(doc: Y.Doc): number {
  const upTo = doc.getMap<unknown>('read').get(NOTICES_KEY);
  return isCount(upTo) ? upTo : 0;
}

/** Stands beside `<device>/<channel>`: no device has this name. */
const NOTICES_KEY = 'notices';

/** `<device>/<channel>/<thread>`, where a channel's key has two parts. */
const isOfThread = (key: string): boolean => key.split('/').length === 3;

const outboxOf = (doc: Y.Doc): Y.Array<unknown> => doc.getArray<unknown>('outbox');

const opIdOf = (value: unknown): unknown => own(value, 'id');

function positionOf(value: unknown): ReadPosition | null {
  const turn = own(value, 'turn');
  const seq = own(value, 'seq');
  return isCount(turn) && isCount(seq) ? { turn, seq } : null;
}

const isFurther = (a: ReadPosition, b: ReadPosition): boolean =>
  a.turn > b.turn || (a.turn === b.turn && a.seq > b.seq);
