/** What people pick emoji from: made when the app is built, by `vite.config.ts`. */
declare module 'virtual:emoji' {
  /** Emoji, its name, other words for it, its group (`emojiWords.groups`) and its short codes. */
  export type EmojiEntry = readonly [emoji: string, name: string, tags: string, group: number, codes: string];
  export const table: readonly EmojiEntry[];
}
