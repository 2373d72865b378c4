import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { embeddedBinaries } from './embedded-binaries.ts';
import { connect, migrate } from './open-database.ts';
import { type Cluster, startCluster, stopCluster } from './postgres-process.ts';
import { CLUSTER_USER } from './postgres-socket.ts';
import { ensureSite } from './site.ts';
import { isReachable, runAsFor } from './unprivileged.ts';

/** A Postgres of one test run: nothing on it outlives the run, and so nothing waits for the disk. */
export interface TestCluster {
  /** What the title of a test says: `embedded 18`. */
  readonly name: string;
  /** How to connect; the database is missing. */
  readonly connection: { readonly host: string; readonly user: string };
}

/** The database that each fresh one is a copy of: migrated, with the site's row and nothing else. */
export const TEMPLATE_DATABASE = 'lectern_template';

const DEBIAN_SERVERS = '/usr/lib/postgresql';
const FAST_SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  max_connections: '300',
};
const quiet = { info: () => {}, warn: () => {} };

/** Starts the embedded Postgres and, where Debian has installed one, a real server. Each has its template ready. */
export async function startTestClusters(): Promise<{ clusters: TestCluster[]; stop(): Promise<void> }> {
  const base = fs.mkdtempSync(path.join(os.tmpdir(), 'lectern-test-'));
  fs.chmodSync(base, 0o711);
  const runAs = runAsFor(path.join(base, 'none'), ['postgres', 'nobody']);
  const embedded = { label: 'embedded', ...(await embeddedBinaries(runAs)) };
  const servers = [embedded, ...debianServer()].filter((server) => isReachable(server.postgres, runAs));
  const started = await Promise.all(
    servers.map(async ({ label, initdb, postgres }) => {
      const cluster: Cluster = {
        dir: path.join(base, label),
        initdb,
        postgres,
        runAs,
        settings: FAST_SETTINGS,
      };
      const running = await startCluster(cluster);
      const connection = { host: running.host, user: CLUSTER_USER };
      const major = await makeTemplate(connection);
      return { cluster, running, target: { name: `${label} ${major}`, connection } };
    }),
  );
  return {
    clusters: started.map(({ target }) => target),
    async stop() {
      await Promise.all(started.map(({ cluster, running }) => stopCluster(cluster, running)));
      fs.rmSync(base, { recursive: true, force: true });
    },
  };
}

async function makeTemplate(connection: pg.PoolConfig): Promise<string> {
  const admin = connect({ ...connection, database: 'postgres' }, quiet);
  const { rows } = await admin.pool.query<{ major: string }>(
    `select split_part(current_setting('server_version'), '.', 1) as major`,
  );
  await admin.pool.query(`create database ${TEMPLATE_DATABASE}`);
  await admin.db.destroy();
  const template = connect({ ...connection, database: TEMPLATE_DATABASE }, quiet);
  await migrate(template.db, quiet);
  await ensureSite(template.db, quiet);
  await template.db.destroy();
  return rows[0]!.major;
}

function debianServer(): { label: string; initdb: string; postgres: string }[] {
  if (!fs.existsSync(DEBIAN_SERVERS)) return [];
  const newest = fs.readdirSync(DEBIAN_SERVERS).sort((a, b) => Number(b) - Number(a))[0];
  const bin = path.join(DEBIAN_SERVERS, `${newest}`, 'bin');
  if (!newest || !fs.existsSync(path.join(bin, 'initdb'))) return [];
  return [{ label: 'debian', initdb: path.join(bin, 'initdb'), postgres: path.join(bin, 'postgres') }];
}
