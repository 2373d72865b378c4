import type { ChannelId } from '@lectern/contracts';
import { expect, test } from 'vitest';
import { careOf, isMuted, levelKey, shownUnread, storedCare } from './channel-level.ts';
import { type ChannelCare, FOR_EVER } from './port-values.ts';

const channel = 'c' as ChannelId;
const NOW = 1_000;
const shown = (care: Partial<ChannelCare>, unread = 3, mentions = 1) =>
  shownUnread({ unread, mentions }, { level: 'all', mutedUntil: null, ...care }, NOW);

test('each level shows what it says', () => {
  expect(shown({})).toEqual({ unread: 3, mentions: 1, isNew: true });
  expect(shown({ level: 'mentions' })).toEqual({ unread: 0, mentions: 1, isNew: true });
  expect(shown({ level: 'mentions' }, 0, 0)).toEqual({ unread: 0, mentions: 0, isNew: false });
  expect(shown({ level: 'nothing' })).toEqual({ unread: 0, mentions: 0, isNew: false });
});

test('a muted channel speaks up for mentions alone, until its time is over', () => {
  expect(shown({ mutedUntil: FOR_EVER })).toEqual({ unread: 0, mentions: 1, isNew: true });
  expect(shown({ mutedUntil: NOW + 1 }, 3, 0)).toEqual({ unread: 0, mentions: 0, isNew: false });
  expect(shown({ mutedUntil: NOW }, 3, 0)).toEqual({ unread: 3, mentions: 0, isNew: true });
  expect(shown({ mutedUntil: FOR_EVER, level: 'nothing' })).toEqual({ unread: 0, mentions: 0, isNew: false });
  expect(isMuted({ level: 'all', mutedUntil: null }, NOW)).toBe(false);
});

test('what is stored comes back, and what is strange is as usual', () => {
  const care: ChannelCare = { level: 'mentions', mutedUntil: 5 };
  expect(careOf({ [levelKey(channel)]: storedCare(care) }, channel)).toEqual(care);
  expect(storedCare({ level: 'all', mutedUntil: null })).toBeUndefined();
  for (const strange of [
    undefined,
    null,
    7,
    'nothing',
    [],
    { level: 'loud', mutedUntil: 'soon' },
    { mutedUntil: -1 },
  ])
    expect(careOf({ [levelKey(channel)]: strange }, channel)).toEqual({ level: 'all', mutedUntil: null });
});
