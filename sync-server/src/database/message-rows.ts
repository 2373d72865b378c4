import type { Body, MessageId, MessageRecord, UserId } from '@lectern/contracts';
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
}

/** SQL that builds a `MessageJson` from the `message` table under the alias `m`. */
export const messageJson = sql<MessageJson>`json_build_object(
  'id', m.id, 'seq', m.seq, 'rev', m.rev, 'author', m.author_id,
  'at', floor(extract(epoch from m.created_at) * 1000)::bigint,
  'sentAt', floor(extract(epoch from m.sent_at) * 1000)::bigint,
  'editedAt', floor(extract(epoch from m.edited_at) * 1000)::bigint,
  'deletedAt', floor(extract(epoch from m.deleted_at) * 1000)::bigint,
  'body', m.body)`;

/** Row → record. */
export function recordOfJson(row: MessageJson): MessageRecord {
  const { id, seq, rev, author, at, sentAt } = row;
  if (row.deletedAt !== null || row.body === null)
    return { id, seq, rev, author, at, deletedAt: row.deletedAt ?? at };
  return {
    id,
    seq,
    rev,
    author,
    at,
    sentAt,
    ...(row.editedAt === null ? {} : { editedAt: row.editedAt }),
    body: row.body,
  };
}
