import { type Kysely, sql } from 'kysely';
import type pg from 'pg';
import type { Schema } from './schema.ts';

/**
 * True for errors of a database that cannot be reached or cannot write at the moment, and that may be over in a
 * second: nothing is wrong with what was asked. Classes of SQLSTATE: 08 connection, 53 resources (a full disk among
 * them), 57P server ending or starting, 58 system.
 */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') return /^(08|53|57P|58|25006)/.test(code) || SOCKET_ERRORS.has(code);
  return POOL_ERRORS.test(error.message);
}

const SOCKET_ERRORS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
]);
/** What the driver says without a code. */
const POOL_ERRORS =
  /^(Connection terminated|timeout e(xceeded|xpired)|Client has encountered a connection error|Query read timeout)/;

/** Whether the database answers at all. */
export async function answers(db: Kysely<Schema>): Promise<void> {
  await sql`select 1`.execute(db);
}

/**
 * Whether the database answers, and has what this migration makes. Rejects when no answer came in time: the connection
 * that was asked is given up then, so that those who ask again and again do not take all of them.
 */
export async function hasMigration(pool: pg.Pool, migration: string, withinMs: number): Promise<boolean> {
  const query: pg.QueryConfig & { query_timeout: number } = {
    text: 'select exists (select from kysely_migration where name = $1) as there',
    values: [migration],
    query_timeout: withinMs,
  };
  const { rows } = await pool.query<{ there: boolean }>(query);
  return rows[0]!.there;
}
