import { FOR_EVER } from '@lectern/sync-client';

/** For how long a channel can be muted. */
export type MuteTime = 'hour' | 'tomorrow' | 'ever';

/** When a day begins for who does not want to hear of a channel until then, in hours. */
const MORNING = 8;

/** The moment at which a channel is heard of again, in milliseconds of the device's clock. */
export function muteEnd(time: MuteTime, now: number): number {
  if (time === 'ever') return FOR_EVER;
  if (time === 'hour') return now + 60 * 60_000;
  const morning = new Date(now);
  morning.setDate(morning.getDate() + 1);
  return morning.setHours(MORNING, 0, 0, 0);
}
