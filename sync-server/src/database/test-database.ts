import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { inject } from 'vitest';
import { connect } from './open-database.ts';
import type { Schema } from './schema.ts';
import { TEMPLATE_DATABASE, type TestCluster } from './test-clusters.ts';
import './test-global-setup.ts';

/** A kind of Postgres to run a suite on: `describe.each(await testDatabases())('on $name', (target) => …)`. */
export interface TestTarget {
  readonly name: string;
  /**
   * A fresh, migrated database that nobody else uses.
   *
   * @param connections how many its pool has at most; as many as a server's when it is not said
   */
  create(connections?: number): Promise<TestDatabase>;
  /** One without a table. */
  createBlank(): Promise<TestDatabase>;
}

export interface TestDatabase {
  readonly db: Kysely<Schema>;
  readonly pool: pg.Pool;
  /** For `DATABASE_URL`. */
  readonly url: string;
  /** Closes the pool and removes the database, whoever is still connected. */
  drop(): Promise<void>;
}

/** The databases of this test run: the embedded one, and a real server where there is one. */
export async function testDatabases(): Promise<TestTarget[]> {
  return inject('testClusters').map((cluster) => ({
    name: cluster.name,
    create: (connections) => create(cluster, TEMPLATE_DATABASE, connections),
    createBlank: () => create(cluster, 'template0'),
  }));
}

async function create(
  { connection }: TestCluster,
  template: string,
  connections?: number,
): Promise<TestDatabase> {
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(connection, `create database ${database} template ${template}`);
  const size = connections === undefined ? {} : { max: connections };
  const { db, pool } = connect({ ...connection, database, ...size }, { warn: () => {} });
  return {
    db,
    pool,
    url: `postgres://${connection.user}@localhost/${database}?host=${encodeURIComponent(connection.host)}`,
    async drop() {
      await db.destroy();
      await administer(connection, `drop database ${database} with (force)`);
    },
  };
}

async function administer(connection: pg.ClientConfig, statement: string): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
