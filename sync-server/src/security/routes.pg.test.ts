import { type ChannelId, type CourseId, type MessageId, type NoteId, newId } from '@lectern/contracts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshSetupLink } from '../accounts/setup-token.ts';
import { testDatabases } from '../database/test-database.ts';
import { HttpFixture, type TestPerson } from '../testing/http-fixture.ts';
import { addressOf, type Route, routesOf } from '../testing/routes-of.ts';

/** What holds for every route there is. They are asked of the server, so that none is left out. */
const targets = await testDatabases();
const routes = await routesOf(targets[0]!);
const isReading = ({ method }: Route): boolean => method === 'GET' || method === 'HEAD';
const reading = routes.filter(isReading).map(({ method, pattern }) => [method, pattern] as const);
const changing = routes
  .filter((route) => !isReading(route))
  .map(({ method, pattern }) => [method, pattern] as const);
/** Those that answer people who have not signed in, and why they must. */
const OPEN = new Set([
  // The page, its files, and whether there is a server.
  '/*',
  '/healthz',
  '/readyz',
  '/api/site',
  // Numbers without a name, for programs on this machine or with a token.
  '/metrics',
  // Browsers report of the page on which people sign in, too.
  '/api/policy-violations',
  // A password or a link in the address takes the place of a session.
  '/api/sign-in',
  '/api/setup/:token',
  '/api/join/:token',
  '/api/password-reset',
  '/api/password-reset/:token',
]);

test('there are routes of each sort', () => {
  expect(reading.length).toBeGreaterThan(20);
  expect(changing.length).toBeGreaterThan(20);
});

