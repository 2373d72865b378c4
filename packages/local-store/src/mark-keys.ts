import { isTombstone, type MessageRecord } from '@lectern/contracts';

/** What of a message's marks stands in an index of its own, so that those that have one are found among all others. */
export interface MarkKeys {
  /** Its place among the channel's pins. */
  readonly pin?: number;
  /** Its place in the channel, while it is a question without an accepted answer. */
  readonly open?: number;
}

export function markKeys(record: MessageRecord): MarkKeys {
  if (isTombstone(record)) return {};
  const { seq, pinned, question } = record;
  return {
    ...(pinned === undefined ? {} : { pin: pinned.order }),
    ...(question === undefined || question.accepted !== undefined ? {} : { open: seq }),
  };
}
