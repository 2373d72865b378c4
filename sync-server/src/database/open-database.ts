import fs from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Kysely, PostgresDialect } from 'kysely';
import { FileMigrationProvider, type MigrationResultSet, Migrator } from 'kysely/migration';
import pg from 'pg';
import type { Env } from '../env.ts';
import type { Logger } from '../log.ts';
import { startEmbedded } from './embedded-postgres.ts';
import type { Schema } from './schema.ts';
import { ensureSite } from './site.ts';

export interface Database {
  readonly db: Kysely<Schema>;
  readonly pool: pg.Pool;
  /** Ends all connections, and the embedded server when nobody else uses it. */
  close(): Promise<void>;
}

/** Oldest server whose SQL we write, as `server_version_num`. */
const OLDEST_SERVER = 150_000;
/** Connections of one process: the scribe's batches, the log's commits and HTTP side by side on a small machine. */
const POOL_SIZE = 20;
/** A server that does not answer a connection attempt for so long is down, in milliseconds. */
const CONNECT_TIMEOUT_MS = 5_000;
/**
 * No statement of ours takes this long, in milliseconds: a connection that says nothing for so long is broken, and
 * whoever waits for it must hear of it.
 */
const QUERY_TIMEOUT_MS = 60_000;
const INT8 = 20;

/**
 * Opens the database that the configuration names, brings its schema up to date and makes the site's row.
 * @throws Error in plain words when there is no database, it is too old, or a migration fails
 */
export async function openDatabase(
  env: Pick<Env, 'databaseUrl' | 'dataDir'>,
  log: Logger,
): Promise<Database> {
  const embedded = env.databaseUrl === null ? await startEmbedded({ dataDir: env.dataDir, log }) : null;
  const { db, pool } = connect(embedded?.connection ?? { connectionString: env.databaseUrl! }, log);
  const close = async (): Promise<void> => {
    await db.destroy();
    await embedded?.stop();
  };
  try {
    await checkServer(pool);
    await migrate(db, log);
    await ensureSite(db, log);
    noticeTakeovers(db, pool, log);
    return { db, pool, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A pool and the query builder on it. `bigint` is read as a number: ours stay far below 2^53. */
export function connect(
  connection: pg.PoolConfig,
  log: Pick<Logger, 'warn'>,
): { db: Kysely<Schema>; pool: pg.Pool } {
  const pool = new pg.Pool({
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    query_timeout: QUERY_TIMEOUT_MS,
    // The hot path sends statements without waiting for the ones before; see pipelined-transaction.ts.
    pipeline: true,
    application_name: 'lectern',
    types: {
      getTypeParser: ((oid: number, format: 'text') =>
        oid === INT8 && format !== ('binary' as string)
          ? Number
          : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
    ...connection,
  });
  // A connection that breaks is replaced when it is next needed; unheard, its error would end the process. The pool
  // hears only for idle connections: one that waits inside a transaction is heard for on its own.
  const broke = (error: Error) => log.warn({ err: error }, 'A database connection broke.');
  pool.on('error', broke);
  pool.on('connect', (client) => client.on('error', broke));
  return { db: new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) }), pool };
}

/** The query builder on one connection, which may be in a transaction of its owner's. */
export function queriesOn(client: pg.Client): Kysely<Schema> {
  const lent = Object.assign(client, { release: () => {} }) as unknown as pg.PoolClient;
  const pool = { options: {}, connect: async () => lent, end: async () => {} };
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}

/** A connection of one tool, on which a statement may take as long as it takes. */
export function connectOne(connection: pg.ClientConfig): pg.Client {
  const client = new pg.Client(connection);
  // A lost connection is told by the statement that waits for it.
  client.on('error', () => {});
  return client;
}

const provider = new FileMigrationProvider({
  fs,
  path,
  migrationFolder: path.join(import.meta.dirname, 'migrations'),
  import: (file) => import(pathToFileURL(file).href),
});

/** Names of all migrations that there are, in their order. */
export const migrationNames = async (): Promise<string[]> =>
  Object.keys(await provider.getMigrations()).sort();

/** Runs every migration that the database has not seen, under a lock: other instances may start at the same time. */
export const migrate = async (db: Kysely<Schema>, log: Pick<Logger, 'info'>): Promise<void> =>
  told(await new Migrator({ db, provider }).migrateToLatest(), log);

/** The same inside of a transaction that the caller has begun on the only connection of `db`; up to one of them, or all. */
export async function migrateInTransaction(
  db: Kysely<Schema>,
  log: Pick<Logger, 'info'>,
  upTo?: string,
): Promise<void> {
  const migrator = new Migrator({ db, provider });
  const options = { disableTransactions: true };
  told(
    await (upTo === undefined ? migrator.migrateToLatest(options) : migrator.migrateTo(upTo, options)),
    log,
  );
}

function told({ error, results = [] }: MigrationResultSet, log: Pick<Logger, 'info'>): void {
  for (const { migrationName, status } of results) {
    if (status === 'Success') log.info({ migration: migrationName }, 'Migrated the database.');
  }
  if (error) throw new Error('The database could not be brought up to date.', { cause: error });
}

/** A standby may take over while we run: whatever answers a new connection may be another database. */
function noticeTakeovers(db: Kysely<Schema>, pool: pg.Pool, log: Logger): void {
  let isLooking = false;
  pool.on('connect', () => {
    if (isLooking) return;
    isLooking = true;
    ensureSite(db, log)
      .catch((error: unknown) =>
        log.warn({ err: error }, 'It could not be told whether the database is still the same.'),
      )
      .finally(() => {
        isLooking = false;
      });
  });
}

/**
 * Sees to it that the database is one that we can work with.
 * @param connect what has to be done before it can be asked
 * @throws Error in plain words when it is not
 */
export async function checkServer(
  database: Pick<pg.ClientBase, 'query'>,
  connect: () => Promise<unknown> = async () => {},
): Promise<void> {
  const { rows } = await connect()
    .then(() =>
      database.query<{ version: number; encoding: string; standby: boolean }>(
        `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
              pg_is_in_recovery() as standby`,
      ),
    )
    .catch((error: Error) => {
      throw new Error(
        `The database does not answer: ${error.message || (error as NodeJS.ErrnoException).code}.`,
        { cause: error },
      );
    });
  const server = rows[0]!;
  if (server.version < OLDEST_SERVER) {
    throw new Error(
      `The database is Postgres ${Math.floor(server.version / 10_000)}; Lectern needs version 15 or later.`,
    );
  }
  if (server.encoding !== 'UTF8')
    throw new Error(`The database keeps text as ${server.encoding}; Lectern needs UTF8.`);
  if (server.standby)
    throw new Error('The database is a standby that cannot be written; name the primary in DATABASE_URL.');
}
