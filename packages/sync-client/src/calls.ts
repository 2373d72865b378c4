import {
  isListed,
  isTombstone,
  type MessageId,
  type MessageRecord,
  type Notice,
  type UserId,
} from '@lectern/contracts';
import type { Unread } from '@lectern/local-store';
import { groupsOf, mentionsOf } from '@lectern/rich-text';

/**
 * What is unread once calls of groups are counted too. Rows say whom they name, but only the server knows who was of a
 * group when it was called: it has told them by a notice. A message that names the reader as well is counted by its row.
 * @param counted what the stored rows say beyond the read position
 * @param calls notices of groups called beyond it
 * @param records their messages, as far as they are stored here
 */
export function withCalls(
  counted: Unread,
  calls: readonly Notice[],
  records: ReadonlyMap<MessageId, MessageRecord>,
  reader: UserId,
): Unread {
  let { unread, mentions } = counted;
  for (const { message } of calls) {
    const record = records.get(message);
    if (record !== undefined) {
      if (isTombstone(record) || mentionsOf(record.body).includes(reader)) continue;
      // Who called the group has thought better of it since.
      if (groupsOf(record.body).length === 0) continue;
    }
    mentions += 1;
    // A row of the channel's list is counted already; one of a thread alone is not, nor one that is still to come.
    if (record === undefined || !isListed(record)) unread += 1;
  }
  return { unread, mentions };
}
