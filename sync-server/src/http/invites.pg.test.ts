import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDatabases } from '../database/test-database.ts';
import { HttpFixture, PASSWORD, type TestPerson } from '../testing/http-fixture.ts';

const bob = { name: 'Bob', handle: 'bob', email: 'bob@example.org', password: PASSWORD };

describe.each(await testDatabases())('invites on $name', (target) => {
  let fixture: HttpFixture;
  let lecturer: TestPerson;
  let course: string;
  beforeEach(async () => {
    fixture = await HttpFixture.start(target);
    lecturer = await fixture.person({ name: 'Lena' });
    course = await fixture.course([[lecturer, 'lecturer']]);
  });
  afterEach(() => fixture.stop());

  const invite = async (body: object = { role: 'student' }) =>
    (await lecturer.browser.post(`/api/courses/${course}/invites`, body)).json();
  const join = (link: string) => `/api/join/${link.split('/').at(-1)}`;
  const age = () =>
    fixture.database.db
      .updateTable('invite')
      .set({ expires_at: new Date(Date.now() - 1) })
      .execute();

  it('bring a new person into the course, signed in', async () => {
    const { url } = await invite();
    expect(url).toMatch(/^http:\/\/localhost:3000\/join\/[A-Za-z0-9_-]{32}$/);
    const browser = fixture.browser();
    expect((await browser.get(join(url))).json()).toEqual({
      course: { id: course, name: 'Logic' },
      role: 'student',
      invitedBy: 'Lena',
    });
    const me = (await browser.post(join(url), bob)).json();
    expect(me).toMatchObject({ name: 'Bob', siteAdmin: false });
    expect((await browser.get('/api/me')).json().id).toBe(me.id);
    expect(fixture.told).toEqual([
      { told: 'courseChanged', course },
      { told: 'accessChanged', people: [me.id] },
    ]);
    expect((await lecturer.browser.get(`/api/courses/${course}/invites`)).json()).toMatchObject([
      { uses: 1, role: 'student' },
    ]);
  });

  it('show their address once and store it as a hash', async () => {
    const { url } = await invite();
    expect((await lecturer.browser.get(`/api/courses/${course}/invites`)).body).not.toContain('url');
    const row = await fixture.database.db.selectFrom('invite').selectAll().executeTakeFirstOrThrow();
    expect(JSON.stringify(row)).not.toContain(url.split('/').at(-1));
  });

  it('bring a person with an account into a second course', async () => {
    const { url } = await invite({ role: 'tutor' });
    const person = await fixture.person();
    expect((await person.browser.post(`${join(url)}/accept`)).json().id).toBe(person.id);
    expect((await fixture.browser().post(`${join(url)}/accept`)).statusCode).toBe(401);
    const role = await fixture.database.db
      .selectFrom('course_member')
      .select('role')
      .where('person_id', '=', person.id)
      .execute();
    expect(role).toEqual([{ role: 'tutor' }]);
  });

  it('raise who is there already, and never lower them', async () => {
    const person = await fixture.person();
    for (const [role, expected] of [
      ['tutor', 'tutor'],
      ['student', 'tutor'],
      ['lecturer', 'lecturer'],
    ]) {
      const { url } = await invite({ role });
      expect((await person.browser.post(`${join(url)}/accept`)).statusCode).toBe(200);
      const row = await fixture.database.db
        .selectFrom('course_member')
        .select('role')
        .where('person_id', '=', person.id)
        .execute();
      expect(row).toEqual([{ role: expected }]);
    }
  });

  it.each([
    ['expired', age],
    [
      'withdrawn',
      async () => {
        const [{ id }] = (await lecturer.browser.get(`/api/courses/${course}/invites`)).json();
        expect((await lecturer.browser.delete(`/api/invites/${id}`)).statusCode).toBe(204);
      },
    ],
  ])('that are %s say so and let nobody in', async (word, end) => {
    const { url } = await invite();
    const person = await fixture.person();
    await end();
    const answers = [
      await fixture.browser().get(join(url)),
      await fixture.browser().post(join(url), bob),
      await person.browser.post(`${join(url)}/accept`),
    ];
    for (const answer of answers) {
      expect([answer.statusCode, answer.json()]).toEqual([
        410,
        { code: 'gone', message: expect.stringContaining(word) },
      ]);
    }
    expect(await fixture.database.db.selectFrom('course_member').selectAll().execute()).toHaveLength(1);
    expect(
      await fixture.database.db.selectFrom('person').select('id').where('email', '=', bob.email).execute(),
    ).toEqual([]);
  });

  it.each(['short', 'x'.repeat(32), "'; drop table invite; --", '%00'])(
    'that nobody made do not work: %s',
    async (token) => {
      expect((await fixture.browser().get(`/api/join/${encodeURIComponent(token)}`)).statusCode).toBe(410);
    },
  );

  it('refuse an address that has an account, in any case, and a handle that is taken', async () => {
    const { url } = await invite();
    await fixture.browser().post(join(url), bob);
    const again = await fixture
      .browser()
      .post(join(url), { ...bob, handle: 'other', email: 'BOB@Example.org' });
    expect([again.statusCode, again.json().fields]).toEqual([
      409,
      { email: 'belongs to an account already' },
    ]);
    const handle = await fixture
      .browser()
      .post(join(url), { ...bob, handle: 'BOB', email: 'bob2@example.org' });
    expect([handle.statusCode, handle.json().fields]).toEqual([409, { handle: 'is taken' }]);
    expect(await fixture.database.db.selectFrom('course_member').selectAll().execute()).toHaveLength(2);
  });

  it('let one of two in who choose the same address at the same moment', async () => {
    const { url } = await invite();
    const answers = await Promise.all(
      [bob, { ...bob, handle: 'bobby' }].map((one) => fixture.browser().post(join(url), one)),
    );
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 409]);
  });

  it.each([{ days: 0 }, { days: 31 }, { days: 1.5 }, { role: 'owner' }, { uses: 3 }])(
    'refuse %j',
    async (part) => {
      const answer = await lecturer.browser.post(`/api/courses/${course}/invites`, {
        role: 'student',
        ...part,
      });
      expect(answer.statusCode).toBe(400);
      expect(Object.keys(answer.json().fields)).toEqual(Object.keys(part));
    },
  );
});
