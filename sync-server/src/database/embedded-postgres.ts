import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '../log.ts';
import { embeddedBinaries } from './embedded-binaries.ts';
import { type Cluster, type RunningCluster, startCluster, stopCluster } from './postgres-process.ts';
import { CLUSTER_USER } from './postgres-socket.ts';
import { runAsFor } from './unprivileged.ts';

/**
 * The embedded database: a real Postgres in `DATA_DIR/postgres`, with every write on disk before it is answered.
 *
 * Several processes may use it. Each holds a shared advisory lock through one connection of its own; who can turn
 * that into the exclusive one is the last and stops the server. A process that was killed has lost its connection and
 * so its lock, and the server it leaves behind is joined by the next start. The same connection notices when the
 * server dies, and starts it again.
 */
export interface EmbeddedPostgres {
  /** What a `pg.Pool` needs to connect. */
  readonly connection: { readonly host: string; readonly user: string; readonly database: string };
  /** Leaves the server, and stops it when nobody else uses it. */
  stop(): Promise<void>;
}

/** Key of the advisory lock that says "in use"; any number that nothing else takes. */
const IN_USE_LOCK = 7_035_001;
/** Name of the database inside the cluster. */
const DATABASE = 'lectern';
/** Room for the pools of three processes and for tools. */
const MAX_CONNECTIONS = '80';
/** Longest pause between two attempts to bring a dead server back, in milliseconds. */
const MAX_RETRY_MS = 5_000;
/** A server that is being stopped is gone within a second or two, in milliseconds and tries. */
const JOIN_PAUSE_MS = 250;
const JOIN_TRIES = 20;

/**
 * Memory in which Postgres keeps what it has read, in megabytes: an eighth of what there is. It takes no more than the
 * database is large. With its usual 128, a search over a million messages took twice as long.
 */
const MIN_SHARED = 128;
const MAX_SHARED = 512;

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly log: Logger;
}

/** Where the embedded database of a data folder is, when there is one. */
export const clusterFolder = (dataDir: string): string => path.join(dataDir, 'postgres');

/** Starts the embedded database or joins it. */
export async function startEmbedded({ dataDir, log }: EmbeddedOptions): Promise<EmbeddedPostgres> {
  if (process.platform === 'win32') {
    throw new Error('The embedded database does not run on Windows. Set DATABASE_URL, or use WSL.');
  }
  fs.mkdirSync(dataDir, { recursive: true });
  const dir = clusterFolder(dataDir);
  const runAs = runAsFor(dir);
  const cluster: Cluster = {
    dir,
    runAs,
    ...(await embeddedBinaries(runAs)),
    settings: {
      max_connections: MAX_CONNECTIONS,
      shared_buffers: `${sharedMemory()}MB`,
      // What is read is nearly always in the system's memory: to have another process read it costs a third more.
      io_method: 'sync',
    },
  };
  let stopping = false;
  let { running, holder } = await join(cluster);
  await createDatabase(holder);

  const watch = (): void => {
    holder.once('end', () => {
      if (!stopping) void revive();
    });
  };
  const revive = async (): Promise<void> => {
    log.warn('The embedded database has gone away. Starting it again.');
    for (let pause = 100; !stopping; pause = Math.min(pause * 2, MAX_RETRY_MS)) {
      try {
        ({ running, holder } = await join(cluster, running.host));
        watch();
        log.info('The embedded database is back.');
        return;
      } catch (error) {
        log.error({ err: error }, 'The embedded database does not come back. Trying again.');
        await wait(pause);
      }
    }
  };
  watch();

  return {
    connection: { host: running.host, user: CLUSTER_USER, database: DATABASE },
    async stop() {
      if (stopping) return;
      stopping = true;
      if (await isLast(holder)) await stopCluster(cluster, running);
      await holder.end().catch(() => {});
    },
  };
}

/** Starts or joins the server and takes the lock; tries again when the server was just being stopped by its last user. */
async function join(
  cluster: Cluster,
  formerHost?: string,
): Promise<{ running: RunningCluster; holder: pg.Client }> {
  for (let tries = 1; ; tries++) {
    const running = await startCluster(cluster, formerHost);
    const holder = new pg.Client({
      host: running.host,
      user: CLUSTER_USER,
      database: 'postgres',
      application_name: 'lectern in use',
    });
    // A lost connection is told by `end`; without a listener here it would end the process.
    holder.on('error', () => {});
    try {
      await holder.connect();
      await holder.query('select pg_advisory_lock_shared($1)', [IN_USE_LOCK]);
      return { running, holder };
    } catch (error) {
      await holder.end().catch(() => {});
      if (tries === JOIN_TRIES) throw error;
      await wait(JOIN_PAUSE_MS);
    }
  }
}

async function isLast(holder: pg.Client): Promise<boolean> {
  try {
    await holder.query('select pg_advisory_unlock_shared($1)', [IN_USE_LOCK]);
    const { rows } = await holder.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [
      IN_USE_LOCK,
    ]);
    return rows[0]?.last === true;
  } catch {
    // The server is already gone.
    return false;
  }
}

async function createDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
  if (rowCount) return;
  try {
    await client.query(`create database ${DATABASE}`);
  } catch (error) {
    // 42P04, 23505: another process made it in the same moment.
    if (!(error instanceof pg.DatabaseError) || !['42P04', '23505'].includes(error.code ?? '')) throw error;
  }
}

function sharedMemory(): number {
  // 0 when nobody has set a limit for this process and its children.
  const limit = process.constrainedMemory() || Infinity;
  const eighth = Math.floor(Math.min(os.totalmem(), limit) / 8 / 1_024 ** 2);
  return Math.max(MIN_SHARED, Math.min(MAX_SHARED, eighth));
}
