/** Words of what is stored on this device. Part of the catalogue in `words.ts`; apart, so that they come with the settings. */
export const storageWords = {
  mayClear: 'This browser may clear stored data when space is low. Allow storage to keep it safe.',
  allow: 'Allow',
  allowed: 'This browser keeps what is stored.',
  refused: 'The browser has not allowed it. Installing Lectern or adding a bookmark often helps.',
  used: (size: string) => `${size} used on this device`,
  title: 'Storage',
  local: 'Messages are kept on this device, so that they are here without a connection.',
} as const;
