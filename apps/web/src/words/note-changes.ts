import { plural } from './format.ts';

/** Words of what changed in a note since one last read it. Loaded with what shows it. */
export const changesWords = {
  title: (note: string) => `Changes in “${note}”`,
  lead: (when: string) =>
    `Since you last read it on this device, ${when}. What came is underlined, what went is struck through.`,
  openNote: 'Open the note',
  gone: 'These changes can no longer be shown here. The note itself says what it says now.',
  paragraphs: (n: number) => plural(n, { one: '# paragraph changed', other: '# paragraphs changed' }),
  changed: 'changed',
  since: (when: string) => `since you read it, ${when}`,
  show: 'Show changes',
} as const;
