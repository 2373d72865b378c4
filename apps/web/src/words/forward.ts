/** Words of forwarding. Part of the catalogue in `words.ts`; apart, so that they are loaded with its dialog. */
export const forwardWords = {
  title: 'Forward to a channel',
  find: 'Find a channel',
  channels: 'Channels you can write in',
  none: 'No channel of this name that you can write in.',
  comment: 'Comment',
  send: 'Forward',
  source: (name: string, channel: string, at: string) => `${name} in #${channel}, ${at}`,
  sent: (channel: string) => `Forwarded to #${channel}`,
  tooLong: 'With what it quotes this is too long to send.',
} as const;
