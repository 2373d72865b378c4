/** Words of the quick switcher. Part of the catalogue in `words.ts`; apart, so that they are loaded with it. */
export const switcherWords = {
  title: 'Go to',
  placeholder: 'Channel, person, message or command',
  groups: { channel: 'Channels', person: 'People', message: 'Messages', command: 'Commands' },
  search: (q: string) => `Search for “${q}”`,
  browse: (course: string) => `Browse channels of ${course}`,
  create: (course: string) => `Create a channel in ${course}`,
  mute: (channel: string) => `Mute #${channel}`,
  unmute: (channel: string) => `Unmute #${channel}`,
  theme: { system: 'Theme as the system', light: 'Light theme', dark: 'Dark theme' },
  none: 'Nothing of this name is here.',
} as const;
