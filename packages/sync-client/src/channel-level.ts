import type { ChannelId } from '@lectern/contracts';
import type { Unread } from '@lectern/local-store';
import { type ChannelCare, channelLevels, type ShownUnread } from './port-values.ts';

/** What most people want of a channel. */
const USUAL: ChannelCare = { level: 'all', mutedUntil: null };

/** Below which key of the person's settings it stands how much of a channel they want to hear. */
export const levelKey = (channel: ChannelId): string => `level/${channel}`;

/** How much of a channel a person wants to hear, from their settings; what is missing or strange is as usual. Pure. */
export function careOf(settings: Readonly<Record<string, unknown>>, channel: ChannelId): ChannelCare {
  const stored = settings[levelKey(channel)];
  if (typeof stored !== 'object' || stored === null) return USUAL;
  const { level, mutedUntil } = stored as Record<string, unknown>;
  return {
    level: channelLevels.find((each) => each === level) ?? USUAL.level,
    mutedUntil: typeof mutedUntil === 'number' && mutedUntil > 0 ? mutedUntil : null,
  };
}

/** What is stored for it: nothing where it is as usual. */
export const storedCare = ({ level, mutedUntil }: ChannelCare): object | undefined =>
  level === USUAL.level && mutedUntil === null ? undefined : { level, mutedUntil };

export const isMuted = ({ mutedUntil }: ChannelCare, now: number): boolean =>
  mutedUntil !== null && mutedUntil > now;

/**
 * What is shown of the unread messages of a channel. The one place that says what a level means:
 * - `all`: every message is counted.
 * - `mentions`: the name says that there is something new; only mentions are counted.
 * - `nothing`: nothing is said.
 * - muted, for a time or for ever: as if read, but for mentions.
 */
export function shownUnread({ unread, mentions }: Unread, care: ChannelCare, now: number): ShownUnread {
  if (care.level === 'nothing') return { unread: 0, mentions: 0, isNew: false };
  if (isMuted(care, now)) return { unread: 0, mentions, isNew: mentions > 0 };
  return { unread: care.level === 'all' ? unread : 0, mentions, isNew: unread > 0 };
}
