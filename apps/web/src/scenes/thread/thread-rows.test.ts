import type { MessageId, UserId } from '@lectern/contracts';
import type { Edge, TimelineItem } from '@lectern/sync-client';
import { expect, test } from 'vitest';
import { threadRows } from './thread-rows.ts';

const me = 'me' as UserId;
const DAY = 24 * 3_600_000;
const item = (id: string, at: number, author = 'them'): TimelineItem => ({
  record: {
    id: id as MessageId,
    seq: at,
    rev: at,
    author: author as UserId,
    at,
    sentAt: at,
    body: { kind: 'plain', blocks: [] },
  },
});
const rows = (replies: TimelineItem[], older: Edge = 'end', unreadAfter: number | null = null) =>
  threadRows(
    { root: item('root', 1), replies, older },
    { me, unreadAfter, dayOf: (at) => Math.floor(at / DAY) },
  ).map((row) => (row.kind === 'message' ? { key: row.key, isHead: row.isHead, day: row.day } : row.key));

test('the first message, how many replied, and the replies, in groups that begin below the line', () => {
  expect(rows([item('a', 2), item('b', 3), item('c', DAY + 1)])).toEqual([
    { key: 'root', isHead: true, day: 1 },
    'start',
    { key: 'a', isHead: true, day: null },
    { key: 'b', isHead: false, day: null },
    { key: 'c', isHead: true, day: DAY + 1 },
  ]);
  expect(rows([])).toEqual([{ key: 'root', isHead: true, day: 1 }, 'start']);
});

test('where earlier replies are missing, that is said below the first message', () => {
  expect(
    rows([item('a', 2)], 'needs-connection').map((row) => (typeof row === 'string' ? row : row.key)),
  ).toEqual(['root', 'older', 'a']);
});
