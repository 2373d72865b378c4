import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type RawBuilder,
  type Transaction,
} from 'kysely';
import type pg from 'pg';
import type { Schema } from './schema.ts';

/**
 * The hot path of the server: transactions whose statements are sent without waiting for the ones before, and are
 * prepared once for each connection. A batch of the scribe takes two round trips to Postgres instead of six.
 *
 * The pool's clients must be in pipeline mode. A statement that fails spoils the transaction, and Postgres answers
 * every later one with an error and the commit with a rollback, so that nothing is lost by not waiting.
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (trx: Transaction<Schema>, last: LastWrite) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let failed = false;
  const lasts: Promise<unknown>[] = [];
  const trx = boundTo(client);
  // On the wire when this returns, unlike a statement that the query builder executes: that one is sent some
  // microtasks later, which would be behind the commit.
  const last: LastWrite = (statement) => {
    sendTogether(client);
    const written = client.query(prepared(statement.compile(trx))).then(({ rows }) => rows);
    written.catch(() => {});
    lasts.push(written);
    return written;
  };
  try {
    sendTogether(client);
    const begun = client.query('begin');
    begun.catch(() => {});
    const result = await work(trx, last);
    const committed = client.query('commit');
    committed.catch(() => {});
    await Promise.all([begun, ...lasts]);
    // The commit of a spoiled transaction is answered as a success, under the name of what it did.
    const { command } = await committed;
    if (command !== 'COMMIT') throw new Error(`the transaction ended with ${command}`);
    return result;
  } catch (error) {
    failed = true;
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    // Answers of statements that were sent ahead may still be on their way: a connection that failed is not used again.
    client.release(failed);
  }
}

/**
 * Sends the write that ends a transaction. It need not be waited for, because the commit follows it on the wire; it
 * is settled when the transaction is.
 */
export type LastWrite = <R>(statement: RawBuilder<R>) => Promise<R[]>;

/** Sends one statement, prepared, outside of any transaction of ours. */
export async function runPrepared<R>(pool: pg.Pool, compiled: CompiledQuery<R>): Promise<R[]> {
  const result = await pool.query(prepared(compiled));
  return result.rows as R[];
}

/** Holds back what is sent to a connection until this turn is over: one write instead of one for each statement. */
function sendTogether(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Duplex } }).connection;
  stream.cork();
  // After all microtasks, in which the query builder still sends what was asked of it in this turn.
  process.nextTick(() => stream.uncork());
}

const bound = new WeakMap<pg.PoolClient, Kysely<Schema>>();

/** A query builder whose every statement goes to this client at once. */
function boundTo(client: pg.PoolClient): Transaction<Schema> {
  let db = bound.get(client);
  if (db === undefined) {
    db = new Kysely<Schema>({
      dialect: {
        createAdapter: () => new PostgresAdapter(),
        createDriver: () => new ClientDriver(client),
        createIntrospector: (inner) => new PostgresIntrospector(inner),
        createQueryCompiler: () => new PostgresQueryCompiler(),
      },
    });
    bound.set(client, db);
  }
  // It begins and commits in `inTransaction`, which is what the type stands for.
  return db as Transaction<Schema>;
}

class ClientDriver implements Driver {
  readonly #connection: DatabaseConnection;
  constructor(client: pg.PoolClient) {
    this.#connection = {
      async executeQuery<R>(compiled: CompiledQuery): Promise<QueryResult<R>> {
        const { rows, rowCount } = await client.query(prepared(compiled));
        return { rows: rows as R[], numAffectedRows: BigInt(rowCount ?? 0) };
      },
      streamQuery() {
        throw new Error('a pipelined connection cannot stream');
      },
    };
  }
  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
  async beginTransaction(): Promise<void> {
    throw new Error('the transaction has begun');
  }
  async commitTransaction(): Promise<void> {
    throw new Error('inTransaction commits');
  }
  async rollbackTransaction(): Promise<void> {
    throw new Error('inTransaction rolls back');
  }
}

/** Statement text → its name. The texts are those in this folder, so that their number is small. */
const names = new Map<string, string>();

function prepared(compiled: CompiledQuery): pg.QueryConfig {
  let name = names.get(compiled.sql);
  if (name === undefined) {
    name = createHash('sha256').update(compiled.sql).digest('base64url').slice(0, 22);
    names.set(compiled.sql, name);
  }
  return { name, text: compiled.sql, values: compiled.parameters as unknown[] };
}
