import { plural } from './format.ts';

/** Words of the emoji picker. Part of the catalogue in `words.ts`; apart, so that they are loaded with it. */
export const emojiWords = {
  title: 'Pick an emoji',
  search: 'Find by name',
  usual: 'Often used',
  groupsLabel: 'Kinds of emoji',
  hits: (n: number) => plural(n, { one: '# emoji', other: '# emoji' }),
  none: 'No emoji has this name.',
  groups: {
    0: 'Faces and feelings',
    1: 'People',
    3: 'Animals and nature',
    4: 'Food and drink',
    5: 'Places and travel',
    6: 'Activities',
    7: 'Things',
    8: 'Signs',
    9: 'Flags',
  } as Readonly<Record<number, string>>,
} as const;
