import type { Body, MessageId, MessageVersion } from '@lectern/contracts';
import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** What a message said before an edit. */
export interface NewVersion {
  readonly message: MessageId;
  /** The message's number when it still said this. */
  readonly rev: number;
  readonly body: Body;
  /** Server clock when it was said. */
  readonly at: number;
}

/** The newest of a message's earlier versions, oldest first. */
export async function readVersions(
  db: Kysely<Schema>,
  message: MessageId,
  limit: number,
): Promise<MessageVersion[]> {
  const { rows } = await sql<MessageVersion>`
    select body, floor(extract(epoch from said_at) * 1000)::bigint as at
    from message_version where message_id = ${message} order by rev desc limit ${limit}`.execute(db);
  return rows.reverse();
}
