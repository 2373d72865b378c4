import {
  type ChannelMembership,
  type CourseMembership,
  channelRoles,
  courseRoles,
  denyReasons,
  type FollowedThread,
  isUuid,
  mentionGroups,
  type Notice,
  noticeKinds,
  type Outcome,
} from '@lectern/contracts';
import type * as Y from 'yjs';
import { entryOf, isOneOf } from './course-doc.ts';
import { insertedValues } from './inserted.ts';
import { NOTICES_LENGTH, OUTCOME_BATCHES, OUTCOMES_LENGTH } from './layout.ts';
import { deletePlaces, projectMap } from './plain-values.ts';
import { isCount, own } from './record.ts';

/** Where a person stands, and what they were told: the part of an inbox that is a projection of tables. */
export interface InboxProjection {
  readonly courses: readonly CourseMembership[];
  readonly channels: readonly ChannelMembership[];
  /** Threads that the person follows, the newest of them. */
  readonly threads: readonly FollowedThread[];
  readonly notices: readonly Notice[];
}

/** Adds what became of a batch of ops, as one element. The oldest batches go when there are too many. */
export function addOutcomes(doc: Y.Doc, outcomes: readonly Outcome[]): void {
  if (outcomes.length === 0) return;
  const list = doc.getArray<unknown>('outcomes');
  doc.transact(() => {
    list.push([[...outcomes]]);
    const lengths = list.toArray().map((batch) => (Array.isArray(batch) ? batch.length : 0));
    let held = lengths.reduce((sum, length) => sum + length, 0);
    let dropped = 0;
    // The batch that was just written always stays.
    while (
      dropped < lengths.length - 1 &&
      (lengths.length - dropped > OUTCOME_BATCHES || held > OUTCOMES_LENGTH)
    )
      held -= lengths[dropped++]!;
    if (dropped > 0) list.delete(0, dropped);
  });
}

/** Outcomes that still stand in the inbox, oldest first. */
export const readOutcomes = (doc: Y.Doc): Outcome[] =>
  outcomesIn(doc.getArray<unknown>('outcomes').toArray());

/** Tells of the outcomes that a transaction brings in. Answers a function that ends it. */
export function observeOutcomes(doc: Y.Doc, onOutcomes: (outcomes: Outcome[]) => void): () => void {
  const list = doc.getArray<unknown>('outcomes');
  const afterTransaction = (transaction: Y.Transaction) => {
    const outcomes = outcomesIn(insertedValues(transaction, (parent) => parent === list));
    if (outcomes.length > 0) onOutcomes(outcomes);
  };
  doc.on('afterTransaction', afterTransaction);
  return () => doc.off('afterTransaction', afterTransaction);
}

/** Makes the inbox say exactly this, apart from outcomes, with as few writes as that takes. */
export function projectInbox(doc: Y.Doc, { courses, channels, threads, notices }: InboxProjection): void {
  const wanted = new Map<string, unknown>([
    ...courses.map((membership) => [`course:${membership.course}`, membership] as const),
    ...channels.map((membership) => [`channel:${membership.channel}`, membership] as const),
    ...threads.map((thread) => [`thread:${thread.message}`, thread] as const),
  ]);
  doc.transact(() => {
    projectMap(doc.getMap<unknown>('memberships'), wanted);
    projectNotices(doc.getArray<unknown>('notices'), newestNotices(notices));
  });
}

/** Adds notices that the inbox does not hold yet; it keeps the newest. */
export function addNotices(doc: Y.Doc, notices: readonly Notice[]): void {
  const list = doc.getArray<unknown>('notices');
  doc.transact(() => projectNotices(list, newestNotices([...noticesIn(list), ...notices])));
}

/** The inverse of `projectInbox`: memberships in the order of their ids, notices oldest first. */
export function readInbox(doc: Y.Doc): InboxProjection {
  const courses: CourseMembership[] = [];
  const channels: ChannelMembership[] = [];
  const threads: FollowedThread[] = [];
  for (const [key, value] of [...doc.getMap<unknown>('memberships').entries()].sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    const course = key.startsWith('course:') ? courseMembershipOf(value) : null;
    const channel = key.startsWith('channel:') ? channelMembershipOf(value) : null;
    if (course !== null) courses.push(course);
    if (channel !== null) channels.push(channel);
    const thread = key.startsWith('thread:') ? followedThreadOf(value) : null;
    if (thread !== null) threads.push(thread);
  }
  return { courses, channels, threads, notices: noticesIn(doc.getArray<unknown>('notices')) };
}

