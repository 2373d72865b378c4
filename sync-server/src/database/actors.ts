import type { Actor } from '@lectern/access';
import type { ChannelId, ChannelType, CourseId, CourseRole, UserId } from '@lectern/contracts';
import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** Who somebody is, seen from the thing they want to act on: what `can` asks for. */

/** Null when there is no such course. */
export async function readCourseActor(
  db: Kysely<Schema>,
  user: UserId,
  course: CourseId,
): Promise<Actor | null> {
  const row = await db
    .selectFrom('course as c')
    .innerJoin('person as p', (join) => join.on('p.id', '=', user))
    .leftJoin('course_member as m', (join) =>
      join.onRef('m.course_id', '=', 'c.id').onRef('m.person_id', '=', 'p.id'),
    )
    .select(['p.site_admin', 'm.role'])
    .where('c.id', '=', course)
    .executeTakeFirst();
  return row ? { user, siteAdmin: row.site_admin, courseRole: row.role, membership: null } : null;
}

/** Null when there is no such channel. */
export async function readChannelActor(
  db: Kysely<Schema>,
  user: UserId,
  channel: ChannelId,
): Promise<{ actor: Actor; channel: { course: CourseId; type: ChannelType; archived: boolean } } | null> {
  const row = await db
    .selectFrom('channel as c')
    .innerJoin('person as p', (join) => join.on('p.id', '=', user))
    .leftJoin('course_member as m', (join) =>
      join.onRef('m.course_id', '=', 'c.course_id').onRef('m.person_id', '=', 'p.id'),
    )
    .leftJoin('channel_member as h', (join) =>
      join.onRef('h.channel_id', '=', 'c.id').onRef('h.person_id', '=', 'p.id'),
    )
    .select([
      'c.course_id',
      'c.type',
      'c.archived_at',
      'p.site_admin',
      'm.role',
      'h.state',
      'h.role as channel_role',
      'h.may_post',
    ])
    .where('c.id', '=', channel)
    .executeTakeFirst();
  if (!row) return null;
  const membership = row.state && { state: row.state, role: row.channel_role!, mayPost: row.may_post! };
  return {
    actor: { user, siteAdmin: row.site_admin, courseRole: row.role, membership },
    channel: { course: row.course_id, type: row.type, archived: row.archived_at !== null },
  };
}

/**
 * Two people and the courses that matter between them: the actor's best role in a course they share, and whether the
 * other one answers for a course in which the actor is no admin. Null when the other person does not exist.
 */
export async function readPersonPair(
  db: Kysely<Schema>,
  user: UserId,
  other: UserId,
): Promise<{
  actor: Actor;
  person: { siteAdmin: boolean; courseRole: CourseRole | null };
  leadsElsewhere: boolean;
} | null> {
  const people = await db
    .selectFrom('person')
    .select(['id', 'site_admin'])
    .where('id', 'in', [user, other])
    .execute();
  const subject = people.find((row) => row.id === other);
  if (!subject) return null;
  const courses = await db
    .selectFrom('course_member as o')
    .leftJoin('course_member as a', (join) =>
      join.onRef('a.course_id', '=', 'o.course_id').on('a.person_id', '=', user),
    )
    .select(['o.role as theirs', 'a.role as mine'])
    .where('o.person_id', '=', other)
    .execute();
  const administered = courses.find(({ mine }) => mine === 'admin');
  const shared = administered ?? courses.find(({ mine }) => mine !== null);
  return {
    actor: {
      user,
      siteAdmin: people.find((row) => row.id === user)?.site_admin ?? false,
      courseRole: shared?.mine ?? null,
      membership: null,
    },
    person: { siteAdmin: subject.site_admin, courseRole: shared?.theirs ?? null },
    leadsElsewhere: courses.some(({ theirs, mine }) => theirs !== 'student' && mine !== 'admin'),
  };
}
