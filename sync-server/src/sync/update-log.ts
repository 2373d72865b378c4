import type { Kysely } from 'kysely';
import type pg from 'pg';
import { type ClientUpdate, logClientUpdates } from '../database/documents.ts';
import type { Schema } from '../database/schema.ts';
import type { ServerMetrics } from '../metrics/server-metrics.ts';
import { Pace } from './pace.ts';

/** Updates of one commit at most: bounds what a single statement carries. */
const MAX_UPDATES_PER_COMMIT = 500;
/** Bytes of one commit at most, for the same reason. */
const MAX_BYTES_PER_COMMIT = 8 * 1024 * 1024;
/** Commits begin at least this far apart, in milliseconds: nobody sees the wait, and the scribe gets the disk. */
const APART_MS = 20;

/**
 * Group commit for what clients write: whatever arrives while one commit runs goes into the next one together. An
 * update counts as saved when its promise resolves, and not before.
 */
export class UpdateLog {
  readonly #pool: pg.Pool;
  readonly #db: Kysely<Schema>;
  readonly #pace = new Pace(APART_MS);
  readonly #metrics: Pick<ServerMetrics, 'logSeconds' | 'logAppends'>;
  #queue: Waiting[] = [];
  #running: Promise<void> | null = null;

  constructor(pool: pg.Pool, db: Kysely<Schema>, metrics: Pick<ServerMetrics, 'logSeconds' | 'logAppends'>) {
    this.#pool = pool;
    this.#db = db;
    this.#metrics = metrics;
  }

  /** Logs an update and answers its position; null when the document has another life. Rejects when Postgres does. */
  append(update: ClientUpdate): Promise<number | null> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ update, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when everything that was appended so far is logged or has failed. */
  async drained(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      await this.#pace.next();
      const batch = this.#takeBatch();
      const began = performance.now();
      try {
        const positions = await logClientUpdates(
          this.#pool,
          this.#db,
          batch.map((waiting) => waiting.update),
        );
        this.#metrics.logSeconds.observe({}, (performance.now() - began) / 1000);
        batch.forEach((waiting, i) => {
          const position = positions[i] ?? null;
          if (position !== null) this.#metrics.logAppends.add({ document: waiting.update.kind });
          waiting.resolve(position);
        });
      } catch (error) {
        this.#fail(batch, error);
      }
    }
    // In the same turn as the last look at the queue: what comes later must start a run of its own.
    this.#running = null;
  }

  /** What waits behind a failed update of the same document builds on it, and must not be logged without it. */
  #fail(batch: readonly Waiting[], error: unknown): void {
    const documents = new Set(batch.map(({ update }) => update.id));
    const behind = this.#queue.filter(({ update }) => documents.has(update.id));
    this.#queue = this.#queue.filter(({ update }) => !documents.has(update.id));
    for (const waiting of [...batch, ...behind]) waiting.reject(error);
  }

  #takeBatch(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { update } of this.#queue) {
      bytes += update.bytes.length;
      if (count > 0 && (bytes > MAX_BYTES_PER_COMMIT || count >= MAX_UPDATES_PER_COMMIT)) break;
      count += 1;
    }
    return this.#queue.splice(0, count);
  }
}

interface Waiting {
  readonly update: ClientUpdate;
  readonly resolve: (position: number | null) => void;
  readonly reject: (error: unknown) => void;
}
