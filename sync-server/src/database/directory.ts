import type { InboxProjection } from '@lectern/channel-doc';
import {
  type ChannelEntry,
  type ChannelMembership,
  type CourseId,
  type CourseMembership,
  type FollowedThread,
  MAX_FOLLOWED_THREADS,
  type Notice,
  type PersonEntry,
  type UserId,
} from '@lectern/contracts';
import { type Kysely, sql, type Transaction } from 'kysely';
import { presentFirstLife } from './documents.ts';
import type { Schema } from './schema.ts';

/** Notices that an inbox document keeps; older ones are rows. */
const NOTICES_IN_INBOX = 100;

type Connection = Kysely<Schema> | Transaction<Schema>;

/** What a course document shows: its name, its open channels and its people. Null when there is no such course. */
export async function readCourseDirectory(
  db: Connection,
  course: CourseId,
): Promise<{ name: string; channels: ChannelEntry[]; people: PersonEntry[] } | null> {
  const { rows } = await sql<{ name: string; channels: ChannelEntry[] | null; people: PersonEntry[] | null }>`
    select c.name,
      (select json_agg(json_build_object('id', h.id, 'course', h.course_id, 'name', h.name, 'topic', h.topic,
          'type', h.type, 'archived', h.archived_at is not null, 'life', coalesce(d.life, ${presentFirstLife})) order by h.created_at, h.id)
        from channel h left join document d on d.kind = 'channel' and d.id = h.id
        where h.course_id = c.id and h.type <> 'private') as channels,
      (select json_agg(json_build_object('id', p.id, 'name', p.name, 'handle', p.handle, 'role', m.role)
          order by m.joined_at, p.id)
        from course_member m join person p on p.id = m.person_id where m.course_id = c.id) as people
    from course c where c.id = ${course}`.execute(db);
  const row = rows[0];
  return row === undefined
    ? null
    : { name: row.name, channels: row.channels ?? [], people: row.people ?? [] };
}

/** What an inbox document shows of a person's memberships and notices. */
export async function readInboxContent(db: Connection, user: UserId): Promise<InboxProjection> {
  const { rows } = await sql<{
    courses: CourseMembership[] | null;
    channels: ChannelMembership[] | null;
    threads: FollowedThread[] | null;
    notices: Notice[] | null;
  }>`select
    (select json_agg(json_build_object('course', m.course_id, 'role', m.role, 'life', coalesce(d.life, ${presentFirstLife}),
        'since', floor(extract(epoch from m.joined_at) * 1000)::bigint) order by m.joined_at, m.course_id)
      from course_member m left join document d on d.kind = 'course' and d.id = m.course_id
      where m.person_id = ${user}) as courses,
    (select json_agg(
        jsonb_build_object('channel', m.channel_id, 'course', c.course_id, 'state', m.state, 'role', m.role,
          'mayPost', m.may_post)
        || case when c.type = 'private' and m.state = 'in' then jsonb_build_object('entry',
          jsonb_build_object('id', c.id, 'course', c.course_id, 'name', c.name, 'topic', c.topic, 'type', c.type,
            'archived', c.archived_at is not null, 'life', coalesce(d.life, ${presentFirstLife}))) else '{}' end
        order by m.channel_id)
      from channel_member m join channel c on c.id = m.channel_id
      join course_member cm on cm.course_id = c.course_id and cm.person_id = m.person_id
      left join document d on d.kind = 'channel' and d.id = c.id
      where m.person_id = ${user}) as channels,
    (select json_agg(json_build_object('channel', f.channel_id, 'message', f.thread_id))
      from (select f.* from thread_follower f join channel c on c.id = f.channel_id
        join course_member cm on cm.course_id = c.course_id and cm.person_id = f.person_id
        where f.person_id = ${user} and f.following order by f.changed_at desc limit ${MAX_FOLLOWED_THREADS}) f) as threads,
    (select json_agg(jsonb_build_object('id', n.id, 'kind', n.kind, 'channel', n.channel_id, 'message', n.message_id,
        'seq', n.seq, 'from', n.from_id, 'at', floor(extract(epoch from n.created_at) * 1000)::bigint)
        || case when n.thread_id is null then '{}' else jsonb_build_object('thread', n.thread_id) end
        || case when n.called_group is null then '{}' else jsonb_build_object('group', n.called_group) end order by n.id)
      from (select * from notification where person_id = ${user} order by id desc limit ${NOTICES_IN_INBOX}) n) as notices`.execute(
    db,
  );
  const row = rows[0]!;
  const { courses, channels, threads, notices } = row;
  return { courses: courses ?? [], channels: channels ?? [], threads: threads ?? [], notices: notices ?? [] };
}

/** Everyone in a course. */
export async function readCourseMembers(db: Connection, course: CourseId): Promise<UserId[]> {
  const { rows } = await sql<{
    id: UserId;
  }>`select person_id as id from course_member where course_id = ${course}`.execute(db);
  return rows.map((row) => row.id);
}
