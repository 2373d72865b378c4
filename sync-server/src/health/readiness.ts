import type pg from 'pg';
import { hasMigration } from '../database/availability.ts';

/** A database that takes longer is as good as none for those who wait, in milliseconds. */
const ANSWER_WITHIN_MS = 2_000;
/**
 * The heads of open documents are read every second. A server that could not for so long may show what others have
 * changed meanwhile, in milliseconds.
 */
const LOOKED_WITHIN_MS = 5_000;
/** An answer holds for so long, in milliseconds: whoever asks more often costs the database nothing. */
const HOLDS_MS = 500;

/**
 * Whoever asks more often than this sends people here by what they hear, and is waited for at the end, in milliseconds. A
 * container that asks itself every ten seconds does not.
 */
const OFTEN_MS = 3_000;

export interface Readiness {
  /** Why this server cannot serve at the moment, in words for whoever runs it; none: it can. */
  whyNot(): Promise<readonly string[]>;
  /** Asks the database now, unless that was done in this moment; answers whether it answers. */
  databaseAnswers(): Promise<boolean>;
  /** From now on it cannot serve. Resolves when whoever asks often has been told; at once when nobody does. */
  leave(): Promise<void>;
}

export interface ReadinessDeps {
  readonly pool: pg.Pool;
  /** The last migration that this Lectern knows. */
  readonly migration: string;
  /** Milliseconds since the heads of open documents were last read. */
  readonly lookedAgo: () => number;
}

/** Tells whether a server can serve: what a load balancer asks before it sends anybody here. */
export function createReadiness({ pool, migration, lookedAgo }: ReadinessDeps): Readiness {
  let isEnding = false;
  /** When it was asked for the last time, and for the time before that. */
  let [last, before] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const told = Promise.withResolvers<void>();
  let asking: Promise<string | null> | null = null;
  let asked: { readonly at: number; readonly fault: string | null } | null = null;
  const ask = async (): Promise<string | null> => {
    const fault = await faultOf(pool, migration);
    asked = { at: performance.now(), fault };
    asking = null;
    return fault;
  };
  const databaseFault = (): Promise<string | null> => {
    if (asked !== null && performance.now() - asked.at < HOLDS_MS) return Promise.resolve(asked.fault);
    // Those who ask while it is being asked wait for one answer.
    asking ??= ask();
    return inTime(asking, ANSWER_WITHIN_MS, SILENT);
  };
  return {
    async whyNot() {
      [before, last] = [last, performance.now()];
      const wasEnding = isEnding;
      const database = await databaseFault();
      // In a turn of its own: the answer goes first.
      if (wasEnding) setImmediate(told.resolve);
      return [
        wasEnding ? 'It is shutting down.' : null,
        database,
        lookedAgo() > LOOKED_WITHIN_MS ? 'It could not read how far its documents have come.' : null,
      ].filter((fault) => fault !== null);
    },
    async databaseAnswers() {
      return (await databaseFault()) === null;
    },
    async leave() {
      isEnding = true;
      const isAskedOften = last - before < OFTEN_MS && performance.now() - last < OFTEN_MS;
      if (isAskedOften) await inTime(told.promise, OFTEN_MS);
    },
  };
}

const SILENT = 'The database does not answer.';

async function faultOf(pool: pg.Pool, migration: string): Promise<string | null> {
  try {
    return (await hasMigration(pool, migration, ANSWER_WITHIN_MS))
      ? null
      : `The database lacks the migration ${migration}: it is older than this Lectern. Start Lectern anew.`;
  } catch {
    return SILENT;
  }
}

/** What was to come, or after this time something else. */
async function inTime<T, U = undefined>(coming: Promise<T>, withinMs: number, otherwise?: U): Promise<T | U> {
  const { promise, resolve } = Promise.withResolvers<U>();
  const timer = setTimeout(() => resolve(otherwise as U), withinMs);
  return Promise.race([coming, promise]).finally(() => clearTimeout(timer));
}
