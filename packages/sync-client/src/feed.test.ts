import { MAX_OP_BYTES, MAX_OUTBOX_BYTES, type OpId } from '@lectern/contracts';
import type { JournalRow } from '@lectern/local-store';
import { expect, test } from 'vitest';
import { nextOps } from './feed.ts';

const rows = (...sizes: number[]): JournalRow[] =>
  sizes.map(
    (bytes, index) =>
      ({ n: index + 1, op: { id: `op-${index}` as OpId }, bytes, state: 'waiting' }) as JournalRow,
  );
const ids = (found: readonly JournalRow[]): string[] => found.map((row) => row.op.id);
const standing = (...entries: [string, number][]) => ({
  ids: new Set(entries.map(([id]) => id as OpId)),
  bytes: entries.reduce((sum, [, bytes]) => sum + bytes, 0),
});

test('F1: ops go in their order, and one that stands there already is not put in again', () => {
  expect(ids(nextOps(rows(10, 10, 10), standing(['op-1', 10])))).toEqual(['op-0', 'op-2']);
});

test('F2: the first that does not fit holds back all later ones, small as they may be', () => {
  const waiting = rows(MAX_OUTBOX_BYTES - 100, 200, 1);
  expect(ids(nextOps(waiting, standing()))).toEqual(['op-0']);
});

test('F3: an empty outbox takes any one op', () => {
  expect(ids(nextOps(rows(MAX_OUTBOX_BYTES + 1, 1), standing()))).toEqual(['op-0']);
});

test('F4: a month of backlog never stands in the document at once', () => {
  const waiting = rows(
    ...Array.from({ length: 4_000 }, (_, index) => 300 + ((index * 7_919) % (MAX_OP_BYTES - 300))),
  );
  let inside: [string, number][] = [];
  let sent = 0;
  while (sent < waiting.length) {
    for (const row of nextOps(waiting.slice(sent), standing(...inside))) inside.push([row.op.id, row.bytes]);
    expect(inside.length).toBeGreaterThan(0);
    expect(inside.reduce((sum, [, bytes]) => sum + bytes, 0)).toBeLessThanOrEqual(MAX_OUTBOX_BYTES);
    sent += inside.length;
    inside = [];
  }
  expect(sent).toBe(waiting.length);
});

test('F5: one at a time when told so', () => {
  expect(ids(nextOps(rows(1, 1), standing(), { bytes: 0, ops: 0 }))).toEqual(['op-0']);
  expect(ids(nextOps(rows(1, 1), standing(['op-0', 1]), { bytes: 0, ops: 0 }))).toEqual([]);
});