describe.each(targets)('every route on $name', (target) => {
  let fixture: HttpFixture;
  let secure: HttpFixture;
  let ada: TestPerson;
  let eve: TestPerson;
  const parts: Record<string, Record<string, string>> = {};

  beforeAll(async () => {
    fixture = await HttpFixture.start(target);
    secure = await HttpFixture.start(target, { PUBLIC_URL: 'https://chat.example.edu' });
    [ada, eve] = [await fixture.person({ siteAdmin: true }), await fixture.person()];
    const course: CourseId = await fixture.course([[ada, 'lecturer']]);
    const channel: ChannelId = await fixture.channel(course);
    const [message] = await fixture.say(channel, ada, ['A question']);
    const note = newId<NoteId>();
    const { db } = fixture.database;
    await sql`insert into note (id, channel_id, title, sort, template, created_by, created_at)
      values (${note}, ${channel}, 'Week 1', 1, 'blank', ${ada.id}, now())`.execute(db);
    const { id: version } = (
      await ada.browser.post(`/api/channels/${channel}/notes/${note}/versions`, { name: 'First' })
    ).json();
    const { url } = (await ada.browser.post(`/api/courses/${course}/invites`, { role: 'student' })).json();
    const join = url.split('/').at(-1);
    Object.assign(parts, {
      '/api/channels': { id: channel, message: message!.id satisfies MessageId, note, version },
      '/api/courses': { id: course, course, person: ada.id },
      '/api/join': { token: join },
    });
  });
  afterAll(async () => {
    await fixture.stop();
    await secure.stop();
  });

  /** An address of the route at which something is. */
  const filled = (pattern: string): string =>
    addressOf(pattern, parts[pattern.split('/').slice(0, 3).join('/')]);

  test.each(routes.map(({ method, pattern }) => [method, pattern] as const))(
    'SEC-20 SEC-21 %s %s carries the security headers, also when it refuses',
    async (method, pattern) => {
      for (const [where, https] of [
        [fixture, false],
        [secure, true],
      ] as const) {
        const answer = await where.app.inject({ method: method as 'GET', url: addressOf(pattern) });
        const { headers } = answer;
        const policy = `${headers['content-security-policy']}`;
        expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
        expect(policy).toContain("frame-ancestors 'none'");
        expect(policy).toContain("base-uri 'none'; form-action 'self'");
        expect(policy).toContain("require-trusted-types-for 'script'");
        expect(policy).not.toMatch(/unsafe|\*|http:/);
        expect(headers).toMatchObject({
          'cross-origin-opener-policy': 'same-origin',
          'cross-origin-resource-policy': 'same-origin',
          'referrer-policy': 'same-origin',
          'x-content-type-options': 'nosniff',
          'x-frame-options': 'DENY',
        });
        expect(headers['permissions-policy']).toContain('camera=()');
        expect(headers['strict-transport-security'] !== undefined).toBe(https);
        expect(headers['access-control-allow-origin']).toBeUndefined();
        expect(headers['x-powered-by'] ?? headers.server).toBeUndefined();
        if (pattern.startsWith('/api/')) expect(headers['cache-control']).toBe('no-store');
      }
    },
  );

  test.each(changing)(
    'SEC-22 %s %s is refused from elsewhere, and to what is no JSON',
    async (method, pattern) => {
      const url = filled(pattern);
      const before = await contents();
      const own = fixture.env.publicUrl;
      const send = async (headers: Record<string, string>, payload: object | string = {}) =>
        ada.browser.send(method as 'POST', url, payload as object, headers);
      const refused = [
        await send({ origin: 'https://evil.example' }),
        await send({ origin: 'http://localhost:3001' }),
        await send({ origin: `${own}.evil.example` }),
        await send({ origin: 'null' }),
        await send({ origin: '' }),
        await send({ 'sec-fetch-site': 'cross-site' }),
        // A name that somebody has led to this machine.
        await send({ host: 'evil.example:3000', origin: 'http://evil.example:3000' }),
        await fixture.app.inject({ method: method as 'POST', url, payload: {} }),
      ];
      expect(refused.map(({ statusCode }) => statusCode)).toEqual(refused.map(() => 403));
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
      ]) {
        const answer = await send({ 'content-type': type }, '{"name":"x"}');
        expect([answer.statusCode, answer.json().message], type).toEqual([
          400,
          'The server takes JSON only.',
        ]);
      }
      expect(await contents()).toEqual(before);
    },
  );

  test.each(
    routes
      .filter(({ pattern }) => !OPEN.has(pattern))
      .map(({ method, pattern }) => [method, pattern] as const),
  )('SEC-3 %s %s is for people who have signed in', async (method, pattern) => {
    const stranger = await fixture.browser().send(method as 'GET', filled(pattern), bodyFor(method));
    // What is missing in a body may be said first, and tells nothing.
    expect([400, 401]).toContain(stranger.statusCode);
    if (method === 'GET') expect(stranger.statusCode).toBe(401);
  });

  test.each(reading)('SEC-22 %s %s changes nothing', async (method, pattern) => {
    if (pattern.startsWith('/api/setup')) {
      const link = await freshSetupLink(secure.database.db, secure.env);
      const before = await contents(secure);
      const url = `/api/setup/${link!.split('/').at(-1)}`;
      expect((await secure.app.inject({ method: method as 'GET', url })).statusCode).toBe(204);
      expect(await contents(secure)).toEqual(before);
      return;
    }
    const url = filled(pattern);
    const before = await contents();
    const answer = await ada.browser.send(
      method as 'GET',
      pattern === '/api/search' ? `${url}?q=question` : url,
    );
    // `/*` finds no file here.
    expect(answer.statusCode).toBe(pattern === '/*' ? 404 : 200);
    expect(await contents()).toEqual(before);
  });

  test.each(
    routes
      .filter(({ pattern }) => pattern.includes('channels/:id') || pattern.includes('courses/:'))
      .map(({ method, pattern }) => [method, pattern] as const),
  )('SEC-3 SEC-8 %s %s is nothing to somebody of another course', async (method, pattern) => {
    const before = await contents();
    const { statusCode } = await eve.browser.send(method as 'GET', filled(pattern), bodyFor(method));
    expect([400, 404]).toContain(statusCode);
    if (method === 'GET') expect(statusCode).toBe(404);
    expect(await contents()).toEqual(before);
  });

  /** Everything in the database, but for what counts attempts: a digest of each table. */
  async function contents(of = fixture): Promise<Record<string, string>> {
    const { db } = of.database;
    const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(db);
    const digests: Record<string, string> = {};
    for (const { name } of rows) {
      if (name === 'rate_limit') continue;
      const { rows: said } = await sql<{ digest: string }>`
        select coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as digest from ${sql.table(name)} t`.execute(
        db,
      );
      digests[name] = said[0]!.digest;
    }
    return digests;
  }
});

const bodyFor = (method: string): object | undefined =>
  method === 'GET' || method === 'HEAD' || method === 'DELETE' ? undefined : {};
