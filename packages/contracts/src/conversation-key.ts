import { type Branded, type ChannelId, isUuid, type MessageId } from './ids.ts';

/**
 * What a person reads and writes in: a channel, or one thread of it. Drafts and read positions are kept by it, so that
 * a thread has its own.
 */
export type ConversationKey = ChannelId | ThreadKey;
export type ThreadKey = Branded<'ThreadKey'>;

export const conversationKey = (channel: ChannelId, thread?: MessageId): ConversationKey =>
  thread === undefined ? channel : (`${channel}/${thread}` as string as ThreadKey);

/** The channel, and the thread's first message; null for what is no such key. */
export function conversationOf(
  key: string,
): { readonly channel: ChannelId; readonly thread?: MessageId } | null {
  const [channel, thread, more] = key.split('/');
  if (!isUuid(channel) || more !== undefined) return null;
  const place = { channel: channel as string as ChannelId };
  if (thread === undefined) return place;
  return isUuid(thread) ? { ...place, thread: thread as string as MessageId } : null;
}
