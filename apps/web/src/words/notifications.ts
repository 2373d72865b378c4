import type { NoticeKind } from '@lectern/contracts';
import { plural } from './format.ts';

/** Words of what people are told of. Part of the catalogue in `words.ts`; apart, so that they are loaded with it. */
export const noticeWords = {
  title: 'Notifications',
  none: 'Nothing new',
  noneLead: 'When someone mentions you, or replies in a thread you follow, it appears here; reminders too.',
  markAll: 'Mark all read',
  mentioned: (name: string, channel: string) => `${name} mentioned you in #${channel}`,
  replied: (name: string, channel: string) => `${name} replied in a thread in #${channel}`,
  short: {
    mention: 'mentioned you in',
    reply: 'replied in a thread in',
  } satisfies Record<NoticeKind, string>,
  away: (n: number) =>
    plural(n, { one: '# notification while you were away', other: '# notifications while you were away' }),
  notHere: 'Open to read it.',
  isNew: 'New',
} as const;
