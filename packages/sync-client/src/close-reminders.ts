import { isTombstone, type MessageId } from '@lectern/contracts';
import { channelsOf } from './catalog.ts';
import type { Person } from './person.ts';
import { reminderState } from './reminders.ts';

/**
 * The person has been reminded of these, as far as they are due. A message that is deleted, or in a channel that is
 * theirs no more, has nothing left to come back to, and is kept no longer.
 */
export async function closeReminders(person: Person, messages: readonly MessageId[]): Promise<void> {
  const { saved, serverClock, store } = person;
  const rows = await store.mirror.readRecords(messages);
  const deleted = new Set(rows.flatMap(({ record }) => (isTombstone(record) ? [record.id] : [])));
  const readable = new Set(channelsOf(person.catalog).map(({ id }) => id));
  for (const message of messages) {
    const kept = saved.get(message);
    if (kept === null || reminderState(kept, serverClock.now()) !== 'due') continue;
    const isLost = 'channel' in kept && person.ready && !readable.has(kept.channel);
    if (isLost || deleted.has(message)) saved.letGo(message);
    else saved.reminded(message);
  }
}
