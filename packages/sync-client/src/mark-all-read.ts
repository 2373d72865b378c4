import { type ConversationKey, type CourseId, conversationKey } from '@lectern/contracts';
import { channelsOf } from './catalog.ts';
import type { Person } from './person.ts';
import type { ReadBefore } from './port-values.ts';

type Reader = Pick<Person, 'profile' | 'counts' | 'store' | 'catalog'>;

/**
 * Reads everything that is stored, of one course or of all: channels, and the threads in them that are followed.
 * @returns what was changed and how far it had been read, for who takes it back
 */
export async function markAllRead(person: Reader, course: CourseId | null): Promise<ReadBefore[]> {
  const { profile, counts, store } = person;
  const before: ReadBefore[] = [];
  const read = (key: ConversationKey, seq: number): void => {
    before.push({ key, seq: profile.readSeq(key) });
    profile.markRead(key, seq);
  };
  for (const { id: channel, course: of } of channelsOf(person.catalog)) {
    if (course !== null && of !== course) continue;
    const window = { anchor: 'end', before: 1, after: 0, replies: true } as const;
    const last = (await store.mirror.readWindow(channel, window)).records.at(-1)?.seq;
    if (last === undefined) continue;
    if ((await counts.known(channel)).unread > 0) read(channel as string as ConversationKey, last);
    for (const { channel: place, message } of person.catalog.inbox.threads) {
      if (place !== channel) continue;
      const key = conversationKey(channel, message);
      if ((await store.mirror.countReplies(channel, message, profile.readSeq(key))) > 0) read(key, last);
    }
  }
  return before;
}
