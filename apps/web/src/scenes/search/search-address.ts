import { channelWord } from '@lectern/contracts';

/** The address of a search in one channel, with room for words. */
export const searchIn = (channelName: string): string =>
  `/search?q=${encodeURIComponent(`in:#${channelWord(channelName)} `)}`;
