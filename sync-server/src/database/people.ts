import { type CourseId, firstLife, type Me, type UserId } from '@lectern/contracts';
import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** A person as they see themselves, or null when the account is gone. */
export async function readMe(db: Kysely<Schema>, id: UserId): Promise<Omit<Me, 'now' | 'protocol'> | null> {
  const rows = await db
    .selectFrom('person as p')
    .leftJoin('document as d', (join) =>
      join.onRef('d.id', '=', 'p.id').on('d.kind', 'in', ['user', 'inbox']),
    )
    .select(['p.id', 'p.name', 'p.handle', 'p.email', 'p.site_admin', 'd.kind', 'd.life'])
    .select(sql<number>`(select epoch from site)`.as('epoch'))
    .where('p.id', '=', id)
    .execute();
  const [person] = rows;
  if (!person) return null;
  const life = (kind: 'user' | 'inbox'): number | undefined =>
    rows.find((row) => row.kind === kind)?.life ?? undefined;
  return {
    id,
    name: person.name,
    handle: person.handle,
    email: person.email,
    siteAdmin: person.site_admin,
    lives: { user: life('user') ?? 1, inbox: life('inbox') ?? firstLife(person.epoch) },
    epoch: person.epoch,
  };
}

/** Changes name and handle; false when somebody else has the handle. */
export async function editPerson(
  db: Kysely<Schema>,
  id: UserId,
  edit: { name: string; handle: string },
): Promise<boolean> {
  try {
    await db
      .updateTable('person')
      .set({ ...edit, updated_at: new Date() })
      .where('id', '=', id)
      .execute();
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === UNIQUE_VIOLATION) return false;
    throw error;
  }
}

/** The courses that a person is in. */
export async function coursesOf(db: Kysely<Schema>, id: UserId): Promise<CourseId[]> {
  const rows = await db.selectFrom('course_member').select('course_id').where('person_id', '=', id).execute();
  return rows.map((row) => row.course_id);
}

export async function findByEmail(
  db: Kysely<Schema>,
  email: string,
): Promise<{ id: UserId; name: string } | undefined> {
  return db.selectFrom('person').select(['id', 'name']).where('email', '=', email).executeTakeFirst();
}

/** The people who have one of the handles. */
export async function findByHandles(db: Kysely<Schema>, handles: readonly string[]): Promise<UserId[]> {
  // Postgres takes every character but this one, and no handle has it.
  const possible = handles.filter((handle) => !handle.includes('\0'));
  if (possible.length === 0) return [];
  const rows = await db.selectFrom('person').select('id').where('handle', 'in', possible).execute();
  return rows.map((row) => row.id);
}

const UNIQUE_VIOLATION = '23505';
