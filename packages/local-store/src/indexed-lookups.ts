import {
  type ChannelId,
  isTombstone,
  type MessageId,
  type MessageRecord,
  type NoteId,
  type UserId,
} from '@lectern/contracts';
import { Dexie } from 'dexie';
import type { MessageRow, MirrorDatabase } from './databases.ts';
import { addRange } from './ranges.ts';
import type { StoredReplies } from './store.ts';

/** What is asked of the mirror now and then. Loaded when it is first asked: a start needs none of it. */
export { readDigest } from './indexed-digest.ts';

/** The newest of a thread, as far as it is held without a gap, in their order. */
export function readReplies(
  db: MirrorDatabase,
  channel: ChannelId,
  thread: MessageId,
  most: number,
): Promise<StoredReplies> {
  const { messages, progress, threads } = db;
  return db.transaction('r', messages, progress, threads, async () => {
    const [inChannel, apart] = await Promise.all([progress.get(channel), threads.get(thread)]);
    const range = (apart?.ranges ?? []).reduce(addRange, inChannel?.ranges ?? []).at(-1);
    if (range === undefined) return { records: [], more: false, from: null };
    const rows = await messages
      .where('[record.thread.id+record.seq]')
      .between([thread, range.from], [thread, range.to], true, true)
      .reverse()
      .limit(most + 1)
      .toArray();
    const records = recordsOf(rows.slice(0, most));
    return { records: records.reverse(), more: rows.length > most, from: range.from };
  });
}

/** Replies of others behind a place. */
export const countReplies = async (
  db: MirrorDatabase,
  thread: MessageId,
  seq: number,
  reader: UserId,
): Promise<number> =>
  db.messages
    .where('[record.thread.id+record.seq]')
    .between([thread, seq], [thread, Dexie.maxKey], false)
    .filter(({ record }) => !isTombstone(record) && record.author !== reader)
    .count();

export const readPinned = async (db: MirrorDatabase, channel: ChannelId): Promise<readonly MessageRecord[]> =>
  recordsOf(await marked(db, channel, '[channel+pin]').toArray());

/** The newest first. */
export const readOpenQuestions = async (
  db: MirrorDatabase,
  channel: ChannelId,
  most: number,
): Promise<readonly MessageRecord[]> =>
  recordsOf(await marked(db, channel, '[channel+open]').reverse().limit(most).toArray());

/** The newest first. */
export const readAboutNote = async (
  db: MirrorDatabase,
  note: NoteId,
  most: number,
): Promise<readonly MessageRecord[]> =>
  recordsOf(
    await db.messages
      .where('[record.anchor.note+record.seq]')
      .between([note, Dexie.minKey], [note, Dexie.maxKey])
      .reverse()
      .limit(most)
      .toArray(),
  );

/** Messages have their numbers in the order of their times, so that the place is found by halving. */
export function lastSeqBefore(db: MirrorDatabase, channel: ChannelId, at: number): Promise<number> {
  const between = (from: number, to: number) =>
    db.messages.where('[channel+record.seq]').between([channel, from], [channel, to], true, true);
  return db.transaction('r', db.messages, async () => {
    let found = 0;
    let last = (await between(0, Number.MAX_SAFE_INTEGER).last())?.record.seq ?? 0;
    while (found < last) {
      const middle = Math.ceil((found + last) / 2);
      const row = await between(middle, last).first();
      if (row !== undefined && row.record.at < at) found = row.record.seq;
      else last = middle - 1;
    }
    return found;
  });
}

const marked = (db: MirrorDatabase, channel: ChannelId, index: '[channel+pin]' | '[channel+open]') =>
  db.messages.where(index).between([channel, Dexie.minKey], [channel, Dexie.maxKey]);

const recordsOf = (rows: readonly MessageRow[]): MessageRecord[] => rows.map(({ record }) => record);
