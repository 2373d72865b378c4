import { isTombstone, type Message, type MessageId, type MessageRecord, type Op } from '@lectern/contracts';
import { plainText } from '@lectern/rich-text';
import { describe, expect, test } from 'vitest';
import type { OpenOp } from '../journal.ts';
import type { Rung, TimelineItem } from '../port-values.ts';
import {
  deleteOp,
  editOp,
  makeMessage,
  makeMessages,
  markOp,
  newChannel,
  newUser,
  openOp,
  reactOp,
  sendOp,
} from '../testing/make.ts';
import { foldTimeline } from './fold-timeline.ts';
import type { Scope } from './show-ops.ts';

const channel = newChannel();
const me = newUser();
const fold = (
  records: readonly MessageRecord[],
  ops: OpenOp[] = [],
  atNewest = true,
  quotes: ReadonlyMap<MessageId, MessageRecord> = new Map(),
  scope: Scope = 'channel',
) => {
  const rungOf = (row: OpenOp): Rung => rungs[row.state];
  return foldTimeline({ me, records, quotes, atNewest, scope, newReplies: new Map(), ops, rungOf });
};
const rungs: Record<OpenOp['state'], Rung> = {
  held: 'device',
  waiting: 'device',
  committed: 'server',
  refused: 'refused',
  done: 'server',
  offered: 'server',
};
const says = ({ record }: TimelineItem): string => ('body' in record ? plainText(record.body) : '(deleted)');

describe('V1: pending messages', () => {
  test('stand after all committed ones, in the order in which they were written', () => {
    const items = fold(makeMessages(1, 2), [openOp(sendOp(channel, 'a')), openOp(sendOp(channel, 'b'))]);
    expect(items.map(says)).toEqual(['message 1', 'message 2', 'a', 'b']);
    expect(items.map((item) => item.rung)).toEqual([undefined, undefined, 'device', 'device']);
    expect(items.map((item) => item.record.seq)).toEqual(
      items.map((item) => item.record.seq).toSorted((a, b) => a - b),
    );
  });

  test('are shown once when the message has come before its outcome', () => {
    const op = sendOp(channel, 'a');
    const committed = makeMessage({ seq: 1, id: op.id as string as MessageId, author: me, text: 'a' });
    const items = fold([committed], [openOp(op)]);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ rung: 'server', record: { seq: 1 } });
  });

  test('are shown until they are seen in the channel, also when their outcome has come (rule 8)', () => {
    const items = fold([], [openOp(sendOp(channel, 'a'), { state: 'committed', rev: 7 })]);
    expect(items[0]).toMatchObject({ rung: 'server' });
  });

  test('are not shown in a window that does not reach the newest', () => {
    expect(fold(makeMessages(1, 2), [openOp(sendOp(channel))], false)).toHaveLength(2);
  });

  test('say why when they were refused, and keep their text', () => {
    const [item] = fold([], [openOp(sendOp(channel, 'a'), { state: 'refused', reason: 'not-member' })]);
    expect(item).toMatchObject({ rung: 'refused', reason: 'not-member' });
    expect(says(item!)).toBe('a');
  });
});

describe('V2: edits and deletes', () => {
  const message = makeMessage({ seq: 1, author: me, text: 'before' });

  test('show their result while they wait, the last one wins', () => {
    const ops = [openOp(editOp(channel, message.id, 'one')), openOp(editOp(channel, message.id, 'two'))];
    const [item] = fold([message], ops);
    expect(says(item!)).toBe('two');
    expect(item?.change).toMatchObject({ op: ops[1]?.op.id, kind: 'edit', rung: 'device' });
    expect(says(fold([message], [openOp(deleteOp(channel, message.id))])[0]!)).toBe('(deleted)');
  });

  test('change a message that is itself still pending', () => {
    const op = sendOp(channel, 'before');
    const items = fold([], [openOp(op), openOp(editOp(channel, op.id as string as MessageId, 'after'))]);
    expect(items.map(says)).toEqual(['after']);
    expect(items[0]).toMatchObject({ rung: 'device' });
  });

  test('are not shown when refused, but that they were wanted is', () => {
    const refused = openOp(editOp(channel, message.id, 'after'), { state: 'refused', reason: 'archived' });
    const [item] = fold([message], [refused]);
    expect(says(item!)).toBe('before');
    expect(item?.change).toMatchObject({ rung: 'refused', reason: 'archived' });
  });

  test('that are committed do not hide a later change by somebody else', () => {
    const later = { ...message, rev: 9, editedAt: 9 };
    const [item] = fold(
      [later],
      [openOp(editOp(channel, message.id, 'mine'), { state: 'committed', rev: 8 })],
    );
    expect(says(item!)).toBe('before');
    expect(item?.change).toBeUndefined();
  });

  test('of messages outside of the window change nothing', () => {
    expect(fold([message], [openOp(editOp(channel, 'elsewhere' as MessageId))])).toHaveLength(1);
  });
});

