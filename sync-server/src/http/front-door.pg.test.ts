import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../database/open-database.ts';
import { testDatabases } from '../database/test-database.ts';
import { DatabaseProxy } from '../testing/database-proxy.ts';
import { HttpFixture } from '../testing/http-fixture.ts';

/** Of each kind of answer one; every route there is stands in security/routes.pg.test.ts. */
const reading = ['/', '/join/anything', '/assets/missing.js', '/healthz', '/api/none', '/api/site'];

const headersOf = ({ headers }: LightMyRequestResponse) => ({
  csp: `${headers['content-security-policy']}`,
  rest: [
    headers['x-content-type-options'],
    headers['x-frame-options'],
    headers['cross-origin-opener-policy'],
  ],
});

describe.each(await testDatabases())('the front door on $name', (target) => {
  let fixture: HttpFixture;
  let webApp: string;

  beforeAll(async () => {
    webApp = fs.mkdtempSync(path.join(os.tmpdir(), 'lectern web '));
    fs.mkdirSync(path.join(webApp, 'assets'));
    fs.writeFileSync(path.join(webApp, 'index.html'), '<!doctype html><title>Lectern</title>');
    fs.writeFileSync(path.join(webApp, 'service-worker.js'), '// worker');
    fs.writeFileSync(path.join(webApp, 'assets/app-1a2b.js'), '// plain');
    fs.writeFileSync(path.join(webApp, 'assets/app-1a2b.js.gz'), gzipSync('// compressed'));
    fs.writeFileSync(path.join(webApp, '.secret'), 'no');
    fixture = await HttpFixture.start(target, {}, webApp);
  });
  afterAll(async () => {
    await fixture.stop();
    fs.rmSync(webApp, { recursive: true });
  });

  it.each(reading)('GET %s carries the security headers', async (url) => {
    const answer = await fixture.browser().get(url, { accept: 'text/html' });
    const { csp, rest } = headersOf(answer);
    expect(csp).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(csp).toContain("connect-src 'self' ws://localhost:3000;");
    expect(csp).toContain(
      "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lectern lectern-first lectern-paste lexical",
    );
    expect(csp).not.toMatch(/unsafe|\*/);
    expect(rest).toEqual(['nosniff', 'DENY', 'same-origin']);
    if (url.startsWith('/api/')) expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('takes a page that was opened under another address of this machine, and on https only the public one', async () => {
    const credentials = { email: 'no@example.org', password: 'x' };
    const asked = { host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000' };
    expect((await fixture.browser().post('/api/sign-in', credentials, asked)).statusCode).toBe(401);
    const secure = await HttpFixture.start(target, { PUBLIC_URL: 'https://chat.example.edu' });
    expect((await secure.browser().post('/api/sign-in', credentials)).statusCode).toBe(401);
    const plain = await secure.browser().post('/api/sign-in', credentials, asked);
    expect([plain.statusCode, plain.json().message]).toEqual([
      403,
      expect.stringContaining('https://chat.example.edu'),
    ]);
    const page = await secure.browser().get('/api/site', { host: 'evil.example' });
    expect(headersOf(page).csp).toContain("connect-src 'self' wss://chat.example.edu;");
    expect(page.headers['strict-transport-security']).toContain('max-age=');
    await secure.stop();
  });

  it('puts no host into a header that is none', async () => {
    const answer = await fixture.browser().get('/api/site', { host: "x; script-src 'unsafe-inline'" });
    expect(headersOf(answer).csp).toContain("connect-src 'self' ws://localhost:3000;");
  });

  it.each([
    ['a form', 'application/x-www-form-urlencoded', 'email=a&password=b'],
    ['text', 'text/plain', '{"email":"a@example.org","password":"b"}'],
    ['broken JSON', 'application/json', '{"email":'],
    ['a prototype', 'application/json', '{"email":"a@example.org","password":"b","__proto__":{"x":1}}'],
    ['a list', 'application/json', '[]'],
    ['nothing', 'application/json', 'null'],
  ])('takes JSON objects and not %s', async (_what, type, payload) => {
    const headers = { 'content-type': type, origin: 'http://localhost:3000' };
    const answer = await fixture.app.inject({ method: 'POST', url: '/api/sign-in', headers, payload });
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
    expect(answer.json().code).toBe('invalid');
  });

  it('takes no body that is larger than any honest one', async () => {
    const answer = await fixture
      .browser()
      .post('/api/sign-in', { email: 'a@example.org', password: 'x'.repeat(20_000) });
    expect([answer.statusCode, answer.json().code]).toEqual([413, 'too-large']);
  });

  it('compresses long answers for those who take it', async () => {
    const ada = await fixture.person();
    const channel = await fixture.channel(await fixture.course([[ada, 'student']]));
    const records = await fixture.say(
      channel,
      ada,
      Array.from({ length: 30 }, (_, i) => `message ${i}`),
    );
    const url = `/api/channels/${channel}/messages`;
    const packed = await ada.browser.get(url, { 'accept-encoding': 'gzip, br' });
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    expect(JSON.parse(gunzipSync(packed.rawPayload).toString()).messages).toEqual(records);
    expect((await ada.browser.get(url)).json().messages).toEqual(records);
    expect((await ada.browser.get('/api/site', { 'accept-encoding': 'gzip' })).headers).not.toHaveProperty(
      'content-encoding',
    );
  });

  describe('files', () => {
    const get = (url: string, headers: Record<string, string> = {}) => fixture.browser().get(url, headers);

    it('the page is the answer wherever somebody navigates, and is asked for again each time', async () => {
      for (const url of ['/', '/join/x', '/courses/1/channels/2']) {
        const answer = await get(url, { accept: 'text/html,*/*' });
        expect([answer.statusCode, answer.body]).toEqual([200, expect.stringContaining('<title>Lectern')]);
        expect(answer.headers).toMatchObject({
          'cache-control': 'no-cache',
          'content-type': expect.stringContaining('text/html'),
        });
      }
      expect((await get('/service-worker.js')).headers['cache-control']).toBe('no-cache');
    });

    it('hashed files are kept for ever and come compressed when they were built so', async () => {
      const plain = await get('/assets/app-1a2b.js');
      expect(plain.body).toBe('// plain');
      expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(plain.headers['content-type']).toMatch(/javascript/);
      const packed = await get('/assets/app-1a2b.js', { 'accept-encoding': 'gzip' });
      expect(gunzipSync(packed.rawPayload).toString()).toBe('// compressed');
      expect(packed.headers).toMatchObject({
        'content-encoding': 'gzip',
        'content-type': plain.headers['content-type'],
      });
    });

    it.each([
      '/assets/none.js',
      '/none.png',
      '/api/none',
      '/sync',
      '/.secret',
      '/assets/',
      '/../package.json',
      '/%2e%2e/package.json',
      '/..%2fpackage.json',
      '/%zz',
      '//x:99999/',
      '/assets%5c..%5c.secret',
    ])('nothing is at %s', async (url) => {
      const answer = await get(url, { accept: 'text/html' });
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode).toBeLessThan(500);
      expect(answer.body).not.toContain('Lectern</title>');
    });

    it('a page that was not built says so', async () => {
      const without = await HttpFixture.start(target);
      const answer = await without.browser().get('/', { accept: 'text/html' });
      expect([answer.statusCode, answer.body]).toEqual([503, expect.stringContaining('npm run build')]);
      await without.stop();
    });
  });
});

describe.each(await testDatabases())('without a database, on $name', (target) => {
  it('nothing looks like an ended session, health says so, and all is well when it is back', async () => {
    const database = await target.create();
    const proxy = await DatabaseProxy.start(database.url);
    const connection = connect({ connectionString: proxy.url }, { warn: () => {} });
    const drop = async () => {
      await connection.db.destroy();
      proxy.cut();
      await database.drop();
    };
    const create = async () => ({ ...database, ...connection, drop });
    const fixture = await HttpFixture.start({ name: target.name, create });
    const { browser, email } = await fixture.person();
    expect((await browser.get('/healthz')).json()).toEqual({ ok: true });

    proxy.cut();
    for (const url of ['/healthz', '/api/me', '/api/site', '/api/search?q=x']) {
      const answer = await browser.get(url);
      expect([url, answer.statusCode, answer.json().code]).toEqual([url, 503, 'unavailable']);
      expect(answer.headers['retry-after']).toBe('2');
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    const signIn = await fixture.browser().post('/api/sign-in', { email, password: 'x' });
    expect([signIn.statusCode, signIn.json().code]).toEqual([503, 'unavailable']);

    await proxy.mend();
    expect((await browser.get('/healthz')).statusCode).toBe(200);
    expect((await browser.get('/api/me')).statusCode).toBe(200);
    await fixture.stop();
  });
});
