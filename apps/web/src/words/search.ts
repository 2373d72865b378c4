import type { StoredHistoryView } from '@lectern/sync-client';
import { date, number, plural } from './format.ts';

/** Words of the search screen. Part of the catalogue in `words.ts`; apart, so that it is loaded with its screen. */
export const searchWords = {
  title: 'Search',
  placeholder: 'Search messages',
  label: 'Search messages in all your channels',
  hint: 'Words, "exact phrases" or the beginning of a word*. It works without a connection too.',
  examples: ['deadline', '"exercise sheet 3"', 'integr*', 'has:link'],
  recent: 'Recent searches',
  clearText: 'Clear the search',
  suggestions: 'Ways to go on',
  filters: 'Filters',
  begin: {
    from: 'From',
    in: 'In',
    on: 'Date',
    before: 'Before',
    after: 'After',
    has: 'Has',
    is: 'Is',
  },
  remove: 'Remove the filter',
  has: {
    link: 'A link',
    code: 'Code',
    question: 'A question',
    file: 'A file',
    image: 'A picture',
    voice: 'A voice message',
  },
  is: {
    pinned: 'Pinned',
    thread: 'In a thread',
    saved: 'Saved by you',
    unread: 'Unread',
  },
  days: [
    { label: 'Today', back: 0 },
    { label: 'Yesterday', back: 1 },
    { label: 'A week ago', back: 7 },
    { label: '30 days ago', back: 30 },
  ],
  order: 'Order',
  newest: 'Newest',
  best: 'Best match',
  results: (n: number, more: boolean) =>
    more ? `${number(n)} results so far.` : plural(n, { one: '# result.', other: '# results.' }),
  mended: (typed: string, meant: string) => `Nothing has “${typed}”. This is for “${meant}”.`,
  /** What the answer covers, by what has become of the request to the server. */
  covers: {
    asked: 'From this device; the server is being asked.',
    answered: '',
    failed: 'From this device. The server could not search just now.',
  },
  coversOffline: (stored: StoredHistoryView | undefined, now: number): string => {
    if (stored?.state === 'whole') return 'This device has everything.';
    const part =
      stored?.since == null
        ? 'From this device.'
        : `This device has everything since ${date(stored.since, now)}.`;
    return `${part} Older messages may only be on the server, which cannot be reached now.`;
  },
  behind: 'Some messages are still being read in.',
  held: (n: number) =>
    plural(n, { one: 'Show # more from the server', other: 'Show # more from the server' }),
  none: 'Nothing found',
  noneLead: 'Try fewer words, or the beginning of one with a star: deadl*',
  noneHere: 'Nothing found on this device',
  noneHereLead: 'Older messages may only be on the server. Search again when you are connected.',
  more: 'Show more',
  tooLong: (limit: number) =>
    plural(limit, {
      one: 'Only the first character was looked for.',
      other: 'Only the first # characters were looked for.',
    }),
  faults: {
    date: (piece: string) => `“${piece}” has no date that we know. Write it like on:2026-11-24.`,
    name: (piece: string) => `“${piece}” names nobody. Write from:@name or in:#channel.`,
    has: (piece: string) => `“${piece}”: you can look for link, code, question, file, image and voice.`,
    is: (piece: string) => `“${piece}”: you can look for pinned, thread, saved and unread.`,
  },
} as const;
