import { PROTOCOL_VERSION } from '@lectern/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshSetupLink } from '../accounts/setup-token.ts';
import { testDatabases } from '../database/test-database.ts';
import { HttpFixture, PASSWORD } from '../testing/http-fixture.ts';

const ada = { name: 'Ada', handle: 'ada', email: 'ada@example.org', password: PASSWORD };

describe.each(await testDatabases())('accounts on $name', (target) => {
  let fixture: HttpFixture;
  beforeEach(async () => {
    fixture = await HttpFixture.start(target);
  });
  afterEach(() => fixture.stop());

  const freshToken = async () => (await freshSetupLink(fixture.database.db, fixture.env))!.split('/').at(-1)!;

  describe('the set-up link', () => {
    it('makes the first account, who owns the site, and a course, and signs in', async () => {
      const browser = fixture.browser();
      expect((await browser.get('/api/site')).json()).toMatchObject({
        needsSetup: true,
        mailWorks: false,
        demo: null,
      });
      const token = await freshToken();
      expect((await browser.get(`/api/setup/${token}`)).statusCode).toBe(204);
      const made = await browser.post(`/api/setup/${token}`, { ...ada, course: 'Logic' });
      expect(made.json()).toMatchObject({
        name: 'Ada',
        siteAdmin: true,
        lives: { user: 1, inbox: 1 },
        protocol: 1,
      });
      expect((await browser.get('/api/me')).json().id).toBe(made.json().id);
      expect(await fixture.database.db.selectFrom('course_member').selectAll().execute()).toMatchObject([
        { person_id: made.json().id, role: 'admin' },
      ]);
      expect((await browser.get('/api/site')).json()).toMatchObject({ needsSetup: false });
      expect(await freshSetupLink(fixture.database.db, fixture.env)).toBeNull();
    });

    it('works once, also for two who use it at the same moment', async () => {
      const token = await freshToken();
      const people = [ada, { ...ada, handle: 'bob', email: 'bob@example.org' }];
      const answers = await Promise.all(
        people.map((person) => fixture.browser().post(`/api/setup/${token}`, { ...person, course: 'Logic' })),
      );
      expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 410]);
      expect((await fixture.browser().get(`/api/setup/${token}`)).statusCode).toBe(410);
      expect(await fixture.database.db.selectFrom('person').selectAll().execute()).toHaveLength(1);
    });

    it('stops working when a restart has printed another', async () => {
      const [first, second] = [await freshToken(), await freshToken()];
      expect((await fixture.browser().get(`/api/setup/${first}`)).statusCode).toBe(410);
      expect((await fixture.browser().get(`/api/setup/${second}`)).statusCode).toBe(204);
    });

    it('names every field that is not as it must be', async () => {
      const bad = { name: ' ', handle: '_x', email: 'nobody', password: 'short', course: '', admin: true };
      const answer = await fixture.browser().post(`/api/setup/${await freshToken()}`, bad);
      expect(answer.statusCode).toBe(400);
      expect(Object.keys(answer.json().fields).sort()).toEqual([
        'admin',
        'course',
        'email',
        'handle',
        'name',
        'password',
      ]);
    });
  });

  describe('signing in', () => {
    it('does not care how the address is written', async () => {
      const person = await fixture.person();
      const answer = await fixture
        .browser()
        .post('/api/sign-in', { email: ` ${person.email.toUpperCase()} `, password: PASSWORD });
      expect(answer.json().id).toBe(person.id);
    });

    it('answers alike to an unknown address and a wrong password', async () => {
      const person = await fixture.person();
      const wrong = await fixture.browser().post('/api/sign-in', { email: person.email, password: 'wrong' });
      const unknown = await fixture
        .browser()
        .post('/api/sign-in', { email: 'no@example.org', password: 'wrong' });
      expect(wrong.statusCode).toBe(401);
      expect(unknown.body).toBe(wrong.body);
      expect(wrong.headers['set-cookie']).toBeUndefined();
    });

    it('SEC-23 gives a cookie that no script and no other site sees, for thirty days', async () => {
      const person = await fixture.person();
      const answer = await fixture
        .browser()
        .post('/api/sign-in', { email: person.email, password: PASSWORD });
      expect(answer.headers['set-cookie']).toMatch(
        /^lectern-3000=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
      );
    });

    it('SEC-23 makes a new session each time', async () => {
      const { id, email } = await fixture.person();
      await fixture.browser().post('/api/sign-in', { email, password: PASSWORD });
      const sessions = await fixture.database.db
        .selectFrom('session')
        .select('token')
        .where('user_id', '=', id)
        .execute();
      expect(new Set(sessions.map((session) => session.token)).size).toBe(2);
    });

    it('SEC-17 is slowed after ten tries for one account from one address, and no other account is', async () => {
      const [person, other] = [await fixture.person(), await fixture.person()];
      const statuses: number[] = [];
      for (let i = 0; i < 11; i++) {
        const answer = await fixture
          .browser()
          .post('/api/sign-in', { email: person.email, password: 'wrong' });
        statuses.push(answer.statusCode);
      }
      expect(statuses.filter((status) => status === 429)).toHaveLength(1);
      expect(
        (await fixture.browser().post('/api/sign-in', { email: other.email, password: PASSWORD })).statusCode,
      ).toBe(200);
    });

    it.each([
      ['nothing', ''],
      ['a forged cookie', 'lectern-3000=abcdefghijklmnopqrstuvwxyz.c2lnbmF0dXJl'],
      ['a cookie of another name', 'session=1'],
    ])('knows nobody by %s', async (_what, cookie) => {
      const answer = await fixture.browser().get('/api/me', { cookie });
      expect([answer.statusCode, answer.json().code]).toEqual([401, 'unauthenticated']);
    });

    it('ends when the session is over by its date', async () => {
      const { browser } = await fixture.person();
      await fixture.database.db
        .updateTable('session')
        .set({ expires_at: new Date(0) })
        .execute();
      expect((await browser.get('/api/me')).statusCode).toBe(401);
    });
  });

  describe('signing out', () => {
    it('SEC-24 ends this session, its tickets and its sockets, and no other', async () => {
      const { id, email, browser } = await fixture.person();
      const elsewhere = fixture.browser();
      await elsewhere.post('/api/sign-in', { email, password: PASSWORD });
      expect((await browser.post('/api/socket-ticket')).statusCode).toBe(200);
      const session = await fixture.database.db
        .selectFrom('socket_ticket')
        .select('session_id')
        .executeTakeFirstOrThrow();
      const answer = await browser.post('/api/sign-out');
      expect([answer.statusCode, `${answer.headers['set-cookie']}`]).toEqual([
        204,
        expect.stringContaining('Max-Age=0'),
      ]);
      expect((await browser.get('/api/me')).statusCode).toBe(401);
      expect((await elsewhere.get('/api/me')).statusCode).toBe(200);
      expect(fixture.told).toEqual([{ told: 'sessionsEnded', person: id, sessions: [session.session_id] }]);
      expect(await fixture.database.db.selectFrom('socket_ticket').selectAll().execute()).toEqual([]);
    });

    it('SEC-26 everywhere ends every session', async () => {
      const { id, email, browser } = await fixture.person();
      const elsewhere = fixture.browser();
      await elsewhere.post('/api/sign-in', { email, password: PASSWORD });
      expect((await browser.post('/api/sign-out-everywhere')).statusCode).toBe(204);
      expect((await browser.get('/api/me')).statusCode).toBe(401);
      expect((await elsewhere.get('/api/me')).statusCode).toBe(401);
      expect(fixture.told).toEqual([{ told: 'sessionsEnded', person: id, sessions: null }]);
    });
  });

  it('SEC-2 a ticket is random, stored as a hash, and not the session', async () => {
    const { browser } = await fixture.person();
    const { ticket } = (await browser.post('/api/socket-ticket')).json();
    expect(ticket).toMatch(/^[A-Za-z0-9_-]{32}$/);
    const row = await fixture.database.db.selectFrom('socket_ticket').selectAll().executeTakeFirstOrThrow();
    expect(JSON.stringify(row)).not.toContain(ticket);
    expect((await fixture.browser().post('/api/socket-ticket')).statusCode).toBe(401);
  });

  it('a ticket goes to clients of the versions that are served', async () => {
    const { browser } = await fixture.person();
    const answer = (protocol: string) => browser.post(`/api/socket-ticket?protocol=${protocol}`);
    for (const served of [PROTOCOL_VERSION, PROTOCOL_VERSION + 1])
      expect((await answer(`${served}`)).statusCode).toBe(200);
    for (const nonsense of ['0', '', '1.5', 'x', '1&protocol=2']) {
      const refused = await answer(nonsense);
      expect(refused.statusCode).toBe(426);
      expect(refused.json()).toEqual({ code: 'outdated', message: expect.stringContaining('Reload') });
    }
    expect((await fixture.browser().post('/api/socket-ticket?protocol=0')).statusCode).toBe(401);
  });

  describe('editing oneself', () => {
    it('changes name and handle, and tells the courses', async () => {
      const person = await fixture.person();
      const course = await fixture.course([[person, 'student']]);
      const answer = await person.browser.patch('/api/me', { name: 'Countess', handle: 'Lovelace' });
      expect(answer.json()).toMatchObject({ name: 'Countess', handle: 'lovelace', email: person.email });
      expect(fixture.told).toEqual([{ told: 'courseChanged', course }]);
    });

    it('refuses a handle that somebody has', async () => {
      const [person] = [await fixture.person(), await fixture.person()];
      const answer = await person.browser.patch('/api/me', { name: 'Ada', handle: 'person2' });
      expect([answer.statusCode, answer.json().fields]).toEqual([409, { handle: 'is taken' }]);
    });
  });

  it('shows the present lives of the person’s documents', async () => {
    const { id, browser } = await fixture.person();
    await fixture.database.db
      .insertInto('document')
      .values({ kind: 'user', id, life: 4, state: null })
      .execute();
    expect((await browser.get('/api/me')).json().lives).toEqual({ user: 4, inbox: 1 });
  });

  it('SEC-23 on https the cookie cannot be set by anybody else', async () => {
    const secure = await HttpFixture.start(target, { PUBLIC_URL: 'https://chat.example.edu' });
    const person = await secure.person();
    const answer = await secure.browser().post('/api/sign-in', { email: person.email, password: PASSWORD });
    expect(answer.headers['set-cookie']).toMatch(
      /^__Host-lectern=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect((await person.browser.get('/api/me')).statusCode).toBe(200);
    await secure.stop();
  });
});
