import { once } from 'node:events';
import net from 'node:net';
import { freePort } from '@lectern/test-kit/free-port';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createServer, type Server } from '../create-server.ts';
import { connect } from '../database/open-database.ts';
import { type TestDatabase, testDatabases } from '../database/test-database.ts';
import { readEnv } from '../env.ts';
import { createLog } from '../log.ts';
import { DatabaseProxy } from '../testing/database-proxy.ts';
import { Population } from '../testing/population.ts';
import { poll, TestDevice } from '../testing/test-device.ts';

const TOKEN = 'a-token-of-some-length';

describe.each(await testDatabases())('what machines ask, on $name', (target) => {
  let database: TestDatabase;
  let proxy: DatabaseProxy;
  let served: ReturnType<typeof connect>;
  let server: Server;
  let isClosed = false;
  let origin = '';
  let port = 0;
  const devices: TestDevice[] = [];
  const begin = async (variables: Record<string, string> = {}) => {
    port = await freePort();
    origin = `http://localhost:${port}`;
    const result = readEnv({ PORT: `${port}`, LOG_LEVEL: 'silent', ...variables });
    if (!result.ok) throw new Error(result.faults.join());
    const { env } = result;
    database = await target.create();
    proxy = await DatabaseProxy.start(database.url);
    served = connect({ connectionString: proxy.url }, { warn: () => {} });
    server = await createServer({ env, log: createLog(env), database: served });
    isClosed = false;
    await server.listen();
  };
  const close = () => {
    isClosed = true;
    return server.close();
  };
  afterEach(async () => {
    for (const device of devices.splice(0)) device.close();
    if (!isClosed) await close();
    await served.db.destroy();
    proxy.cut();
    await database.drop();
  });

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers });
  const ready = async () => {
    const answer = await get('/readyz');
    const { message = '' } = (await answer.json()) as { message?: string };
    return { status: answer.status, message, retryAfter: answer.headers.get('retry-after') };
  };
  const isReady = () => poll(async () => (await ready()).status === 200, 'the server to be ready');
  const isNot = async (message: RegExp) => {
    await poll(async () => message.test((await ready()).message), `${message}`);
    expect(await ready()).toMatchObject({ status: 503, retryAfter: '2' });
  };
  const device = async () => {
    const people = new Population(database.db);
    const person = await people.person('Ada Lovelace');
    const channel = await people.channel(await people.course([[person, 'student']]));
    const made = new TestDevice({
      url: `ws://localhost:${port}/sync`,
      origin,
      person,
      ticket: () => people.ticket(person),
    });
    devices.push(made);
    await made.outcome(made.send(channel, 'hello'));
    return made;
  };

  describe('whether it can serve', () => {
    beforeEach(() => begin());

    it('it can, until the database is cut off, and again when it is back', async () => {
      expect(await ready()).toMatchObject({ status: 200 });
      proxy.cut();
      await isNot(/^The database does not answer\.$/);
      await proxy.mend();
      await isReady();
    });

    it('a database that says nothing any more is noticed in time, however many ask, and so is its return', async () => {
      await device();
      await isReady();
      proxy.hang();
      const began = performance.now();
      await isNot(/The database does not answer\./);
      expect(performance.now() - began).toBeLessThan(6_000);
      const told = performance.now();
      await poll(() => performance.now() - told > 600, 'that answer to be too old for others');
      let most = 0;
      const watching = setInterval(() => {
        most = Math.max(most, served.pool.totalCount - served.pool.idleCount);
      }, 10);
      const answers = await Promise.all(Array.from({ length: 50 }, ready));
      clearInterval(watching);
      expect(answers.every(({ status }) => status === 503)).toBe(true);
      // Those who ask leave connections for those who work.
      expect(most).toBeLessThan(10);
      proxy.goOn();
      await isReady();
    });

    it('not while it cannot read how far its documents have come', async () => {
      await device();
      await database.pool.query('alter table document rename to document_away');
      await isNot(/^It could not read how far its documents have come\.$/);
      await database.pool.query('alter table document_away rename to document');
      await isReady();
    });

    it('not with a database that lacks a migration, as an older backup does', async () => {
      const { rows } = await database.pool.query<{ name: string }>(
        'delete from kysely_migration where name = (select max(name) from kysely_migration) returning name',
      );
      await isNot(new RegExp(`lacks the migration ${rows[0]!.name}`));
      await database.pool.query('insert into kysely_migration (name, timestamp) values ($1, $1)', [
        rows[0]!.name,
      ]);
      await isReady();
    });

    it('not from the moment when it is told to end, and whoever asks often hears that while all are served', async () => {
      await ready();
      await ready();
      const ended = close();
      expect((await get('/api/site')).status).toBe(200);
      expect(await ready()).toEqual({ status: 503, message: 'It is shutting down.', retryAfter: '2' });
      await ended;
      await expect(ready()).rejects.toThrow('fetch failed');
    });

    it('and where nobody asks often, nobody is waited for', async () => {
      await ready();
      const began = performance.now();
      await close();
      expect(performance.now() - began).toBeLessThan(2_000);
    });
  });

  describe('how it goes', () => {
    const metrics = async (headers: Record<string, string> = {}) => {
      const answer = await get('/metrics', headers);
      return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
    };
    const numberIn = (text: string, series: string) =>
      Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`${series} `))
          ?.split(' ')
          .at(-1),
      );

    it('is told in the text format of Prometheus, without a word of people', async () => {
      await begin();
      const ada = await device();
      await get('/api/channels/00000000-0000-4000-8000-000000000000/messages');
      const { status, type, text } = await metrics();
      expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
      for (const line of text.trimEnd().split('\n'))
        expect(line).toMatch(
          /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? (-?[0-9.e+-]+|\+Inf))$/,
        );
      expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|Ada|Lovelace|127\.0\.0\.1/);
      expect(text).not.toContain(ada.person);
      const expected = {
        lectern_sockets: 1,
        lectern_people: 1,
        'lectern_open_documents{kind="user"}': 1,
        'lectern_ops_total{outcome="ok"}': 1,
        lectern_scribe_batch_ops_count: 1,
        lectern_scribe_commit_seconds_count: 1,
        lectern_database_up: 1,
        'lectern_http_seconds_count{method="GET",route="/api/channels/:id/messages",status="4xx"}': 1,
      };
      for (const [series, value] of Object.entries(expected))
        expect([series, numberIn(text, series)]).toEqual([series, value]);
      for (const series of [
        'lectern_log_appends_total{document="user"}',
        'lectern_log_commit_seconds_count',
        'process_resident_memory_bytes',
        'process_cpu_seconds_total',
        'lectern_database_connections{state="idle"}',
      ])
        expect([series, numberIn(text, series) > 0]).toEqual([series, true]);
      for (const series of [
        'lectern_heads_read_seconds_ago',
        'lectern_event_loop_delay_seconds{quantile="0.99"}',
      ])
        expect([series, numberIn(text, series) >= 0]).toEqual([series, true]);
      proxy.cut();
      await isNot(/database/);
      expect(numberIn((await metrics()).text, 'lectern_database_up')).toBe(0);
    });

    it('is told to nobody for whom a proxy asks, and to no page under another name', async () => {
      await begin();
      for (const headers of [
        { 'x-forwarded-for': '192.0.2.1' },
        { 'x-real-ip': '127.0.0.1' },
        { forwarded: 'for=127.0.0.1' },
        { via: '1.1 proxy' },
      ]) {
        const { status, text } = await metrics(headers as Record<string, string>);
        expect([status, text.includes('lectern_')]).toEqual([403, false]);
        expect(text).toContain('METRICS_TOKEN');
      }
      const other = net.connect(port, '127.0.0.1').setEncoding('utf8');
      other.write('GET /metrics HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n');
      const [answer] = (await once(other, 'data')) as [string];
      expect(answer).toMatch(/^HTTP\/1\.1 403 /);
      other.destroy();
    });

    it('is told to nobody at all when Lectern is open to others, unless they show the token', async () => {
      await begin({ PUBLIC_URL: 'https://chat.example.edu' });
      expect((await metrics()).status).toBe(403);
      expect((await metrics({ authorization: 'Bearer ' })).status).toBe(403);
    });

    it('with a token it is told to whoever shows it, and to nobody else', async () => {
      await begin({ PUBLIC_URL: 'https://chat.example.edu', METRICS_TOKEN: TOKEN });
      for (const headers of [{}, { authorization: `Bearer ${TOKEN}x` }, { authorization: TOKEN }])
        expect((await metrics(headers as Record<string, string>)).status).toBe(401);
      const { status, text } = await metrics({
        authorization: `Bearer ${TOKEN}`,
        'x-forwarded-for': '192.0.2.1',
      });
      expect([status, text.includes('lectern_sockets')]).toEqual([200, true]);
    });
  });
});
