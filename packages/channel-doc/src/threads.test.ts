import { MAX_REPLY_FACES, type UserId } from '@lectern/contracts';
import { expect, test } from 'vitest';
import { ANNA, BEN, id } from './testing/make.ts';
import { repliesOf, withReply } from './threads.ts';

const reply = (seq: number, author: UserId) => ({ seq, at: 1_000 + seq, author });

test('TH-1 the first message of a thread knows how many replies, the newest, and who replied first', () => {
  const one = withReply(undefined, reply(2, BEN));
  expect(one).toEqual({ count: 1, last: reply(2, BEN), people: [BEN] });
  const three = [reply(5, ANNA), reply(7, BEN)].reduce(withReply, one);
  expect(three).toEqual({ count: 3, last: reply(7, BEN), people: [BEN, ANNA] });
});

test('TH-1 counted reply by reply or all at once it is the same; without replies there is nothing', () => {
  const replies = Array.from({ length: 40 }, (_, n) => reply(n + 2, id<UserId>(n % 9)));
  expect(repliesOf(replies)).toEqual(replies.reduce(withReply, undefined as never));
  expect(repliesOf(replies)?.people).toHaveLength(MAX_REPLY_FACES);
  expect(repliesOf([])).toBeUndefined();
});
