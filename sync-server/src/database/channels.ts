import type { ChannelFacts } from '@lectern/channel-doc';
import { type ChannelId, type ChannelRole, type CourseId, nameKey, type UserId } from '@lectern/contracts';
import { type Kysely, sql, type Transaction } from 'kysely';
import { noteFirstEpoch } from './epoch.ts';
import type { Schema } from './schema.ts';

/** Rows of channels and their members, as the scribe writes them inside its transaction. */

export async function insertChannel(
  trx: Transaction<Schema>,
  channel: ChannelFacts,
  creator: UserId,
): Promise<void> {
  await sql`insert into channel (id, course_id, name, name_key, topic, type, created_by)
    values (${channel.id}, ${channel.course}, ${channel.name}, ${nameKey(channel.name)}, ${channel.topic}, ${channel.type}, ${creator})`.execute(
    trx,
  );
  await noteFirstEpoch(trx, channel.id);
}

export async function updateChannel(trx: Transaction<Schema>, channel: ChannelFacts): Promise<void> {
  await sql`update channel set name = ${channel.name}, name_key = ${nameKey(channel.name)}, topic = ${channel.topic},
      archived_at = case when ${channel.archived} then coalesce(archived_at, now()) else null end
    where id = ${channel.id}`.execute(trx);
}

export async function setMember(
  trx: Transaction<Schema>,
  channel: ChannelId,
  member: { readonly user: UserId; readonly state: 'in' | 'left' | 'removed'; readonly role: ChannelRole },
): Promise<void> {
  await sql`insert into channel_member (channel_id, person_id, state, role)
    values (${channel}, ${member.user}, ${member.state}, ${member.role})
    on conflict (channel_id, person_id)
    do update set state = excluded.state, role = excluded.role, changed_at = now()`.execute(trx);
}

/** The course of a channel, or null when there is no such channel. */
export async function readCourseOfChannel(db: Kysely<Schema>, channel: ChannelId): Promise<CourseId | null> {
  const { rows } = await sql<{ course: CourseId }>`
    select course_id as course from channel where id = ${channel}`.execute(db);
  return rows[0]?.course ?? null;
}
