import type { ChannelId, ChannelMemberEntry } from '@lectern/contracts';
import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** The people of the channel's course who have a row in the channel, in the order they came. */
export async function readChannelMembers(
  db: Kysely<Schema>,
  channel: ChannelId,
): Promise<ChannelMemberEntry[]> {
  return db
    .selectFrom('channel_member as m')
    .innerJoin('channel as c', 'c.id', 'm.channel_id')
    .innerJoin('course_member as cm', (join) =>
      join.onRef('cm.course_id', '=', 'c.course_id').onRef('cm.person_id', '=', 'm.person_id'),
    )
    .select(['m.person_id as user', 'm.role', 'm.state'])
    .where('m.channel_id', '=', channel)
    .orderBy('m.changed_at')
    .orderBy('m.person_id')
    .execute();
}
