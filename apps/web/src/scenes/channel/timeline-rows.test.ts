import type { Message, MessageId, Tombstone, UserId } from '@lectern/contracts';
import type { TimelineItem } from '@lectern/sync-client';
import { describe, expect, test } from 'vitest';
import { dayOf } from '../../words/format.ts';
import { type MessageRowData, type RowsInput, reuseRows, timelineRows } from './timeline-rows.ts';

const me = 'me' as UserId;
const ada = 'ada' as UserId;
const NOON = new Date(2026, 2, 4, 12).getTime();
const MINUTE = 60_000;

const message = (seq: number, author: UserId, at: number, rung?: TimelineItem['rung']): TimelineItem => {
  const body = {
    kind: 'plain' as const,
    blocks: [{ t: 'p' as const, c: [{ t: 'text' as const, s: `text ${seq}` }] }],
  };
  const record: Message = { id: `m${seq}` as MessageId, seq, rev: seq, author, at, sentAt: at, body };
  return rung ? { record, rung } : { record };
};
const rows = (items: readonly TimelineItem[], more: Partial<RowsInput> = {}) =>
  timelineRows({ items, older: 'end', newer: 'end', me, unreadAfter: null, unreadCount: 0, dayOf, ...more });
const messages = (...args: Parameters<typeof rows>) =>
  rows(...args).filter((row): row is MessageRowData => row.kind === 'message');

describe('groups', () => {
  test('messages of one author within five minutes are one group', () => {
    const heads = messages([
      message(1, ada, NOON),
      message(2, ada, NOON + 4 * MINUTE),
      message(3, me, NOON + 5 * MINUTE),
    ]);
    expect(heads.map((row) => row.isHead)).toEqual([true, false, true]);
  });

  test('a pause of five minutes begins a new group', () => {
    const heads = messages([message(1, ada, NOON), message(2, ada, NOON + 5 * MINUTE)]);
    expect(heads.map((row) => row.isHead)).toEqual([true, true]);
  });

  test('midnight begins a day and a group', () => {
    const midnight = dayOf(NOON + 24 * 60 * MINUTE);
    const [, second] = messages([message(1, ada, midnight - MINUTE), message(2, ada, midnight + MINUTE)]);
    expect(second).toMatchObject({ isHead: true, day: midnight + MINUTE });
  });

  test('a message that waits stands at the time of the device that wrote it', () => {
    const waiting = message(9, me, 0, 'device');
    const item = { ...waiting, record: { ...waiting.record, at: 0, sentAt: NOON + MINUTE } as Message };
    expect(messages([message(1, me, NOON), item]).map((row) => row.isHead)).toEqual([true, false]);
  });
});

describe('the unread line', () => {
  test('stands above the first unread message of someone else, with the larger of both counts', () => {
    const items = [message(1, ada, NOON), message(2, me, NOON), message(3, ada, NOON), message(4, ada, NOON)];
    expect(messages(items, { unreadAfter: 1, unreadCount: 0 }).map((row) => row.unread)).toEqual([
      null,
      null,
      2,
      null,
    ]);
    expect(messages(items, { unreadAfter: 1, unreadCount: 70 })[2]?.unread).toBe(70);
  });

  test('is not there when everything new is by this person or still waits', () => {
    const items = [message(1, ada, NOON), message(2, me, NOON, 'server'), message(3, me, NOON, 'device')];
    expect(messages(items, { unreadAfter: 1 }).every((row) => row.unread === null)).toBe(true);
  });
});

describe('ends', () => {
  test('the beginning of the channel is a row; more that is stored hides the first message until its neighbour comes', () => {
    const items = [message(1, ada, NOON), message(2, ada, NOON)];
    expect(rows(items)[0]).toEqual({ kind: 'start', key: 'start' });
    expect(rows(items, { older: 'stored' }).map((row) => row.key)).toEqual(['m2']);
    expect(rows(items, { older: 'needs-connection' }).map((row) => row.key)).toEqual(['m1', 'm2']);
  });

  test('the last own message on the server keeps its tick', () => {
    const items = [
      message(1, me, NOON, 'server'),
      message(2, me, NOON, 'server'),
      message(3, me, NOON, 'sending'),
    ];
    expect(messages(items).map((row) => row.keepsTick)).toEqual([false, true, false]);
  });
});

test('rows that say the same keep their identity; an edit makes one new row', () => {
  const items = [message(1, ada, NOON), message(2, ada, NOON)];
  const before = rows(items);
  expect(reuseRows(before, rows(structuredClone(items)))).toBe(before);
  const edited = [items[0]!, { ...items[1]!, record: { ...items[1]!.record, rev: 9 } as Message }];
  const after = reuseRows(before, rows(edited));
  expect(after[1]).toBe(before[1]);
  expect(after[2]).not.toBe(before[2]);
});

test('a message and what is left of it are different rows', () => {
  const { record } = message(1, ada, NOON);
  const gone: Tombstone = { id: record.id, seq: 1, rev: 1, author: ada, at: NOON, deletedAt: NOON };
  const before = rows([{ record }]);
  expect(reuseRows(before, rows([{ record: gone }]))[1]).not.toBe(before[1]);
});