describe('V2: reactions and answers', () => {
  const other = newUser();
  const message = makeMessage({ seq: 1, author: other, text: 'question' });
  const reactions = (item?: TimelineItem) =>
    item && 'body' in item.record ? item.record.reactions : undefined;

  test('a reaction is shown while it waits and marked, one that was refused is only marked', () => {
    const on = reactOp(channel, message.id, '👍', true);
    const [waiting] = fold([message], [openOp(on)]);
    expect(reactions(waiting)).toEqual([{ emoji: '👍', by: [me] }]);
    expect(waiting?.change).toEqual({ op: on.id, kind: 'react', rung: 'device' });
    const [refused] = fold([message], [openOp(on, { state: 'refused', reason: 'archived' })]);
    expect(reactions(refused)).toBeUndefined();
    expect(refused?.change).toMatchObject({ kind: 'react', rung: 'refused' });
    const off = reactOp(channel, message.id, '👍', false);
    expect(reactions(fold([message], [openOp(on), openOp(off)])[0])).toBeUndefined();
  });

  test('an answer shows what it answers as that is now, wherever it stands', () => {
    const far = makeMessage({ seq: 1, author: other, text: 'far away' });
    const answer = { ...makeMessage({ seq: 9, author: other }), reply: { id: far.id, seq: 1 } };
    const quoted = (records: MessageRecord[], quotes: MessageRecord[], ops: OpenOp[] = []) =>
      fold(records, ops, true, new Map(quotes.map((each) => [each.id, each]))).at(-1)?.quoted;
    expect(quoted([answer], [far])).toEqual(far);
    expect(quoted([answer], [])).toBeUndefined();
    expect(quoted([far, answer], [], [openOp(deleteOp(channel, far.id))])).toMatchObject({
      deletedAt: expect.any(Number),
    });
    const pending = openOp({ ...sendOp(channel, 'me too'), reply: answer.id });
    expect(quoted([far, answer], [], [pending])).toEqual(answer);
    expect(fold([answer], [pending]).at(-1)?.record).toMatchObject({ reply: { id: answer.id, seq: 9 } });
  });
});

