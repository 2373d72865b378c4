import { isListed, isTombstone, type MessageRecord, type UserId } from '@lectern/contracts';
import { mentionsOf } from '@lectern/rich-text';

/** What a row counts for when it is unread: nothing (own, deleted), a message, or a mention of this person. */
export type RowWeight = 0 | 1 | 2;

export function rowWeight(record: MessageRecord, reader: UserId): RowWeight {
  if (isTombstone(record) || record.author === reader) return 0;
  // What was said in a thread alone is news to those who follow it, and in the channel to whom it names.
  return mentionsOf(record.body).includes(reader) ? 2 : isListed(record) ? 1 : 0;
}
