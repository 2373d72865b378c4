import { plural, when } from './format.ts';

/** Words of what changed while one was away. Part of the catalogue in `words.ts`; apart, so that they are loaded with it. */
export const awayWords = {
  title: (since: number, now: number) => `Since ${when(since, now)}`,
  parts: {
    fresh: (n: number) => plural(n, { one: '# new', other: '# new' }),
    announcements: (n: number) => plural(n, { one: '# new announcement', other: '# new announcements' }),
    lost: (n: number) =>
      plural(n, {
        one: '# lost: the server was restored',
        other: '# lost: the server was restored',
      }),
    mentions: (n: number) => plural(n, { one: '# mentions you', other: '# mention you' }),
    accepted: (n: number) => plural(n, { one: '# question answered', other: '# questions answered' }),
    edited: (n: number) => plural(n, { one: '# edited', other: '# edited' }),
    deleted: (n: number) => plural(n, { one: '# deleted', other: '# deleted' }),
    notes: (n: number) => plural(n, { one: '# note changed', other: '# notes changed' }),
  },
  deletedOf: (name: string) => `A message of ${name} was deleted`,
  note: {
    new: (name: string) => `new, by ${name}`,
    edited: (name: string) => `edited by ${name}`,
    by: (name: string) => `by ${name}`,
  },
  more: (n: number) => `and ${n} more`,
  notWhole: 'There may be more on the server.',
} as const;
