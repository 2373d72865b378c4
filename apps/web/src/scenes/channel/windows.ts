import type { ChannelId } from '@lectern/contracts';
import type { TimelineWindow } from '@lectern/sync-client';

/** Rows that a channel opens with: more than the tallest screen shows. */
export const OPEN_WITH = 60;
/** Rows on either side of a message that was jumped to: together as many, and no more than one page brings. */
const AROUND = 30;

/** The window that ends at the newest message. */
export const latest = (channel: ChannelId): TimelineWindow => ({
  channel,
  anchor: 'end',
  before: OPEN_WITH,
  after: 0,
});

/** The window around a message. */
export const around = (channel: ChannelId, seq: number): TimelineWindow => ({
  channel,
  anchor: seq,
  before: AROUND,
  after: AROUND,
});
