import {
  EPOCH_SIZE,
  type Message,
  type MessageId,
  type MessageRecord,
  type NoteId,
} from '@lectern/contracts';
import { describe, expect, test } from 'vitest';
import type { Storage, Store } from './store.ts';
import { many, message, newChannel, newUser, range, seqs, tombstone, uuid } from './testing/make-records.ts';

/** What the mirror of messages of every implementation of `Storage` must do (SPEC.md's rules). */
export function mirrorContract(title: string, createStorage: () => Promise<Storage>): void {
  const openStore = async (): Promise<Store> => (await createStorage()).openStore(newUser());

  describe(title, () => {
    test('a record is written only over a lower rev', async () => {
      const { mirror } = await openStore();
      const channel = newChannel();
      const first = message({ seq: 1, rev: 5, text: 'newer' });
      await mirror.applyRecords(channel, [first], { from: 0, to: 1 }, 5);
      await mirror.applyRecords(channel, [{ ...first, rev: 4, editedAt: 1 }], null, null);
      expect((await mirror.readRecords([first.id]))[0]?.record).toEqual(first);
      const edited = { ...first, rev: 6, editedAt: 2 };
      await mirror.applyRecords(channel, [edited], null, null);
      expect((await mirror.readRecords([first.id]))[0]?.record).toEqual(edited);
    });

    test('a tombstone takes the words away, and is kept for a message that was never held', async () => {
      const { mirror } = await openStore();
      const channel = newChannel();
      const held = message({ seq: 1, rev: 1 });
      await mirror.applyRecords(channel, [held], { from: 0, to: 1 }, 1);
      const never = message({ seq: 9, rev: 1 });
      await mirror.applyRecords(channel, [tombstone(held, 2), tombstone(never, 3)], null, 3);
      expect((await mirror.readRecords([held.id]))[0]?.record).not.toHaveProperty('body');
      expect((await mirror.readRecords([never.id]))[0]?.record).toEqual(tombstone(never, 3));
      await mirror.applyRecords(channel, [never], null, null);
      expect((await mirror.readRecords([never.id]))[0]?.record).toEqual(tombstone(never, 3));
    });

    test('what a restored server has lost is gone: rows, ranges and cursor', async () => {
      const { mirror } = await openStore();
      const channel = newChannel();
      const next = 3 * EPOCH_SIZE;
      const rows = many(1, 30);
      const changed = { ...rows[9]!, rev: 31 };
      await mirror.applyRecords(channel, [...rows.with(9, changed)], { from: 0, to: 30 }, 31);
      const newer = message({ seq: next + 1, rev: next + 1 });
      await mirror.applyRecords(channel, [newer], { from: next + 1, to: next + 1 }, null);
      const gone = await mirror.rewind(channel, [{ epoch: 3, seq: 20, rev: 20 }]);
      expect(seqs(gone).sort((a, b) => a - b)).toEqual([10, ...range(21, 30)]);
      const progress = await mirror.readProgress(channel);
      expect(progress).toMatchObject({
        cursor: 20,
        ranges: [
          { from: 0, to: 9 },
          { from: 11, to: 20 },
          { from: next + 1, to: next + 1 },
        ],
      });
      const ids = [...rows, newer].map(({ id }) => id);
      const left = (await mirror.readRecords(ids)).map(({ record }) => record.seq);
      expect(left.sort((a, b) => a - b)).toEqual([...range(1, 9), ...range(11, 20), next + 1]);
      // It comes back with another number.
      await mirror.applyRecords(channel, [{ ...rows[25]!, seq: next + 2, rev: next + 2 }], null, null);
      expect((await mirror.readRecords([rows[25]!.id]))[0]?.record.seq).toBe(next + 2);
    });

    test('the cursor only rises', async () => {
      const { mirror } = await openStore();
      const channel = newChannel();
      expect((await mirror.readProgress(channel)).cursor).toBeNull();
      await mirror.applyRecords(channel, [], null, 7);
      await mirror.applyRecords(channel, [], null, 3);
      expect((await mirror.readProgress(channel)).cursor).toBe(7);
    });

    test('a window never joins rows across a hole, nor shows rows that stand outside of what is held', async () => {
      const { mirror } = await openStore();
      const channel = newChannel();
      const rows = (from: number, to: number) => many(from, to);
      await mirror.applyRecords(channel, rows(1, 10), { from: 0, to: 10 }, null);
      await mirror.applyRecords(channel, rows(15, 15), null, null);
      await mirror.applyRecords(channel, rows(20, 30), { from: 20, to: 30 }, 30);
      const end = await mirror.readWindow(channel, { anchor: 'end', before: 100, after: 0 });
      expect(seqs(end.records)).toEqual(range(20, 30));
      expect(end).toMatchObject({
        moreBefore: false,
        moreAfter: false,
        newest: true,
        range: { from: 20, to: 30 },
      });
      const old = await mirror.readWindow(channel, { anchor: 9, before: 3, after: 100 });
      expect(seqs(old.records)).toEqual([7, 8, 9, 10]);
      expect(old).toMatchObject({ moreBefore: true, moreAfter: false, newest: false });
      expect((await mirror.readWindow(channel, { anchor: 15, before: 5, after: 5 })).range).toBeNull();
      await mirror.applyRecords(channel, rows(11, 19), { from: 11, to: 19 }, null);
      const whole = await mirror.readWindow(channel, { anchor: 15, before: 2, after: 2 });
      expect(seqs(whole.records)).toEqual([14, 15, 16, 17]);
      expect(whole).toMatchObject({ moreBefore: true, moreAfter: true, newest: true });
    });

    test('one record of the highest rev is kept when a batch names a message twice', async () => {
      const { mirror } = await openStore();
      const channel = newChannel();
      const first = message({ seq: 1, rev: 1 });
      const second = { ...first, rev: 9, editedAt: 9 };
      await mirror.applyRecords(channel, [second, first], { from: 0, to: 1 }, 9);
      expect((await mirror.readRecords([first.id]))[0]?.record).toEqual(second);
    });

    test('a message that a restored server gave a new place stands there only', async () => {
      const { mirror } = await openStore();
      const channel = newChannel();
      const before = message({ seq: 5, rev: 5 });
      await mirror.applyRecords(channel, [before], { from: 5, to: 5 }, 5);
      const again = { ...before, seq: 2 ** 32 + 1, rev: 2 ** 32 + 1 };
      await mirror.applyRecords(
        channel,
        [again, message({ seq: 2 ** 32 + 2, rev: 2 ** 32 + 2 })],
        null,
        null,
      );
      expect((await mirror.readRecords([before.id]))[0]?.record).toEqual(again);
      const old = await mirror.readWindow(channel, { anchor: 5, before: 5, after: 0 });
      expect(old.records).toEqual([]);
      await mirror.applyRecords(channel, [before], null, null);
      expect((await mirror.readRecords([before.id]))[0]?.record).toEqual(again);
    });

    test('the last message before a moment is found, newest first', async () => {
      const storage = await createStorage();
      const { mirror } = await storage.openStore(newUser());
      const channel = newChannel();
      const rows = many(1, 4);
      await mirror.applyRecords(channel, rows, { from: 0, to: 4 }, 4);
      expect(await mirror.lastSeqBefore(channel, rows[2]!.at)).toBe(2);
      expect(await mirror.lastSeqBefore(channel, rows[3]!.at + 1)).toBe(4);
      expect(await mirror.lastSeqBefore(channel, 0)).toBe(0);
    });

    test('the last message before a moment is found across holes', async () => {
      const { mirror } = await openStore();
      const channel = newChannel();
      const rows = [...many(3, 5), ...many(20, 21), ...many(90, 97)];
      await mirror.applyRecords(channel, rows, { from: 90, to: 97 }, 97);
      let before = 0;
      for (const { seq, at } of rows) {
        expect(await mirror.lastSeqBefore(channel, at)).toBe(before);
        before = seq;
      }
      expect(await mirror.lastSeqBefore(channel, rows.at(-1)!.at + 1)).toBe(97);
      expect(await mirror.lastSeqBefore(newChannel(), 1)).toBe(0);
    });

    test('own and deleted messages are never unread; mentions are counted', async () => {
      const storage = await createStorage();
      const me = newUser();
      const { mirror } = await storage.openStore(me);
      const channel = newChannel();
      const deleted = message({ seq: 4, rev: 4 });
      const mention = message({ seq: 5, rev: 5, mention: me });
      const rows = [...many(1, 3), deleted, mention, message({ seq: 6, rev: 6, author: me })];
      await mirror.applyRecords(channel, [...rows, tombstone(deleted, 7)], { from: 0, to: 6 }, 7);
      expect(await mirror.countUnread(channel, 0)).toEqual({ unread: 4, mentions: 1 });
      expect(await mirror.countUnread(channel, 2)).toEqual({ unread: 2, mentions: 1 });
      expect(await mirror.countUnread(channel, 5)).toEqual({ unread: 0, mentions: 0 });
    });

    test('a window shows replies of threads only where they were sent to the channel too', async () => {
      const { mirror } = await openStore();
      const channel = newChannel();
      const [root, ...others] = many(1, 4);
      const thread = { id: root!.id, seq: 1 };
      const [reply, both, last] = others as [MessageRecord, MessageRecord, MessageRecord];
      const rows = [root!, { ...reply, thread }, { ...both, thread, inChannel: true as const }, last];
      await mirror.applyRecords(channel, rows, { from: 0, to: 4 }, 4);
      const window = { anchor: 'end', before: 3, after: 0 } as const;
      expect(await mirror.readWindow(channel, window)).toMatchObject({
        records: [rows[0], rows[2], rows[3]],
        moreBefore: false,
      });
      expect(await mirror.readWindow(channel, { anchor: 2, before: 1, after: 1 })).toMatchObject({
        records: [rows[0], rows[2]],
        moreAfter: true,
      });
      expect((await mirror.readWindow(channel, { ...window, replies: true })).records).toEqual(rows.slice(1));
      const gone = { ...tombstone(rows[1]!, 9), thread };
      await mirror.applyRecords(channel, [gone], null, 9);
      expect(seqs((await mirror.readWindow(channel, window)).records)).toEqual([1, 3, 4]);
    });

    test('replies are read in order and never across a hole, wherever they came from', async () => {
      const { mirror } = await openStore();
      const channel = newChannel();
      const root = message({ seq: 2, rev: 2 });
      const reply = (seq: number): MessageRecord => ({
        ...message({ seq, rev: seq }),
        thread: { id: root.id, seq: 2 },
      });
      const read = async (most = 10) => {
        const { records, ...rest } = await mirror.readReplies(channel, root.id, most);
        return { seqs: seqs(records), ...rest };
      };
      expect(await read()).toEqual({ seqs: [], more: false, from: null });
      await mirror.applyRecords(channel, [...many(1, 1), root, reply(3)], { from: 0, to: 3 }, null);
      await mirror.applyRecords(channel, [reply(20), ...many(21, 21), reply(22)], { from: 20, to: 22 }, 22);
      expect(await read()).toEqual({ seqs: [20, 22], more: false, from: 20 });
      expect(await read(1)).toEqual({ seqs: [22], more: true, from: 20 });
      // A page of the thread alone: the channel has the hole that it had, and the thread has none from there on.
      await mirror.applyReplies(channel, root.id, [reply(10), reply(12)], { from: 10, to: 19 });
      expect(await read()).toEqual({ seqs: [10, 12, 20, 22], more: false, from: 10 });
      expect((await mirror.readProgress(channel)).ranges).toEqual([
        { from: 0, to: 3 },
        { from: 20, to: 22 },
      ]);
      await mirror.applyReplies(channel, root.id, [reply(6)], { from: 4, to: 9 });
      expect(await read()).toEqual({ seqs: [3, 6, 10, 12, 20, 22], more: false, from: 0 });
      await mirror.replaceRecords(channel, [reply(30)], { from: 30, to: 30 }, 30);
      expect(await read()).toEqual({ seqs: [30], more: false, from: 30 });
      await mirror.dropChannel(channel);
      expect(await read()).toEqual({ seqs: [], more: false, from: null });
    });

    test('replies of a thread alone are not unread in the channel, unless they name this person', async () => {
      const storage = await createStorage();
      const me = newUser();
      const { mirror } = await storage.openStore(me);
      const channel = newChannel();
      const root = message({ seq: 1, rev: 1, author: me });
      const thread = { id: root.id, seq: 1 };
      const rows = [
        root,
        { ...message({ seq: 2, rev: 2 }), thread },
        { ...message({ seq: 3, rev: 3 }), thread, inChannel: true as const },
        { ...message({ seq: 4, rev: 4, mention: me }), thread },
        { ...message({ seq: 5, rev: 5, author: me }), thread },
        { ...tombstone(message({ seq: 6, rev: 6 }), 7), thread },
      ];
      await mirror.applyRecords(channel, rows, { from: 0, to: 6 }, 7);
      expect(await mirror.countUnread(channel, 0)).toEqual({ unread: 2, mentions: 1 });
      expect(await mirror.countReplies(channel, root.id, 0)).toBe(3);
      expect(await mirror.countReplies(channel, root.id, 3)).toBe(1);
    });

    test('records can be replaced as a whole, and a channel dropped, without touching another', async () => {
      const { mirror } = await openStore();
      const [channel, other] = [newChannel(), newChannel()];
      await mirror.applyRecords(channel, many(1, 5), { from: 0, to: 5 }, 5);
      await mirror.applyRecords(other, many(1, 2), { from: 0, to: 2 }, 2);
      await mirror.replaceRecords(channel, many(50, 52), { from: 50, to: 52 }, 90);
      expect(await mirror.readProgress(channel)).toMatchObject({
        cursor: 90,
        ranges: [{ from: 50, to: 52 }],
      });
      expect((await mirror.readWindow(channel, { anchor: 3, before: 9, after: 9 })).records).toEqual([]);
      await mirror.dropChannel(channel);
      expect(await mirror.readProgress(channel)).toMatchObject({ cursor: null, ranges: [] });
      expect(await mirror.channels()).toEqual([other]);
      expect((await mirror.readWindow(other, { anchor: 'end', before: 9, after: 0 })).records).toHaveLength(
        2,
      );
    });

    test('pins stand in the order of their places, open questions newest first, and both only while they are', async () => {
      const { mirror } = await openStore();
      const [channel, other] = [newChannel(), newChannel()];
      const rows = many(1, 6) as Message[];
      const pin = (row: Message, order: number) => ({ ...row, pinned: { by: row.author, at: 1, order } });
      const ask = (row: Message) => ({ ...row, question: {} });
      const place = ({ id, seq }: Message) => ({ id, seq });
      const [first, second, third, fourth, fifth, sixth] = rows as [
        Message,
        Message,
        Message,
        Message,
        Message,
        Message,
      ];
      await mirror.applyRecords(
        channel,
        [pin(first, 0.5), ask(second), pin(ask(third), -3), fourth, pin(fifth, 0.25), ask(sixth)],
        null,
        null,
      );
      await mirror.applyRecords(other, [pin(ask({ ...first, id: uuid() as MessageId }), 1)], null, null);
      const pins = async () => seqs(await mirror.readPinned(channel));
      const open = async (most = 9) => seqs(await mirror.readOpenQuestions(channel, most));
      expect(await pins()).toEqual([3, 5, 1]);
      expect(await open()).toEqual([6, 3, 2]);
      expect(await open(2)).toEqual([6, 3]);
      await mirror.applyRecords(
        channel,
        [
          { ...pin(third, 9), rev: 11, question: { accepted: place(fourth) } },
          { ...fifth, rev: 12 },
          tombstone(sixth, 13),
          { ...ask(fourth), rev: 14 },
        ],
        null,
        null,
      );
      expect(await pins()).toEqual([1, 3]);
      expect(await open()).toEqual([4, 2]);
    });

    test('what is about a note is found, newest first, as long as it says something', async () => {
      const { mirror } = await openStore();
      const channel = newChannel();
      const [note, other] = [uuid() as NoteId, uuid() as NoteId];
      const about = (row: MessageRecord, of: NoteId) => ({
        ...(row as Message),
        anchor: { note: of, from: 'AA==', to: 'AA==', quote: 'a passage' },
      });
      const [first, second, third, fourth, fifth] = many(1, 5) as [
        Message,
        Message,
        Message,
        Message,
        Message,
      ];
      const rows = [about(first, note), second, about(third, other), about(fourth, note), about(fifth, note)];
      await mirror.applyRecords(channel, rows, null, null);
      const found = async (most = 9) => seqs(await mirror.readAboutNote(channel, note, most));
      expect(await found()).toEqual([5, 4, 1]);
      expect(await found(1)).toEqual([5]);
      await mirror.applyRecords(channel, [tombstone(fourth, 12)], null, null);
      expect(await found()).toEqual([5, 1]);
      await mirror.dropChannel(channel);
      expect(await found()).toEqual([]);
    });
  });
}
