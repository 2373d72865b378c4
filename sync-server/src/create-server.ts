import type { Site } from '@lectern/contracts';
import { createSessions } from './accounts/sessions.ts';
import { deleteExpiredRows } from './database/expired-rows.ts';
import type { Database } from './database/open-database.ts';
import { readSecret } from './database/site.ts';
import type { Env } from './env.ts';
import { createHttp } from './http/create-http.ts';
import type { Logger } from './log.ts';
import { createMailer } from './mail/mailer.ts';
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
}: ServerOptions): Promise<Server> {
  const { db, pool } = database;
  const sessions = createSessions(db, env, await readSecret(db), log);
  const sync = createSync({ db, pool, origin: env.publicUrl, log });
  const mailer = createMailer(env);
  const app = await createHttp({ db, pool, env, log, changes: sync, sessions, mailer, demo }, webApp);
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
      const ended = Promise.all([sweeping.stop(), keeping.stop()]);
      await sync.close();
      await app.close();
      await ended;
      mailer?.close();
    },
  };
}

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
