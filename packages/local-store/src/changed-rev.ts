import { isListed, isTombstone, type MessageRecord } from '@lectern/contracts';

/**
 * The last change that made a message other words or accepted its answer, or none: the key of the index that a digest is read from. What stands in
 * a thread alone is no part of the channel's list.
 */
export function changedRev(record: MessageRecord): number | undefined {
  if (!isListed(record)) return undefined;
  if (isTombstone(record)) return record.rev;
  const last = Math.max(record.editedRev ?? 0, record.question?.acceptedRev ?? 0);
  return last > 0 ? last : undefined;
}
