import type { ChannelId, Message, MessageId, Op, OpId, UserId } from '@lectern/contracts';
import { isTombstone } from '@lectern/contracts';
import type { TimelineItem } from '@lectern/sync-client';
import { showOps } from '@lectern/sync-client/show-ops';
import { expect, test } from 'vitest';
import type { UnsavedOp } from '../../hub/unsaved.ts';
import { mergeUnsaved, seenOps } from './merge-unsaved.ts';

const me = 'me' as UserId;
const channel = 'channel' as ChannelId;
const body = (s: string) => ({
  kind: 'plain' as const,
  blocks: [{ t: 'p' as const, c: [{ t: 'text' as const, s }] }],
});
const item = (id: string, seq: number): TimelineItem => {
  const record: Message = {
    id: id as MessageId,
    seq,
    rev: seq,
    author: me,
    at: 1,
    sentAt: 1,
    body: body(id),
  };
  return { record };
};
const unsaved = (op: Partial<Op> & { kind: Op['kind'] }, saved = false): UnsavedOp => ({
  op: { id: 'op' as OpId, channel, at: 5, ...op } as Op,
  saved,
  error: null,
});
const send = (id: string, saved = false) => unsaved({ kind: 'send', id: id as OpId, body: body(id) }, saved);

test('a message stands at the end before the hub has it, and once after', () => {
  const items = [item('a', 1)];
  const merged = mergeUnsaved(showOps, items, [send('b')], channel, me, true, 'channel');
  expect(merged.map((each) => each.record.id)).toEqual(['a', 'b']);
  expect(merged[1]?.rung).toBe('unsaved');
  expect(
    mergeUnsaved(showOps, [...items, item('b', 2)], [send('b')], channel, me, true, 'channel'),
  ).toHaveLength(2);
});

test('nothing is added to a window that does not reach the end, nor to another channel', () => {
  const items = [item('a', 1)];
  expect(mergeUnsaved(showOps, items, [send('b')], channel, me, false, 'channel')).toHaveLength(1);
  expect(mergeUnsaved(showOps, items, [send('b')], 'other' as ChannelId, me, true, 'channel')).toBe(items);
});

test('a reply stands in its thread, and in the channel only where it was sent there too', () => {
  const reply = (id: string, inChannel?: true) => {
    const { op } = send(id);
    return {
      ...send(id),
      op: { ...op, thread: 'a' as MessageId, ...(inChannel ? { inChannel } : {}) } as Op,
    };
  };
  const [items, replies] = [[item('a', 1)], [reply('b'), reply('c', true)]];
  const shown = (scope: 'channel' | MessageId) =>
    mergeUnsaved(showOps, items, replies, channel, me, true, scope).map((each) => each.record.id);
  expect(shown('channel')).toEqual(['a', 'c']);
  expect(shown('a' as MessageId)).toEqual(['a', 'b', 'c']);
});

test('an edit and a delete are shown over what they change', () => {
  const edit = unsaved({ kind: 'edit', message: 'a' as MessageId, body: body('new') } as Partial<Op> & {
    kind: 'edit';
  });
  const [edited] = mergeUnsaved(showOps, [item('a', 1)], [edit], channel, me, true, 'channel');
  expect(edited).toMatchObject({
    record: { body: body('new'), editedAt: 5 },
    change: { kind: 'edit', rung: 'unsaved' },
  });
  const remove = unsaved({ kind: 'delete', message: 'a' as MessageId } as Partial<Op> & { kind: 'delete' });
  const [removed] = mergeUnsaved(showOps, [item('a', 1)], [remove], channel, me, true, 'channel');
  expect(isTombstone(removed!.record)).toBe(true);
  expect(JSON.stringify(removed)).not.toContain('"body"');
});

test('only what is saved and shown by the view is forgotten', () => {
  expect(seenOps([item('b', 1)], [send('b')], channel)).toEqual([]);
  expect(seenOps([], [send('b', true)], channel)).toEqual([]);
  expect(seenOps([item('b', 1)], [send('b', true)], channel)).toEqual(['b']);
});

test('without the program the list waits for the hub and stays as it is', () => {
  const items = [item('a', 1)];
  expect(mergeUnsaved(null, items, [send('b')], channel, me, true, 'channel')).toBe(items);
});
