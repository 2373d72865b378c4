import type { MentionGroup, NoticeKind } from '@lectern/contracts';
import { plural } from './format.ts';

/** What a list of notices is narrowed to. */
export type NoticeFilter = NoticeKind | 'all';

/** Words of what people are told of. Part of the catalogue in `words.ts`; apart, so that they are loaded with it. */
export const noticeWords = {
  title: 'Notifications',
  none: 'Nothing new',
  noneLead:
    'When someone mentions you, replies in a thread you follow or reacts to a message of yours, it appears here; reminders too.',
  markAll: 'Mark all read',
  mentioned: (name: string, channel: string) => `${name} mentioned you in #${channel}`,
  replied: (name: string, channel: string) => `${name} replied in a thread in #${channel}`,
  called: (name: string, group: MentionGroup, channel: string) => `${name} called @${group} in #${channel}`,
  /** What stands between a name and a channel. */
  short: {
    mention: 'mentioned you in',
    call: (group: MentionGroup) => `called @${group} in`,
    reply: 'replied in a thread in',
    reaction: (others: number, emoji: string) => {
      const also = others > 0 ? `and ${plural(others, { one: '# other', other: '# others' })} ` : '';
      return `${also}reacted${emoji && ` ${emoji}`} to your message in`;
    },
  },
  filter: 'Show',
  filters: { all: 'All', mention: 'Mentions', reply: 'Threads', reaction: 'Reactions' } satisfies Record<
    NoticeFilter,
    string
  >,
  noneOf: {
    mention: 'Nobody has mentioned you',
    reply: 'No replies in threads that you follow',
    reaction: 'No reactions to your messages',
  } satisfies Record<NoticeKind, string>,
  away: (n: number) =>
    plural(n, { one: '# notification while you were away', other: '# notifications while you were away' }),
  notHere: 'Open to read it.',
  isNew: 'New',
} as const;
