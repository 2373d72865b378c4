import type { Body, MessageId, MessageRecord, UserId } from '@lectern/contracts';
import { mentionsOf } from '@lectern/rich-text';
import type { Mention } from '../database/batches.ts';

/** A message of the past as the story tells it. */
export interface PastMessage {
  readonly id: MessageId;
  readonly author: UserId;
  /** When it was sent, in milliseconds. */
  readonly at: number;
  readonly body: Body;
  readonly editedAt?: number;
  /** It was taken back; no word of it is kept. */
  readonly deletedAt?: number;
}

/** A channel's past as its rows hold it: places in the order of sending, revisions in the order of changing. */
export function rowsOfPast(messages: readonly PastMessage[]): {
  records: MessageRecord[];
  mentions: Mention[];
} {
  const sent = [...messages].sort((a, b) => a.at - b.at);
  const changes = sent
    .flatMap((message) => [
      { message, at: message.at },
      ...[message.editedAt, message.deletedAt].flatMap((at) => (at === undefined ? [] : [{ message, at }])),
    ])
    .sort((a, b) => a.at - b.at);
  // Each change takes a number; a message carries that of its last one.
  const revs = new Map(changes.map(({ message }, index) => [message, index + 1]));
  const records = sent.map((message, index) => recordOf(message, index + 1, revs.get(message)!));
  const mentions = records.flatMap((record) =>
    'deletedAt' in record
      ? []
      : mentionsOf(record.body)
          .filter((person) => person !== record.author)
          .map((person) => ({
            person,
            message: record.id,
            seq: record.seq,
            from: record.author,
            at: record.at,
          })),
  );
  return { records, mentions };
}

function recordOf(
  { id, author, at, body, editedAt, deletedAt }: PastMessage,
  seq: number,
  rev: number,
): MessageRecord {
  if (deletedAt !== undefined) return { id, seq, rev, author, at, deletedAt };
  return { id, seq, rev, author, at, sentAt: at, ...(editedAt === undefined ? {} : { editedAt }), body };
}
