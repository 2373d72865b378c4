import type { Message, MessageId, UserId } from '@lectern/contracts';
import type { NoticeItem } from '@lectern/sync-client';
import { expect, test } from 'vitest';
import { noticeLooks } from './notice-kinds.ts';

const [me, ada, ben, cleo] = ['me', 'ada', 'ben', 'cleo'] as UserId[] as [UserId, UserId, UserId, UserId];
const { who, did } = noticeLooks.reaction;
const noticeOf = (from: UserId, reactions: Message['reactions'] | null): NoticeItem =>
  ({
    ...{ id: 1, kind: 'reaction', message: 'm' as MessageId, seq: 1, from, at: 1, read: false },
    record: reactions === null ? null : { author: me, reactions },
  }) as unknown as NoticeItem;

test('reactions say what stands under the message now, and who put it there', () => {
  const all = noticeOf(ben, [
    { emoji: '👍', by: [ada, me, ben] },
    { emoji: '🎉', by: [cleo] },
    { emoji: '❤️', by: [me] },
  ]);
  expect([who(all), did(all)]).toEqual([ben, 'and 2 others reacted 👍 🎉 to your message in']);
  // Ben has taken his away since.
  const fewer = noticeOf(ben, [{ emoji: '👍', by: [ada] }]);
  expect([who(fewer), did(fewer)]).toEqual([ada, 'reacted 👍 to your message in']);
  const elsewhere = noticeOf(ben, null);
  expect([who(elsewhere), did(elsewhere)]).toEqual([ben, 'reacted to your message in']);
});

test('a line holds a few emoji and says that there are more', () => {
  const many = ['👍', '🎉', '❤️', '🔥', '🧪', '🍎'].map((emoji) => ({ emoji, by: [ada] }));
  expect(did(noticeOf(ada, many))).toBe('reacted 👍 🎉 ❤️ 🔥 🧪 … to your message in');
});
