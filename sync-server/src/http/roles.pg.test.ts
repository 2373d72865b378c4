import type { CourseId, CourseRole } from '@lectern/contracts';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabases } from '../database/test-database.ts';
import { HttpFixture, type TestPerson } from '../testing/http-fixture.ts';

type Asker = CourseRole | 'site admin' | 'member of another course' | 'nobody';
type Status = 200 | 201 | 204 | 401 | 403 | 404;

/** What each asker gets, in the order of `askers`. */
const askers: Asker[] = [
  'student',
  'tutor',
  'lecturer',
  'admin',
  'site admin',
  'member of another course',
  'nobody',
];
interface Case {
  readonly action: string;
  readonly ask: (asker: TestPerson['browser'], world: World) => Promise<LightMyRequestResponse>;
  readonly statuses: readonly Status[];
}
interface World {
  readonly course: CourseId;
  /** A student for whom nothing that is allowed has an effect that another case would notice. */
  readonly student: TestPerson;
  readonly admin: TestPerson;
  readonly teacherElsewhere: TestPerson;
  readonly owner: TestPerson;
}

const cases: Case[] = [
  {
    action: 'make a course',
    ask: (b) => b.post('/api/courses', { name: 'New' }),
    statuses: [403, 403, 403, 403, 201, 403, 401],
  },
  {
    action: 'rename the course',
    ask: (b, w) => b.patch(`/api/courses/${w.course}`, { name: 'Logic' }),
    statuses: [403, 403, 204, 204, 204, 404, 401],
  },
  {
    action: 'invite a student',
    ask: (b, w) => b.post(`/api/courses/${w.course}/invites`, { role: 'student' }),
    statuses: [403, 403, 201, 201, 201, 404, 401],
  },
  {
    action: 'invite an admin',
    ask: (b, w) => b.post(`/api/courses/${w.course}/invites`, { role: 'admin' }),
    statuses: [403, 403, 403, 201, 201, 404, 401],
  },
  {
    action: 'list invites',
    ask: (b, w) => b.get(`/api/courses/${w.course}/invites`),
    statuses: [403, 403, 200, 200, 200, 404, 401],
  },
  {
    action: 'set a student’s role',
    ask: (b, w) => b.put(`/api/courses/${w.course}/members/${w.student.id}`, { role: 'student' }),
    statuses: [403, 403, 204, 204, 204, 404, 401],
  },
  {
    action: 'make a student admin',
    ask: (b, w) => b.put(`/api/courses/${w.course}/members/${w.student.id}`, { role: 'admin' }),
    statuses: [403, 403, 403, 204, 204, 404, 401],
  },
  {
    action: 'demote an admin',
    ask: (b, w) => b.put(`/api/courses/${w.course}/members/${w.admin.id}`, { role: 'tutor' }),
    statuses: [403, 403, 403, 204, 204, 404, 401],
  },
  {
    action: 'take an admin out',
    ask: (b, w) => b.delete(`/api/courses/${w.course}/members/${w.admin.id}`),
    statuses: [403, 403, 403, 204, 204, 404, 401],
  },
  {
    action: 'take a student out',
    ask: (b, w) => b.delete(`/api/courses/${w.course}/members/${w.student.id}`),
    statuses: [403, 403, 204, 204, 204, 404, 401],
  },
  {
    action: 'make a reset link for a student',
    ask: (b, w) => b.post(`/api/people/${w.student.id}/reset-link`),
    statuses: [403, 403, 403, 200, 200, 404, 401],
  },
  {
    action: 'make a reset link for a student who teaches elsewhere',
    ask: (b, w) => b.post(`/api/people/${w.teacherElsewhere.id}/reset-link`),
    statuses: [403, 403, 403, 403, 200, 404, 401],
  },
  {
    action: 'make a reset link for the owner of the site',
    ask: (b, w) => b.post(`/api/people/${w.owner.id}/reset-link`),
    statuses: [403, 403, 403, 403, 200, 404, 401],
  },
];

