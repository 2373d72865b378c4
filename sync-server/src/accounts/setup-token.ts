import type { Kysely } from 'kysely';
import { needsSetup, setSetupToken } from '../database/accounts.ts';
import type { Schema } from '../database/schema.ts';
import type { Env } from '../env.ts';
import { newToken, setupLink, tokenHash } from './secret-links.ts';

/**
 * A fresh set-up link while nobody has an account, or null. Only its hash is kept, so that each start makes a new one
 * and the one before stops working.
 */
export async function freshSetupLink(
  db: Kysely<Schema>,
  env: Pick<Env, 'publicUrl'>,
): Promise<string | null> {
  if (!(await needsSetup(db))) return null;
  const token = newToken();
  await setSetupToken(db, tokenHash(token));
  return setupLink(env, token);
}
