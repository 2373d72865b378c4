import { randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Logger } from '../log.ts';
import type { Schema } from './schema.ts';

/**
 * The one row that describes the installation. It remembers which database it was written in: when that is another
 * one now (the data were restored, or a standby took over), numbers that were given may be given again, and so a
 * new epoch begins.
 */
export async function ensureSite(db: Kysely<Schema>, log: Pick<Logger, 'warn'>): Promise<void> {
  const { rows } = await sql<{ identity: string }>`
    select system_identifier::text || '/' || timeline_id as identity from pg_control_system(), pg_control_checkpoint()
  `.execute(db);
  const identity = rows[0]!.identity;
  await db
    .insertInto('site')
    .values({ secret: randomBytes(32).toString('hex'), system_identifier: identity })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const moved = await db
    .updateTable('site')
    .set((eb) => ({ system_identifier: identity, epoch: eb('epoch', '+', 1) }))
    .where('system_identifier', '<>', identity)
    .returning('epoch')
    .executeTakeFirst();
  if (moved) log.warn({ epoch: moved.epoch }, 'These data come from another database. A new epoch begins.');
}

/** Secret that signs session cookies. */
export async function readSecret(db: Kysely<Schema>): Promise<string> {
  return (await db.selectFrom('site').select('secret').executeTakeFirstOrThrow()).secret;
}
