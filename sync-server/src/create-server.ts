import { createHash } from 'node:crypto';
import { type ServedProtocols, type Site, servedProtocols } from '@lectern/contracts';
import { createSessions } from './accounts/sessions.ts';
import { deleteExpiredRows } from './database/expired-rows.ts';
import type { Database } from './database/open-database.ts';
import { migrationNames } from './database/open-database.ts';
import { readSecret } from './database/site.ts';
import type { Env } from './env.ts';
import { createReadiness } from './health/readiness.ts';
import { createHttp } from './http/create-http.ts';
import { RequestRates } from './http/request-rates.ts';
import { lonelyBus } from './instances/bus.ts';
import { createRedisBus } from './instances/redis-bus.ts';
import { systemClock } from './limits/clock.ts';
import { defaultRates, type Rates } from './limits/rates.ts';
import type { Logger } from './log.ts';
import { createMailer } from './mail/mailer.ts';
import { addProcessMetrics } from './metrics/process-metrics.ts';
import { createMetrics } from './metrics/server-metrics.ts';
import { createSync } from './sync/attach-sync.ts';
import { keepDueVersions } from './sync/note-versions.ts';

/** One Lectern process: HTTP and sockets on one port, over one database. */
export interface Server {
  /** Resolves when people can be served. */
  listen(): Promise<void>;
  /**
   * Ends in good order: sockets are told to come back, what was accepted is written, running requests are answered.
   * The database is the caller's and stays open.
   */
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly env: Env;
  readonly log: Logger;
  readonly database: Pick<Database, 'db' | 'pool'>;
  readonly demo?: Site['demo'];
  /** Folder of the built web app, where it is not the usual one. */
  readonly webApp?: string;
  /** How much a person may do, where it is not the usual. */
  readonly rates?: Rates;
  /** Whom it serves, where that is not what this code speaks: for tests of what clients do then. */
  readonly protocols?: ServedProtocols;
}

/** How often rows that are over by their own date are removed, in milliseconds. */
const SWEEP_EVERY_MS = 10 * 60_000;

/** How often is looked for notes of which a version is due, in milliseconds: stretches of work end within minutes. */
const LOOK_FOR_VERSIONS_EVERY_MS = 60_000;

const listenProblems: Record<string, (env: Env) => string> = {
  EADDRINUSE: ({ port }) => `Port ${port} is taken by another program. Set PORT to a free one.`,
  EACCES: ({ port }) => `Port ${port} is kept for programs of the administrator. Set PORT to one above 1023.`,
  EADDRNOTAVAIL: ({ host }) => `HOST is ${host}, which is no address of this machine.`,
};

export async function createServer({
  env,
  log,
  database,
  demo = null,
  webApp,
  rates = defaultRates,
  protocols = servedProtocols,
}: ServerOptions): Promise<Server> {
  const { db, pool } = database;
  const secret = await readSecret(db);
  const sessions = createSessions(db, env, secret, log);
  const bus =
    env.redisUrl === null ? lonelyBus : createRedisBus({ url: env.redisUrl, site: nameOf(secret), log });
  const metrics = createMetrics();
  const sync = createSync({ db, pool, origin: env.publicUrl, bus, log, rates, metrics, protocols });
  const readiness = createReadiness({
    pool,
    migration: (await migrationNames()).at(-1)!,
    lookedAgo: sync.lookedAgo,
  });
  const endProcessMetrics = addProcessMetrics(metrics.registry, pool);
  const requestRates = new RequestRates(rates, systemClock, metrics);
  const mailer = createMailer(env);
  const app = await createHttp(
    {
      db,
      pool,
      env,
      log,
      changes: sync,
      sessions,
      mailer,
      demo,
      requestRates,
      readiness,
      metrics,
      protocols,
    },
    webApp,
  );
  app.server.on('upgrade', (request, socket, head) => sync.handleUpgrade(request, socket, head));

  const sweeping = repeat(SWEEP_EVERY_MS, () =>
    deleteExpiredRows(db).catch((error: unknown) =>
      log.warn({ err: error }, 'Expired rows were not removed.'),
    ),
  );
  const keeping = repeat(LOOK_FOR_VERSIONS_EVERY_MS, () =>
    keepDueVersions(db).catch((error: unknown) =>
      log.warn({ err: error }, 'Versions of notes were not kept; it is tried again.'),
    ),
  );

  return {
    async listen() {
      await app.listen({ port: env.port, host: env.host }).catch((error: NodeJS.ErrnoException) => {
        throw new Error(listenProblems[error.code ?? '']?.(env) ?? error.message, { cause: error });
      });
      sweeping.now();
      keeping.now();
    },
    async close() {
      // Load balancers hear of it first, while everybody is still served.
      await readiness.leave();
      endProcessMetrics();
      const ended = Promise.all([sweeping.stop(), keeping.stop()]);
      // Nobody new first: whoever is sent away comes to another instance, and not to this one again.
      const closed = app.close();
      await sync.close();
      await closed;
      await ended;
      await bus.close();
      mailer?.close();
    },
  };
}

/** What all instances on one database know, and nobody else can tell the secret by. */
const nameOf = (secret: string): string => createHash('sha256').update(secret).digest('hex').slice(0, 32);

/** Does something now and then, never twice at a time. `stop` resolves when what is under way has ended. */
function repeat(everyMs: number, work: () => Promise<unknown>): { now(): void; stop(): Promise<void> } {
  let underWay: Promise<unknown> | null = null;
  const now = (): void => {
    underWay ??= work().finally(() => {
      underWay = null;
    });
  };
  const timer = setInterval(now, everyMs);
  timer.unref();
  return {
    now,
    async stop() {
      clearInterval(timer);
      await underWay;
    },
  };
}
