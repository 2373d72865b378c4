import { type CourseId, type CourseRole, EPOCH_SIZE, type UserId } from '@lectern/contracts';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Schema } from './schema.ts';

/** Makes a course with its first admin. */
export async function insertCourse(
  db: Kysely<Schema>,
  course: { id: CourseId; name: string },
  admin: UserId,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('course')
      .values({ ...course, created_by: admin })
      .execute();
    await trx
      .insertInto('course_member')
      .values({ course_id: course.id, person_id: admin, role: 'admin' })
      .execute();
  });
}

export async function renameCourse(db: Kysely<Schema>, course: CourseId, name: string): Promise<void> {
  await db.updateTable('course').set({ name }).where('id', '=', course).execute();
}

/** A person's role in a course, or null. */
export async function readCourseRole(
  db: Kysely<Schema>,
  course: CourseId,
  person: UserId,
): Promise<CourseRole | null> {
  const row = await db
    .selectFrom('course_member')
    .select('role')
    .where('course_id', '=', course)
    .where('person_id', '=', person)
    .executeTakeFirst();
  return row?.role ?? null;
}

/**
 * Gives a member another role, or takes them out (`to: null`), if they still have the role `from`. Who is taken out
 * is out of its private channels too; that somebody was removed from a channel is remembered.
 *
 * Being taken out is a change of every channel they were in: it takes a `rev` there, under the row that the scribe
 * locks, so that what a channel commits later is judged without them.
 */
export async function changeMember(
  db: Kysely<Schema>,
  change: { course: CourseId; person: UserId; from: CourseRole; to: CourseRole | null },
): Promise<'done' | 'changed-meanwhile' | 'last-admin'> {
  const { course, person, from, to } = change;
  return db.transaction().execute(async (trx) => {
    // The course's row is locked, so that two admins cannot demote each other at the same moment.
    await trx.selectFrom('course').select('id').where('id', '=', course).forUpdate().execute();
    const members = await trx
      .selectFrom('course_member')
      .select(['person_id', 'role'])
      .where('course_id', '=', course)
      .where((eb) => eb.or([eb('person_id', '=', person), eb('role', '=', 'admin')]))
      .execute();
    if (members.find((member) => member.person_id === person)?.role !== from) return 'changed-meanwhile';
    if (to !== 'admin' && members.every((member) => member.person_id === person) && from === 'admin')
      return 'last-admin';
    if (to !== null) {
      await trx
        .updateTable('course_member')
        .set({ role: to })
        .where('course_id', '=', course)
        .where('person_id', '=', person)
        .execute();
      return 'done';
    }
    await raiseRevs(trx, course, person);
    await trx
      .deleteFrom('course_member')
      .where('course_id', '=', course)
      .where('person_id', '=', person)
      .execute();
    await trx
      .deleteFrom('channel_member')
      .where('person_id', '=', person)
      .where('state', '=', 'in')
      .where('channel_id', 'in', (eb) =>
        eb.selectFrom('channel').select('id').where('course_id', '=', course),
      )
      .execute();
    return 'done';
  });
}

/**
 * Takes the next `rev` in each channel of the course that the person is in. All its channels are locked first, in the
 * order of their ids: until then somebody may still be let into one of them.
 */
async function raiseRevs(trx: Transaction<Schema>, course: CourseId, person: UserId): Promise<void> {
  await sql`select 1 from channel where course_id = ${course} order by id for update`.execute(trx);
  await sql`
    update channel c set rev = greatest(c.rev, s.epoch * ${EPOCH_SIZE}::bigint) + 1
    from site s, channel h left join channel_member m on m.channel_id = h.id and m.person_id = ${person}
    where h.id = c.id and c.course_id = ${course} and coalesce(m.state = 'in', c.type <> 'private')`.execute(
    trx,
  );
}
