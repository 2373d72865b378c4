import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Lectern, Person } from './lectern.ts';
import { plausibleTexts } from './texts.ts';

/** A course with its admin, and a way in for others. */
export interface Course {
  readonly id: string;
  readonly admin: Person;
  /** As a student, unless it is said otherwise. */
  join(name: string, role?: 'tutor'): Promise<Person>;
}

export async function openCourse(app: Lectern): Promise<Course> {
  const admin = await app.setUp();
  const db = await app.database();
  // Which courses there are is told by the inbox document alone.
  const { rows } = await db.query<{ id: string }>('select id from course');
  await db.end();
  const { id } = rows[0]!;
  const ways = new Map<string, string>();
  const wayIn = async (role: string): Promise<string> => {
    const known = ways.get(role);
    if (known !== undefined) return known;
    const { url } = await admin.call<{ url: string }>('POST', `/api/courses/${id}/invites`, { role });
    const token = url.split('/').at(-1)!;
    ways.set(role, token);
    return token;
  };
  return { id, admin, join: async (name, role) => app.join(await wayIn(role ?? 'student'), name) };
}

/** Accounts that are made at a time: passwords are hashed on purpose slowly. */
const ACCOUNTS_AT_A_TIME = 8;

/** So many students. */
export async function enrol(course: Course, count: number): Promise<Person[]> {
  const people: Person[] = [];
  for (let n = 0; n < count; n += ACCOUNTS_AT_A_TIME) {
    const some = Array.from({ length: Math.min(ACCOUNTS_AT_A_TIME, count - n) }, (_, i) =>
      course.join(`Person${n + i}`),
    );
    people.push(...(await Promise.all(some)));
  }
  return people;
}

/** Public channels as rows. Before anybody opens the course: its document is made of the rows when it is first read. */
export async function addChannels(
  db: pg.Client,
  course: Course,
  names: readonly string[],
): Promise<string[]> {
  const ids = names.map(() => randomUUID());
  await db.query(
    `insert into channel (id, course_id, name, type, created_by)
     select id, $1, name, 'public', $2 from unnest($3::uuid[], $4::text[]) as t(id, name)`,
    [course.id, course.admin.id, ids, names],
  );
  return ids;
}

/** Different texts among the messages of a filled channel. */
const TEXTS = 5_000;
/** Rows of one statement. */
const ROWS_AT_ONCE = 100_000;

/** Messages as rows, all without gaps. Before anybody opens the channel: its document is made of the rows then. */
export async function fillChannels(
  db: pg.Client,
  channels: readonly string[],
  count: number,
  authors: readonly Person[],
  everySeconds = 20,
): Promise<void> {
  const texts = plausibleTexts(Math.min(TEXTS, count), 'filled');
  await db.query('drop table if exists bench_text');
  await db.query(
    `create temp table bench_text as
     select n - 1 as k, text, to_tsvector('simple', text) as tsv,
       jsonb_build_object('kind', 'plain', 'blocks', jsonb_build_array(jsonb_build_object(
         't', 'p', 'c', jsonb_build_array(jsonb_build_object('t', 'text', 's', text))))) as body
     from unnest($1::text[]) with ordinality as t(text, n)`,
    [texts],
  );
  const people = authors.map((person) => person.id);
  for (const channel of channels) {
    for (let from = 1; from <= count; from += ROWS_AT_ONCE) {
      await db.query(
        `insert into message (id, channel_id, seq, rev, author_id, body, text, tsv, sent_at, created_at)
         select gen_random_uuid(), $1, n, n, ($2::uuid[])[1 + n % cardinality($2::uuid[])], t.body, t.text, t.tsv, at, at
         from (select n, now() - ($3 - n) * $7::float8 * interval '1 second' as at
           from generate_series($4::int, $5::int) n) m
         join bench_text t on t.k = m.n % $6`,
        [channel, people, count, from, Math.min(count, from + ROWS_AT_ONCE - 1), texts.length, everySeconds],
      );
    }
    await db.query('update channel set seq = $2, rev = $2 where id = $1', [channel, count]);
  }
  await db.query('analyze message');
}