describe('V2: marks', () => {
  const [question, first, second] = makeMessages(1, 3) as [Message, Message, Message];
  const asked: Message = { ...question, question: {} };
  const place = ({ id, seq }: Message) => ({ id, seq });
  const ends = (records: MessageRecord[], ops: OpenOp[]) =>
    fold(records, ops).map(({ record }) =>
      isTombstone(record) ? 'deleted' : (record.question?.accepted?.id ?? record.answers?.id ?? null),
    );
  const accept = (answer: Message | null) =>
    markOp(channel, asked.id, { kind: 'accept', answer: answer?.id ?? null });

  test('a waiting pin, question or endorsement is shown and marked, a refused one is only marked', () => {
    const ops = [
      openOp(markOp(channel, question.id, { kind: 'pin', order: 2 })),
      openOp(markOp(channel, question.id, { kind: 'question', on: true })),
      openOp(markOp(channel, question.id, { kind: 'endorse', on: true })),
    ];
    const [item] = fold([question], ops);
    expect(item?.record).toMatchObject({ pinned: { by: me, order: 2 }, question: {}, endorsed: { by: me } });
    expect(item?.change).toMatchObject({ kind: 'endorse', rung: 'device' });
    const [refused] = fold([question], [{ ...ops[0]!, state: 'refused', reason: 'not-allowed' }]);
    expect(refused?.record).not.toHaveProperty('pinned');
    expect(refused?.change).toMatchObject({ kind: 'pin', rung: 'refused' });
  });

  test('an accepted answer is shown at both of its ends, and at the one that it takes the place of', () => {
    const rows = [asked, first, second];
    expect(ends(rows, [openOp(accept(first))])).toEqual([first.id, asked.id, null]);
    expect(ends(rows, [openOp(accept(first)), openOp(accept(second))])).toEqual([second.id, null, asked.id]);
    expect(ends(rows, [openOp(accept(first), { state: 'refused', reason: 'archived' })])).toEqual([
      null,
      null,
      null,
    ]);
    const solved: Message = { ...asked, question: { accepted: place(first) } };
    const answer: Message = { ...first, answers: place(asked) };
    expect(ends([solved, answer], [openOp(deleteOp(channel, first.id))])).toEqual([null, 'deleted']);
    expect(ends([answer], [openOp(accept(null))])).toEqual([asked.id]);
    // Committed, and the rows have it: somebody else has taken it back since.
    const since = [
      { ...asked, rev: 9 },
      { ...first, rev: 8 },
    ];
    expect(ends(since, [openOp(accept(first), { state: 'committed', rev: 6 })])).toEqual([null, null]);
  });

  test('what is asked while it waits is a question already', () => {
    const op: Op = { ...sendOp(channel, 'why?'), question: true };
    expect(fold([], [openOp(op)])[0]?.record).toMatchObject({ question: {} });
  });
});

test('V3: own newest messages show that they are on the server, old ones and those of others do not', () => {
  const own = makeMessages(1, 40).map((record) => ({ ...record, author: me }));
  const items = fold([...own, ...makeMessages(41, 41)]);
  expect(items.at(-2)?.rung).toBe('server');
  expect(items.at(-1)?.rung).toBeUndefined();
  expect(items[0]?.rung).toBeUndefined();
  expect(fold(own, [], false).every((item) => item.rung === undefined)).toBe(true);
});

test('V4: a huge backlog is not sent to the page whole', () => {
  const items = fold(
    makeMessages(1, 500),
    Array.from({ length: 3_000 }, (_, index) => openOp(sendOp(channel, `${index}`))),
  );
  expect(items).toHaveLength(1_000);
  expect(says(items.at(-1)!)).toBe('2999');
});

describe('V5: threads', () => {
  const root = makeMessage({ seq: 1 });
  const reply = (text: string, given: Partial<OpenOp> = {}) =>
    openOp({ ...sendOp(channel, text), thread: root.id }, given);
  const both = openOp({ ...sendOp(channel, 'both'), thread: root.id, inChannel: true });

  test('a waiting reply stands in its thread, and in the channel where it is sent there too', () => {
    const ops = [reply('a'), openOp(sendOp(channel, 'b')), both];
    expect(fold([root], ops).map(says)).toEqual(['message 1', 'b', 'both']);
    expect(fold([root], ops, true, new Map(), root.id).map(says)).toEqual(['message 1', 'a', 'both']);
    expect(fold([root], ops)[2]?.quoted).toMatchObject({ id: root.id });
  });

  test('the first message counts what waits, once, and not what was refused', () => {
    const count = (record: MessageRecord, ...ops: OpenOp[]) => fold([record], ops)[0]?.record.replies?.count;
    expect(count(root, reply('a'), both, reply('b', { state: 'refused', reason: 'archived' }))).toBe(2);
    const last = { seq: 9, at: 9, author: me };
    const counted = { ...root, rev: 12, replies: { count: 5, last, people: [me] } };
    expect(count(counted, reply('a'))).toBe(6);
    // Committed, and not yet in what the first message says; then it is.
    expect(count(counted, reply('a', { state: 'committed', rev: 13 }))).toBe(6);
    expect(count({ ...counted, rev: 14 }, reply('a', { state: 'committed', rev: 13 }))).toBe(5);
  });
});
