import { servedProtocols } from '@lectern/contracts';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSessions } from '../accounts/sessions.ts';
import { type TestDatabase, testDatabases } from '../database/test-database.ts';
import { readEnv } from '../env.ts';
import { createReadiness } from '../health/readiness.ts';
import { systemClock } from '../limits/clock.ts';
import { defaultRates } from '../limits/rates.ts';
import { createMetrics } from '../metrics/server-metrics.ts';
import { createHttp } from './create-http.ts';
import { RequestRates } from './request-rates.ts';

describe.each((await testDatabases()).slice(0, 1))(
  'what browsers report of the policy, on $name',
  (target) => {
    let database: TestDatabase;
    let app: Awaited<ReturnType<typeof createHttp>>;
    let lines: Record<string, unknown>[] = [];

    beforeAll(async () => {
      database = await target.create();
    });
    beforeEach(async () => {
      lines = [];
      const log = pino(
        { level: 'info', base: null },
        { write: (line: string) => lines.push(JSON.parse(line)) },
      );
      const env = readEnv({});
      if (!env.ok) throw new Error(env.faults.join());
      const { db, pool } = database;
      const changes = {
        courseChanged: () => {},
        accessChanged: () => {},
        noteLogged: () => {},
        sessionsEnded: () => {},
        noteMoved: () => {},
      };
      const sessions = createSessions(db, env.env, 'secret', log);
      const metrics = createMetrics();
      app = await createHttp({
        ...{ db, pool, env: env.env, log, changes, sessions, metrics },
        mailer: null,
        demo: null,
        protocols: servedProtocols,
        requestRates: new RequestRates(defaultRates, systemClock, metrics),
        readiness: createReadiness({ pool, migration: '', lookedAgo: () => 0 }),
      });
    });
    afterAll(() => database.drop());

    const report = (payload: unknown, type = 'application/csp-report') =>
      app.inject({
        method: 'POST',
        url: '/api/policy-violations',
        headers: { 'content-type': type, origin: 'http://localhost:3000', host: 'localhost:3000' },
        payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
      });
    const violation = (more: object = {}) => ({
      'csp-report': {
        'document-uri': 'http://localhost:3000/join/a-secret',
        'effective-directive': 'connect-src',
        'blocked-uri': 'https://elsewhere.example/a/secret?of=theirs',
        'source-file': 'http://localhost:3000/assets/app-1.js?x=secret',
        'line-number': 3,
        ...more,
      },
    });

    it('SEC-20 is logged, without what an address may keep secret', async () => {
      expect((await report(violation())).statusCode).toBe(204);
      await report(
        violation({ 'source-file': 'http://localhost:3000/join/a-secret', 'blocked-uri': 'inline' }),
      );
      await report(violation({ 'source-file': 'not an address', 'blocked-uri': 'data:text/html,secret' }));
      expect(lines).toMatchObject([
        {
          level: 40,
          directive: 'connect-src',
          blocked: 'https://elsewhere.example',
          source: '/assets/app-1.js',
          line: 3,
        },
        { blocked: 'inline', source: 'a page' },
        { blocked: 'data:', source: 'a page' },
      ]);
      expect(JSON.stringify(lines)).not.toContain('secret');
    });

    it('SEC-20 fills no log, whatever is reported however often', async () => {
      const odd = [
        '{',
        '[]',
        'null',
        '{"csp-report":7}',
        '{"__proto__":{"x":1}}',
        violation({ 'blocked-uri': 'x'.repeat(9_000) }),
      ];
      for (const payload of odd) expect([204, 400]).toContain((await report(payload)).statusCode);
      expect((await report('x'.repeat(20_000))).statusCode).toBe(413);
      expect((await report(violation(), 'text/plain')).statusCode).toBe(400);
      expect(lines).toEqual([]);
      for (let i = 0; i < 60; i++) expect((await report(violation())).statusCode).toBe(204);
      expect(lines.length).toBe(20);
    });
  },
);
