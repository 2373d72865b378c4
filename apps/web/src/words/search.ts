import { number, plural } from './format.ts';

/** Words of the search screen. Part of the catalogue in `words.ts`; apart, so that it is loaded with its screen. */
export const searchWords = {
  title: 'Search',
  placeholder: 'Search messages',
  label: 'Search messages in all your channels',
  hint: 'Words, "exact phrases" or the beginning of a word*.',
  examples: ['deadline', '"exercise sheet 3"', 'integr*'],
  inChannel: 'Channel',
  fromPerson: 'Person',
  anyChannel: 'Any channel',
  anyone: 'Anyone',
  after: 'From',
  before: 'Until',
  clear: 'Clear filters',
  clearText: 'Clear the search',
  results: (n: number, more: boolean) =>
    more ? `${number(n)} results so far` : plural(n, { one: '# result', other: '# results' }),
  none: 'Nothing found',
  noneLead: 'Try fewer words, or the beginning of one with a star: deadl*',
  offline: 'Search looks on the server, so it needs a connection.',
  offlineLead: 'Everything on this device can still be read and scrolled.',
  more: 'Show more',
  failed: 'The search did not work. Try again.',
  filters: 'Filters',
} as const;
