import type { Reminding } from '@lectern/channel-doc';
import { MAX_REMINDER_AHEAD_MS } from '@lectern/contracts';

/** When reminders are due. Pure; every moment is one of the server's clock. */

/** `waiting`: still to come. `due`: the person is to be reminded now. `over`: they have been. */
export type ReminderState = 'waiting' | 'due' | 'over';

/** Null for what has no reminder. */
export function reminderState({ remind, reminded }: Reminding, now: number): ReminderState | null {
  if (remind === undefined) return null;
  if (reminded === remind) return 'over';
  return remind <= now ? 'due' : 'waiting';
}

/** When the next of these falls due that is not yet; null when none will. */
export function nextDue(all: Iterable<Reminding>, now: number): number | null {
  let next: number | null = null;
  for (const each of all)
    if (reminderState(each, now) === 'waiting' && (next === null || each.remind! < next)) next = each.remind!;
  return next;
}

/** Whether somebody may want to be reminded then. A moment that is over is one to be reminded of at once. */
export const isNearEnough = (remind: number, now: number): boolean => remind - now <= MAX_REMINDER_AHEAD_MS;
