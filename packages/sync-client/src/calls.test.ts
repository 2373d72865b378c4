import type { Body, ChannelId, Message, MessageRecord, Notice, UserId } from '@lectern/contracts';
import { createMemoryStorage } from '@lectern/local-store';
import { createRandom } from '@lectern/test-kit';
import { expect, test } from 'vitest';
import { withCalls } from './calls.ts';
import { makeMessage, makeTombstone, newChannel, newUser } from './testing/make.ts';

const me = newUser();
const channel: ChannelId = newChannel();
const calling = (...also: UserId[]): Body => ({
  kind: 'plain',
  blocks: [
    {
      t: 'p',
      c: [{ t: 'mention', group: 'channel' }, ...also.map((user) => ({ t: 'mention', user }) as const)],
    },
  ],
});
const noticeOf = ({ id: message, seq, author, at }: MessageRecord): Notice => ({
  ...{ id: seq, kind: 'mention', group: 'channel', channel, message, seq, from: author, at },
});
const none = { unread: 0, mentions: 0 };
const count = (counted: typeof none, ...records: MessageRecord[]) =>
  withCalls(counted, records.map(noticeOf), new Map(records.map((record) => [record.id, record])), me);

test('a call of a group is a mention; the message is counted once', () => {
  const call = makeMessage({ seq: 4, body: calling() });
  expect(count({ unread: 3, mentions: 1 }, call)).toEqual({ unread: 3, mentions: 2 });
  const named = makeMessage({ seq: 4, body: calling(me) });
  expect(count({ unread: 3, mentions: 1 }, named)).toEqual({ unread: 3, mentions: 1 });
});

test('a call in a thread, or one that is still to come, is unread besides', () => {
  const root = makeMessage({ seq: 1 });
  const reply = makeMessage({ seq: 4, body: calling(), thread: { id: root.id, seq: 1 } });
  expect(count(none, reply)).toEqual({ unread: 1, mentions: 1 });
  expect(withCalls(none, [noticeOf(reply)], new Map(), me)).toEqual({ unread: 1, mentions: 1 });
});

test('a call that was deleted or taken out counts nothing', () => {
  const call = makeMessage({ seq: 4, body: calling() });
  expect(count({ unread: 1, mentions: 0 }, makeTombstone(call, 9))).toEqual({ unread: 1, mentions: 0 });
  const { body: _, ...rest } = call as Message;
  expect(count({ unread: 1, mentions: 0 }, makeMessage({ ...rest, text: 'nothing' }))).toEqual({
    unread: 1,
    mentions: 0,
  });
});

test('beside the mirror it is what a fresh look at all messages says', async () => {
  const random = createRandom(7);
  for (let round = 0; round < 60; round++) {
    const root = makeMessage({ seq: 1, author: me });
    const records = [
      root,
      ...Array.from({ length: 12 }, (_, at) => {
        const [inThread, calls, names] = [random.chance(0.3), random.chance(0.4), random.chance(0.3)];
        const body = calls ? calling(...(names ? [me] : [])) : undefined;
        const message = makeMessage({
          seq: at + 2,
          ...(random.chance(0.2) ? { author: me } : {}),
          ...(body ? { body } : {}),
          ...(inThread ? { thread: { id: root.id, seq: 1 } } : {}),
        });
        return random.chance(0.1) ? makeTombstone(message, 90 + at) : message;
      }),
    ];
    const { mirror } = await createMemoryStorage().openStore(me);
    await mirror.applyRecords(channel, records, { from: 1, to: 13 }, 100);
    const readSeq = random.int(0, 13);
    const called = records.filter(
      (record) => record.author !== me && record.seq > readSeq && 'body' in record && isCall(record),
    );
    const stored = new Map(records.map((record) => [record.id, record]));
    const counted = await mirror.countUnread(channel, readSeq);
    const living = records.filter(
      (record): record is Message => 'body' in record && record.author !== me && record.seq > readSeq,
    );
    const mentioning = living.filter(isCall);
    const listed = living.filter((record) => record.thread === undefined || isCall(record));
    expect(withCalls(counted, called.map(noticeOf), stored, me)).toEqual({
      unread: listed.length,
      mentions: mentioning.length,
    });
  }
});

const isCall = (record: Message): boolean => JSON.stringify(record.body).includes('"group"');
