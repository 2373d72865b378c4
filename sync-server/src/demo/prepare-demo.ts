import type { Site } from '@lectern/contracts';
import { hashPassword } from '../accounts/passwords.ts';
import type { Database } from '../database/open-database.ts';
import { findByEmail } from '../database/people.ts';
import type { Logger } from '../log.ts';
import { readAlmostAll } from './read-almost-all.ts';
import { demoAccounts, seedDemo } from './seed-demo.ts';

/**
 * Fills an empty database with the demonstration. A database that holds one already is taken as it is; one that
 * holds anything else is left alone, and Lectern goes on without a demonstration.
 * @returns who may sign in
 */
export async function prepareDemo(
  database: Pick<Database, 'db' | 'pool'>,
  log: Logger,
): Promise<Site['demo']> {
  const { db } = database;
  const started = performance.now();
  const seeded = (await seedDemo(db, { hashPassword, now: Date.now() })) !== null;
  const people = await Promise.all(demoAccounts.map(({ email }) => findByEmail(db, email)));
  if (people.some((person) => person === undefined)) {
    log.warn('The database is in use and gets no demonstration. Set DATA_DIR to an empty folder for one.');
    return null;
  }
  if (seeded) {
    await readAlmostAll(
      database,
      people.map((person) => person!.id),
    );
    log.info({ ms: Math.round(performance.now() - started) }, 'Made a course to look at.');
  }
  return [...demoAccounts];
}
