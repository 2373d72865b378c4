import { type ChannelId, conversationKey, type MessageId, type MessageRecord } from '@lectern/contracts';
import type { Person } from '../person.ts';

/** How many replies are new in the threads that begin among these messages, of those that the person follows. */
export async function countNewReplies(
  person: Person,
  channel: ChannelId,
  records: readonly MessageRecord[],
): Promise<ReadonlyMap<MessageId, number>> {
  const counted = new Map<MessageId, number>();
  for (const { id, replies } of records) {
    const readSeq = person.profile.readSeq(conversationKey(channel, id));
    if (replies === undefined || replies.last.seq <= readSeq || !person.ops.follows(channel, id)) continue;
    counted.set(id, await person.store.mirror.countReplies(channel, id, readSeq));
  }
  return counted;
}
