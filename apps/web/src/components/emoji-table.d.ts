/** What people pick emoji from: made when the app is built, by `vite.config.ts`. */
declare module 'virtual:emoji' {
  /** Emoji, its name, other words for it, and its group (`emojiWords.groups`). */
  export type EmojiEntry = readonly [emoji: string, name: string, tags: string, group: number];
  export const table: readonly EmojiEntry[];
}