describe.each(await testDatabases())('who may do what over HTTP, on $name', (target) => {
  let fixture: HttpFixture;
  const people = new Map<Asker, TestPerson>();
  let world: World;

  beforeAll(async () => {
    fixture = await HttpFixture.start(target);
    for (const asker of askers.slice(0, -1))
      people.set(asker, await fixture.person({ siteAdmin: asker === 'site admin' }));
    await fixture.course([[people.get('member of another course')!, 'admin']], 'Another');
    const [student, admin, teacherElsewhere, owner] = [
      await fixture.person(),
      await fixture.person(),
      await fixture.person(),
      await fixture.person({ siteAdmin: true }),
    ];
    await fixture.course([[teacherElsewhere, 'tutor']], 'Elsewhere');
    world = { course: await fixture.course(), student, admin, teacherElsewhere, owner };
  });
  afterAll(() => fixture.stop());

  /** Puts everybody back where they belong, so that the cases do not depend on each other. */
  const reset = async () => {
    const { db } = fixture.database;
    await db.deleteFrom('course_member').where('course_id', '=', world.course).execute();
    const members: [TestPerson, CourseRole][] = [
      ...(['student', 'tutor', 'lecturer', 'admin'] as const).map(
        (role) => [people.get(role)!, role] as [TestPerson, CourseRole],
      ),
      [world.student, 'student'],
      [world.admin, 'admin'],
      [world.teacherElsewhere, 'student'],
      [world.owner, 'student'],
    ];
    await db
      .insertInto('course_member')
      .values(members.map(([person, role]) => ({ course_id: world.course, person_id: person.id, role })))
      .execute();
  };

  it.each(
    cases.flatMap(({ action, ask, statuses }) =>
      askers.map((asker, i) => ({ asker, action, ask, status: statuses[i]! })),
    ),
  )('$asker: $action → $status', async ({ asker, ask, status }) => {
    await reset();
    const answer = await ask(people.get(asker)?.browser ?? fixture.browser(), world);
    expect(answer.statusCode).toBe(status);
    if (status >= 400) expect(answer.json().message).toMatch(/\.$/);
  });

  it('a course keeps its last admin', async () => {
    await reset();
    const admin = people.get('admin')!;
    const path = (person: TestPerson) => `/api/courses/${world.course}/members/${person.id}`;
    expect((await admin.browser.delete(path(world.admin))).statusCode).toBe(204);
    expect((await admin.browser.put(path(admin), { role: 'student' })).statusCode).toBe(409);
    expect((await admin.browser.delete(path(admin))).statusCode).toBe(409);
  });

  it('two admins who demote each other at the same moment leave one', async () => {
    await reset();
    const admins = [people.get('admin')!, world.admin];
    const answers = await Promise.all(
      admins.map((admin, i) =>
        admin.browser.put(`/api/courses/${world.course}/members/${admins[1 - i]!.id}`, { role: 'student' }),
      ),
    );
    expect(answers.filter((answer) => answer.statusCode === 204)).toHaveLength(1);
  });

  it('who is taken out is out of the private channels, and a ban stays', async () => {
    await reset();
    const [secret, banned] = [
      await fixture.channel(world.course, { type: 'private' }),
      await fixture.channel(world.course),
    ];
    await fixture.member(secret, world.student, 'in');
    await fixture.member(banned, world.student, 'removed');
    fixture.told.length = 0;
    await people.get('admin')!.browser.delete(`/api/courses/${world.course}/members/${world.student.id}`);
    const rows = await fixture.database.db
      .selectFrom('channel_member')
      .select(['channel_id', 'state'])
      .execute();
    expect(rows).toEqual([{ channel_id: banned, state: 'removed' }]);
    expect(fixture.told).toEqual([
      { told: 'courseChanged', course: world.course },
      { told: 'accessChanged', people: [world.student.id] },
    ]);
  });
});