/** Of each id one notice, and of the reactions to a message the newest; ordered, no more than an inbox keeps. */
function newestNotices(notices: readonly Notice[]): Notice[] {
  const ordered = [...notices].sort((a, b) => a.id - b.id);
  const kept = new Map(
    ordered.map((notice) => [notice.kind === 'reaction' ? notice.message : notice.id, notice]),
  );
  return [...kept.values()].sort((a, b) => a.id - b.id).slice(-NOTICES_LENGTH);
}

function projectNotices(list: Y.Array<unknown>, wanted: readonly Notice[]): void {
  const ids = new Set(wanted.map(({ id }) => id));
  const values = list.toArray();
  deletePlaces(
    list,
    values.flatMap((value, place) => (ids.has(noticeOf(value)?.id ?? -1) ? [] : [place])),
  );
  const held = noticesIn(list);
  const isPrefix = held.every((notice, place) => notice.id === wanted[place]?.id);
  // An older notice that was missing has no place at the end: then the list is written anew.
  if (!isPrefix) list.delete(0, list.length);
  const added = isPrefix ? wanted.slice(held.length) : wanted;
  if (added.length > 0) list.push([...added]);
}

const noticesIn = (list: Y.Array<unknown>): Notice[] =>
  list.toArray().flatMap((value) => noticeOf(value) ?? []);

const outcomesIn = (batches: readonly unknown[]): Outcome[] =>
  batches.flatMap((batch) => (Array.isArray(batch) ? batch.flatMap((value) => outcomeOf(value) ?? []) : []));

function outcomeOf(value: unknown): Outcome | null {
  const [op, ok, rev, seq, reason] = ['op', 'ok', 'rev', 'seq', 'reason'].map((key) => own(value, key));
  if (!isUuid(op)) return null;
  const id = op as string as Outcome['op'];
  if (ok === false) return isOneOf(denyReasons, reason) ? { op: id, ok, reason } : null;
  if (ok !== true || !isCount(rev)) return null;
  return isCount(seq) ? { op: id, ok, rev, seq } : { op: id, ok, rev };
}

function noticeOf(value: unknown): Notice | null {
  const [id, kind, channel, message, seq, from, at] = [
    'id',
    'kind',
    'channel',
    'message',
    'seq',
    'from',
    'at',
  ].map((key) => own(value, key));
  if (!isCount(id) || !isCount(seq) || !isCount(at) || !isOneOf(noticeKinds, kind)) return null;
  if (!isUuid(channel) || !isUuid(message) || !isUuid(from)) return null;
  const [thread, group] = [own(value, 'thread'), own(value, 'group')];
  const notice = { id, kind, channel, message, seq, from, at } as unknown as Notice;
  return {
    ...notice,
    ...(isUuid(thread) ? { thread: thread as string as FollowedThread['message'] } : {}),
    ...(isOneOf(mentionGroups, group) ? { group } : {}),
  };
}

function followedThreadOf(value: unknown): FollowedThread | null {
  const [channel, message] = [own(value, 'channel'), own(value, 'message')];
  return isUuid(channel) && isUuid(message) ? ({ channel, message } as unknown as FollowedThread) : null;
}

function courseMembershipOf(value: unknown): CourseMembership | null {
  const [course, role, life, since] = ['course', 'role', 'life', 'since'].map((key) => own(value, key));
  if (!isUuid(course) || !isOneOf(courseRoles, role) || !isCount(life) || !isCount(since)) return null;
  return { course: course as string as CourseMembership['course'], role, life, since };
}

function channelMembershipOf(value: unknown): ChannelMembership | null {
  const [channel, course, state, role, mayPost] = ['channel', 'course', 'state', 'role', 'mayPost'].map(
    (key) => own(value, key),
  );
  if (!isUuid(channel) || !isUuid(course) || !isOneOf(MEMBERSHIP_STATES, state)) return null;
  if (!isOneOf(channelRoles, role) || typeof mayPost !== 'boolean') return null;
  const membership = { channel, course, state, role, mayPost } as unknown as ChannelMembership;
  const entry = entryOf(own(value, 'entry'));
  return entry === null ? membership : { ...membership, entry };
}

const MEMBERSHIP_STATES = ['in', 'left', 'removed'] as const;
