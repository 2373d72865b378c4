import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDatabases } from '../database/test-database.ts';
import { HttpFixture, PASSWORD, type TestPerson } from '../testing/http-fixture.ts';
import { SmtpCatcher } from '../testing/smtp-catcher.ts';

const NEW_PASSWORD = 'a quite different one';

describe.each(await testDatabases())('lost passwords on $name', (target) => {
  let catcher: SmtpCatcher;
  let fixture: HttpFixture;
  beforeEach(async () => {
    catcher = await SmtpCatcher.start();
    fixture = await HttpFixture.start(target, {
      SMTP_URL: catcher.url,
      MAIL_FROM: 'Lectern <lectern@example.org>',
    });
  });
  afterEach(async () => {
    await fixture.stop();
    catcher.stop();
  });

  const signIn = async (person: TestPerson, password: string) =>
    (await fixture.browser().post('/api/sign-in', { email: person.email, password })).statusCode;
  const reset = (url: string, password = NEW_PASSWORD) =>
    fixture.browser().post(`/api/password-reset/${url.split('/').at(-1)}`, { password });

  describe('a link that an admin hands over', () => {
    const handedLink = async (person: TestPerson) => {
      const owner = await fixture.person({ siteAdmin: true });
      const { url, expiresAt } = (await owner.browser.post(`/api/people/${person.id}/reset-link`)).json();
      expect(url).toMatch(/^http:\/\/localhost:3000\/reset\/[A-Za-z0-9_-]{32}$/);
      expect(expiresAt).toBeGreaterThan(Date.now());
      return url as string;
    };

    it('SEC-25 sets the password once and ends every session', async () => {
      const person = await fixture.person();
      const url = await handedLink(person);
      expect((await reset(url)).statusCode).toBe(204);
      expect((await reset(url)).statusCode).toBe(410);
      expect(await signIn(person, PASSWORD)).toBe(401);
      expect(await signIn(person, NEW_PASSWORD)).toBe(200);
      expect((await person.browser.get('/api/me')).statusCode).toBe(401);
      expect(fixture.told).toEqual([{ told: 'sessionsEnded', person: person.id, sessions: null }]);
    });

    it('works for one of two who use it at the same moment', async () => {
      const url = await handedLink(await fixture.person());
      const answers = await Promise.all([reset(url), reset(url)]);
      expect(answers.map((answer) => answer.statusCode).sort()).toEqual([204, 410]);
    });

    it('is void when there is a newer one, or when it is too old', async () => {
      const person = await fixture.person();
      const [first, second] = [await handedLink(person), await handedLink(person)];
      expect((await reset(first)).statusCode).toBe(410);
      await fixture.database.pool.query(`update verification set expires_at = now() - interval '1 second'`);
      expect((await reset(second)).statusCode).toBe(410);
      expect(await signIn(person, PASSWORD)).toBe(200);
    });

    it('is not used up by a password that is too short', async () => {
      const url = await handedLink(await fixture.person());
      expect((await reset(url, 'short')).json().fields).toHaveProperty('password');
      expect((await reset(url)).statusCode).toBe(204);
    });

    it('is stored as a hash', async () => {
      const url = await handedLink(await fixture.person());
      const { rows } = await fixture.database.pool.query('select * from verification');
      expect(JSON.stringify(rows)).not.toContain(url.split('/').at(-1));
    });
  });

  describe('a mail', () => {
    const ask = (email: string) => fixture.browser().post('/api/password-reset', { email });

    it('brings a link that works', async () => {
      const person = await fixture.person({ name: 'Ada Lovelace' });
      expect((await ask(person.email)).statusCode).toBe(204);
      const mail = await catcher.next();
      expect(mail).toContain(`To: ${person.email}`);
      expect(mail).toContain('Hello Ada Lovelace');
      const link = mail.replaceAll('=\n', '').match(/http:\/\/localhost:3000\/reset\/\S{32}/)![0];
      expect((await reset(link)).statusCode).toBe(204);
      expect(await signIn(person, NEW_PASSWORD)).toBe(200);
    });

    it('is promised to an unknown address too, and never sent', async () => {
      const person = await fixture.person();
      expect((await ask('no@example.org')).statusCode).toBe(204);
      await ask(person.email);
      expect(await catcher.next()).toContain(`To: ${person.email}`);
    });

    it('SEC-17 does not become a nuisance', async () => {
      const person = await fixture.person();
      const statuses = [];
      for (let i = 0; i < 4; i++) statuses.push((await ask(person.email)).statusCode);
      expect(statuses).toEqual([204, 204, 204, 429]);
    });

    it('is not offered where there is no mail server', async () => {
      const without = await HttpFixture.start(target);
      expect((await without.browser().get('/api/site')).json().mailWorks).toBe(false);
      const answer = await without.browser().post('/api/password-reset', { email: 'ada@example.org' });
      expect([answer.statusCode, answer.json().message]).toEqual([
        404,
        expect.stringContaining('admin of your course'),
      ]);
      await without.stop();
    });
  });
});
