import { threadingOf } from '@lectern/channel-doc';
import {
  type Body,
  isTombstone,
  type Message,
  type MessageId,
  type MessageMarks,
  type MessageRecord,
  type Threading,
  type UserId,
} from '@lectern/contracts';
import { sql } from 'kysely';

/** A message as JSON built by Postgres: times in milliseconds, numbers as numbers. */
export interface MessageJson {
  id: MessageId;
  seq: number;
  rev: number;
  author: UserId;
  at: number;
  sentAt: number;
  editedAt: number | null;
  deletedAt: number | null;
  body: Body | null;
  extras: MessageExtras | null;
}

/** What a message has beside its words. Kept as one value, in the shape of the record. */
export type MessageExtras = Pick<Message, 'editedRev' | 'reply' | 'anchor' | 'reactions'> &
  Threading &
  MessageMarks;

/** The extras of a record, null when it has none; a deleted message keeps its place among threads. */
export function extrasOf(record: MessageRecord): MessageExtras | null {
  const said: Partial<Message> = isTombstone(record) ? {} : record;
  const { editedRev, reply, anchor, reactions, pinned, question, answers, endorsed } = said;
  const marks = { pinned, question, answers, endorsed };
  const all = { editedRev, reply, anchor, reactions, ...marks, ...threadingOf(record) };
  const extras = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return Object.keys(extras).length === 0 ? null : extras;
}

/** SQL that builds a `MessageJson` from the `message` table under the alias `m`. */
export const messageJson = sql<MessageJson>`json_build_object(
  'id', m.id, 'seq', m.seq, 'rev', m.rev, 'author', m.author_id,
  'at', floor(extract(epoch from m.created_at) * 1000)::bigint,
  'sentAt', floor(extract(epoch from m.sent_at) * 1000)::bigint,
  'editedAt', floor(extract(epoch from m.edited_at) * 1000)::bigint,
  'deletedAt', floor(extract(epoch from m.deleted_at) * 1000)::bigint,
  'body', m.body, 'extras', m.extras)`;

/** Row → record. */
export function recordOfJson(row: MessageJson): MessageRecord {
  const { id, seq, rev, author, at, sentAt } = row;
  if (row.deletedAt !== null || row.body === null)
    return { id, seq, rev, author, at, deletedAt: row.deletedAt ?? at, ...row.extras };
  return {
    id,
    seq,
    rev,
    author,
    at,
    sentAt,
    ...(row.editedAt === null ? {} : { editedAt: row.editedAt }),
    body: row.body,
    ...row.extras,
  };
}
