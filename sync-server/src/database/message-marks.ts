import type { ChannelId, MessageId, MessageRecord } from '@lectern/contracts';
import { type Kysely, sql, type Transaction } from 'kysely';
import { type MessageJson, messageJson, recordOfJson } from './message-rows.ts';
import type { Schema } from './schema.ts';

/** What people have made of messages, found by it. */

type Connection = Kysely<Schema> | Transaction<Schema>;

/** The pinned messages of a channel, in no order. */
export const readPinned = (db: Connection, channel: ChannelId): Promise<MessageRecord[]> =>
  readRecords(db, sql`m.channel_id = ${channel} and m.extras ? 'pinned'`);

/** The newest questions of a channel that have no accepted answer, newest first. */
export const readOpenQuestions = (
  db: Connection,
  channel: ChannelId,
  limit: number,
): Promise<MessageRecord[]> =>
  readRecords(
    db,
    sql`m.channel_id = ${channel} and m.extras ? 'question' and not m.extras->'question' ? 'accepted'
      order by m.seq desc limit ${limit}`,
  );

/** Those of these messages that stand in the channel. */
export const readMessages = (
  db: Connection,
  channel: ChannelId,
  ids: readonly MessageId[],
): Promise<MessageRecord[]> => readRecords(db, sql`m.channel_id = ${channel} and m.id = any(${ids}::uuid[])`);

/** The messages (`m`) that a condition finds. */
export async function readRecords(db: Connection, where: ReturnType<typeof sql>): Promise<MessageRecord[]> {
  const { rows } = await sql<{ message: MessageJson }>`
    select ${messageJson} as message from message m where ${where}`.execute(db);
  return rows.map((row) => recordOfJson(row.message));
}
