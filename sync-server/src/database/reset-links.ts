import type { UserId } from '@lectern/contracts';
import type { Kysely } from 'kysely';
import { endSessions, setPassword } from './accounts.ts';
import type { Schema } from './schema.ts';

/** Links that set a new password, each good for one use; a new one makes the person's earlier ones void. */

const HASH_PREFIX = 'reset:';

export async function addResetLink(
  db: Kysely<Schema>,
  person: UserId,
  tokenHash: string,
  expiresAt: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx
      .deleteFrom('verification')
      .where('value', '=', person)
      .where('identifier', 'like', `${HASH_PREFIX}%`)
      .execute();
    await trx
      .insertInto('verification')
      .values({ identifier: HASH_PREFIX + tokenHash, value: person, expires_at: expiresAt })
      .execute();
  });
}

/** Uses a link up: sets the password and ends all sessions. Null when the link is unknown, used or too old. */
export async function useResetLink(
  db: Kysely<Schema>,
  tokenHash: string,
  passwordHash: string,
): Promise<UserId | null> {
  return db.transaction().execute(async (trx) => {
    const link = await trx
      .deleteFrom('verification')
      .where('identifier', '=', HASH_PREFIX + tokenHash)
      .where('expires_at', '>', new Date())
      .returning('value')
      .executeTakeFirst();
    if (!link) return null;
    const person = link.value as UserId;
    await setPassword(trx, person, passwordHash);
    await endSessions(trx, person);
    return person;
  });
}
