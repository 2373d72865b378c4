import { isListed, isTombstone, type MessageRecord } from '@lectern/contracts';

/**
 * The change that made a message other words, or none: the key of the index that a digest is read from. What stands in
 * a thread alone is no part of the channel's list.
 */
export function changedRev(record: MessageRecord): number | undefined {
  if (!isListed(record)) return undefined;
  return isTombstone(record) ? record.rev : record.editedRev;
}
