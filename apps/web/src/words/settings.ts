/** Words of the settings. Part of the catalogue in `words.ts`; apart, so that it is loaded with its screen. */
export const settingsWords = {
  title: 'Settings',
  profile: 'Profile',
  saved: 'Saved',
  appearance: 'Appearance',
  theme: 'Theme',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  presence: 'Presence',
  busy: 'Show me as busy',
  busyLead: 'Others see that you are here and do not want to be disturbed.',
  writing: 'Writing',
  enterSends: 'Enter sends',
  enterSendsLead:
    'Shift and Enter begin a new line. When off, Enter begins a new line and Ctrl or ⌘ with Enter sends.',
  keys: 'Keys',
  singleKeys: 'Single keys',
  singleKeysLead: 'Keys without Ctrl or ⌘, such as ? and Delete, act on the message that has the focus.',
  showKeys: 'Show all keys',
  account: 'Account',
  devices: 'Devices',
  syncsLead: 'Kept with your account, on all your devices.',
} as const;
