import type { ChannelCoverage, FillState, StoredHistoryView } from '@lectern/sync-client';
import { bytes, date } from './format.ts';

const next: Record<FillState, string> = {
  off: 'Other messages are fetched when you open them.',
  'needs-connection': 'Older messages are fetched when you are connected.',
  filling: 'Older messages are fetched while nothing else is to be done.',
  whole: 'New messages are added as they come.',
  budget: 'Older messages would take more space than you allow here.',
  'no-room': 'Older messages are not fetched: this device is short of space.',
};

/** Words of what is kept on this device. Part of the catalogue in `words.ts`; apart, so that it is loaded with its screen. */
export const storedHistoryWords = {
  here: ({ state, since }: StoredHistoryView, now: number): string =>
    state === 'whole'
      ? 'Everything in your channels is on this device.'
      : since === null
        ? 'The newest messages of your channels are on this device.'
        : `Everything since ${date(since, now)} is on this device.`,
  next: ({ state, bytes: size }: StoredHistoryView): string =>
    `${next[state]} What is here takes about ${bytes(size)}.`,
  keep: 'Keep messages on this device',
  onlyOpened: 'Only what I open',
  upTo: (size: string) => `Up to ${size}`,
  byChannel: 'Channel by channel',
  ofChannel: ({ whole, since }: ChannelCoverage, now: number): string =>
    whole ? 'Everything' : since === null ? 'Not yet' : `Since ${date(since, now)}`,
} as const;
