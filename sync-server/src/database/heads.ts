import type { ChannelId, UserId } from '@lectern/contracts';
import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** How far the channels of a person's courses have come, in the order in which they were made, and their notices. */
export async function readHeads(
  db: Kysely<Schema>,
  person: UserId,
): Promise<{ channels: { id: ChannelId; seq: number }[]; notice: number }> {
  const { rows } = await sql<{ channels: { id: ChannelId; seq: number }[] | null; notice: number | null }>`
    select
      (select json_agg(json_build_object('id', c.id, 'seq', c.seq) order by c.created_at, c.id)
        from channel c join course_member m on m.course_id = c.course_id where m.person_id = ${person}) as channels,
      (select max(id) from notification where person_id = ${person}) as notice`.execute(db);
  const { channels, notice } = rows[0]!;
  return { channels: channels ?? [], notice: notice ?? 0 };
}
