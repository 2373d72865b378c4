import type { Duplex } from 'node:stream';
import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import type { Schema } from '../database/schema.ts';
import type { TestDatabase } from '../database/test-database.ts';

/** Where in a process's work with its database it dies. */
export interface Death {
  /** Which of its calls from now on it is; the next one is 1. */
  readonly call: number;
  /** Of which calls it is that many. */
  readonly of: 'all' | 'commits';
  /** `before`: the call is never made. `after`: it is done, and its answer is never heard. */
  readonly side: 'before' | 'after';
}

/**
 * The database as one process has it that may die at any call to it. A dead process says nothing more to the database,
 * hears nothing more from it, and its connections break. The database itself stays, with its other connections: what
 * belongs to this process is lent from the pool of all.
 */
export class MortalDatabase {
  readonly pool: pg.Pool;
  readonly db: Kysely<Schema>;
  readonly #lender: pg.Pool;
  readonly #lent = new Set<pg.PoolClient>();
  readonly #mortals = new WeakMap<pg.PoolClient, pg.PoolClient>();
  readonly #onDeath: (death: Death | null) => void;
  #death: Death | null = null;
  #calls = 0;
  #isDead = false;

  /** @param onDeath told in the moment of it; null: it was killed from outside */
  constructor({ pool }: Pick<TestDatabase, 'pool'>, onDeath: (death: Death | null) => void) {
    this.#lender = pool;
    this.#onDeath = onDeath;
    const lending = {
      options: pool.options,
      connect: () => this.#connect(),
      query: async (statement: pg.QueryConfig) => {
        const client = await this.#connect();
        try {
          return await client.query(statement);
        } finally {
          client.release();
        }
      },
      end: async () => {},
    };
    this.pool = lending as unknown as pg.Pool;
    this.db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: this.pool }) });
  }

  /** The process will die there; null: it goes on living. */
  setDeath(death: Death | null): void {
    this.#death = death;
    this.#calls = 0;
  }

  /** It dies now, wherever it is. */
  kill(): void {
    this.#die(null);
  }

  async #connect(): Promise<pg.PoolClient> {
    if (this.#isDead) return never();
    const client = await this.#lender.connect().catch((error: unknown) => {
      if (this.#isDead) return never<pg.PoolClient>();
      throw error;
    });
    if (this.#isDead) {
      client.release();
      return never();
    }
    this.#lent.add(client);
    let mortal = this.#mortals.get(client);
    if (mortal === undefined) {
      mortal = this.#mortal(client);
      this.#mortals.set(client, mortal);
    }
    return mortal;
  }

  #mortal(client: pg.PoolClient): pg.PoolClient {
    const query = (...statement: [unknown, ...unknown[]]) =>
      this.#call(isCommit(statement[0]), () =>
        (client.query as (...statement: unknown[]) => Promise<unknown>)(...statement),
      );
    const release = (error?: Error | boolean) => {
      if (this.#lent.delete(client)) client.release(error);
    };
    return new Proxy(client, {
      get(target, name) {
        if (name === 'query') return query;
        if (name === 'release') return release;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }

  /** What is sent is sent in this turn: transactions do not wait for one statement before they send the next. */
  #call<T>(commits: boolean, send: () => Promise<T>): Promise<T> {
    if (this.#isDead) return never();
    const death = this.#dueAt(commits);
    if (death?.side === 'before') {
      this.#die(death);
      return never();
    }
    const answer = send();
    return new Promise((resolve, reject) => {
      const hear = (tell: () => void): void => {
        if (death !== null) this.#die(death);
        if (!this.#isDead) tell();
      };
      answer.then(
        (value) => hear(() => resolve(value)),
        (error: unknown) => hear(() => reject(error)),
      );
    });
  }

  #dueAt(commits: boolean): Death | null {
    const death = this.#death;
    if (death === null || (death.of === 'commits' && !commits)) return null;
    this.#calls += 1;
    if (this.#calls < death.call) return null;
    this.#death = null;
    return death;
  }

  #die(death: Death | null): void {
    if (this.#isDead) return;
    this.#isDead = true;
    for (const client of this.#lent) {
      streamOf(client).destroy();
      client.release(true);
    }
    this.#lent.clear();
    this.#onDeath(death);
  }
}

/** Whoever waits for a dead process waits for ever, and is forgotten with it. */
const never = <T>(): Promise<T> => new Promise<T>(() => {});

const isCommit = (statement: unknown): boolean => statement === 'commit';

const streamOf = (client: pg.PoolClient): Duplex =>
  (client as unknown as { readonly connection: { readonly stream: Duplex } }).connection.stream;
