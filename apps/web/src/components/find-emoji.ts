import { type EmojiEntry, table } from 'virtual:emoji';

/** Those whose name or short code begins with what is asked, in lower case, then those of which any word does. */
export function findEmoji(asked: string, most: number): EmojiEntry[] {
  const rank = ([, name, tags, , codes]: EmojiEntry): number => {
    if (codes.split(' ').includes(asked)) return 0;
    if (name.startsWith(asked) || ` ${codes}`.includes(` ${asked}`)) return 1;
    return ` ${name} ${tags}`.includes(` ${asked}`) ? 2 : 3;
  };
  const ranked = table.map((entry) => [rank(entry), entry] as const).filter(([place]) => place < 3);
  return ranked
    .sort(([a], [b]) => a - b)
    .slice(0, most)
    .map(([, entry]) => entry);
}
