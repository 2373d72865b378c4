import type { MessageRecord, UserId } from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import { expect, test } from 'vitest';
import { type MessageEffect, reduceMessage } from './reduce.ts';
import { ANNA, BEN, edited, id, message, tombstone } from './testing/make.ts';

const append = {
  kind: 'append',
  message: id(1),
  author: ANNA,
  body: bodyFromText('hello'),
  sentAt: 7,
} as const;
const replace = { kind: 'replace', message: id(1), body: bodyFromText('edited 9') } as const;
const remove = { kind: 'remove', message: id(1) } as const;

test('RD-1 an append is a message with the numbers of its stamp', () => {
  expect(reduceMessage(null, append, { seq: 4, rev: 9, at: 100 })).toEqual({
    id: id(1),
    seq: 4,
    rev: 9,
    author: ANNA,
    at: 100,
    sentAt: 7,
    body: bodyFromText('hello'),
  });
});

test('RD-1 an edit keeps place and times, a deletion keeps the place alone', () => {
  const before = message(1);
  expect(reduceMessage(before, replace, { seq: 99, rev: 9, at: 2_009 })).toEqual(edited(before, 9));
  expect(reduceMessage(edited(before, 9), remove, { seq: 99, rev: 10, at: 3_010 })).toEqual(
    tombstone(before, 10),
  );
});

test('RD-4 a reply knows its thread, and a deletion leaves what a thread stands on', () => {
  const thread = { id: id(7), seq: 7 };
  const replies = { count: 2, last: { seq: 9, at: 9, author: BEN }, people: [BEN] };
  const reply = reduceMessage(null, { ...append, thread, inChannel: true }, { seq: 9, rev: 9, at: 9 });
  expect(reply).toMatchObject({ thread, inChannel: true });
  expect(reduceMessage(reply, remove, { seq: 9, rev: 10, at: 3_010 })).toEqual({
    ...tombstone(reply, 10),
    thread,
    inChannel: true,
  });
  const root = { ...message(1), replies };
  expect(reduceMessage(root, replace, { seq: 1, rev: 9, at: 2_009 })).toMatchObject({ replies });
  expect(reduceMessage(root, remove, { seq: 1, rev: 9, at: 3_009 })).toEqual({
    ...tombstone(root, 9),
    replies,
  });
});

test('RD-2 what no longer fits leaves the record as it is', () => {
  const gone = tombstone(message(1), 5);
  const stamp = { seq: 2, rev: 9, at: 100 };
  expect(reduceMessage(gone, replace, stamp)).toBe(gone);
  expect(reduceMessage(gone, remove, stamp)).toBe(gone);
  const committed = message(1);
  expect(reduceMessage(committed, append, stamp)).toBe(committed);
});

test('RD-2 a change of nothing is a mistake of the caller', () => {
  expect(() => reduceMessage(null, replace, { seq: 0, rev: 1, at: 1 })).toThrow('a message must exist');
});

const react = (user: UserId, emoji: string, on = true) =>
  ({ kind: 'react', message: id(1), user, emoji, on }) as const;

test('RD-3 reactions stand in the order in which they came, each person once, and go without a trace', () => {
  let rev = 1;
  const after = (...effects: MessageEffect[]) =>
    effects.reduce<MessageRecord>(
      (record, effect) => reduceMessage(record, effect, { seq: 99, rev: ++rev, at: 9_999 }),
      message(1),
    );
  const thumbs = after(react(BEN, '👍'), react(ANNA, '👍'), react(BEN, '👍'), react(BEN, '🎉'));
  expect(thumbs).toEqual({
    ...message(1, 5),
    reactions: [
      { emoji: '👍', by: [BEN, ANNA] },
      { emoji: '🎉', by: [BEN] },
    ],
  });
  expect(after(react(BEN, '👍'), react(BEN, '👍', false))).toEqual(message(1, rev));
  expect(after(react(BEN, '👍', false))).toEqual(message(1, rev));
  expect(after(react(BEN, '👍'), remove, react(ANNA, '👍'))).toEqual(tombstone(message(1), rev - 1, 9_999));
});

test('RD-3 an edit keeps answers and reactions', () => {
  const reply = { id: id(7), seq: 7 };
  const answered = reduceMessage(null, { ...append, reply }, { seq: 1, rev: 1, at: 5 });
  const reacted = reduceMessage(answered, react(BEN, '👍'), { seq: 1, rev: 2, at: 6 });
  expect(reduceMessage(reacted, replace, { seq: 1, rev: 3, at: 7 })).toMatchObject({
    reply,
    reactions: [{ emoji: '👍', by: [BEN] }],
    editedAt: 7,
  });
});
