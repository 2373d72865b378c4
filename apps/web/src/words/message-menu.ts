/** Words of a message's menu alone. Part of the catalogue in `words.ts`; apart, so that they are loaded with it. */
export const messageMenuWords = {
  copyText: 'Copy text',
  copyLink: 'Copy link',
  forward: 'Forward…',
  markUnread: 'Mark unread from here',
  delete: 'Delete message',
} as const;
