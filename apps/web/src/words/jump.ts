/** Words of going to a day. Part of the catalogue in `words.ts`; apart, so that it is loaded with its dialog. */
export const jumpWords = {
  title: 'Jump to date',
  day: 'Day',
  go: 'Jump',
  first: 'First message',
  lastMonth: 'Last month',
  lastWeek: 'Last week',
  notHere: 'Messages of that day are not on this device. They can be read when you are connected.',
  nearest: 'Nearest message here',
} as const;
