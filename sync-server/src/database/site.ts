import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Logger } from '../log.ts';
import { databaseIdentity, noticeIdentity } from './epoch.ts';
import type { Schema } from './schema.ts';

/**
 * The one row that describes the installation. It remembers which database it was written in: when that is another
 * one now (the data were restored, or a standby took over), numbers that were given may be given again, and so a
 * new epoch begins.
 */
export async function ensureSite(db: Kysely<Schema>, log: Pick<Logger, 'warn'>): Promise<void> {
  await db
    .insertInto('site')
    .values({ secret: randomBytes(32).toString('hex'), system_identifier: databaseIdentity })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const epoch = await noticeIdentity(db);
  if (epoch !== null) log.warn({ epoch }, 'These data come from another database. A new epoch begins.');
}

/** Secret that signs session cookies. */
export async function readSecret(db: Kysely<Schema>): Promise<string> {
  return (await db.selectFrom('site').select('secret').executeTakeFirstOrThrow()).secret;
}
