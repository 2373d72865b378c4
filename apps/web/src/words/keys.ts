/** Words of the list of keys. Part of the catalogue in `words.ts`; apart, so that it is loaded with its screen. */
export const keysWords = {
  title: 'Keys',
  channelUpDown: 'Next or previous channel',
  unreadUpDown: 'Next or previous unread channel',
  esc: 'Mark read, or close what is open',
  editLast: 'Edit your last message, in an empty composer',
  thread: 'Reply in the thread of the focused message',
  delete: 'Delete the focused message',
  save: 'Save the focused message for later',
  pin: 'Pin the focused message',
  search: 'Search, in the open channel where there is one',
  mentions: 'Notifications',
  send: 'Send',
  newLine: 'New line',
  format: 'Bold, italic',
  move: 'Move between messages',
  help: 'Show this list',
} as const;
