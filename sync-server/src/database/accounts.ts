import type { CourseId, UserId } from '@lectern/contracts';
import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema.ts';

/** Making accounts. Everything that comes with an account comes with it in one transaction. */
export interface NewAccount {
  readonly name: string;
  readonly handle: string;
  /** Lower case. */
  readonly email: string;
  readonly passwordHash: string;
}

/** What of a new account somebody else has already. */
export type Taken = 'email' | 'handle';
export type Made<Refusal> =
  | { readonly ok: true; readonly person: UserId }
  | { readonly ok: false; readonly why: Refusal };

/** better-auth's name for accounts that sign in by password. */
export const PASSWORD_PROVIDER = 'credential';

/** Adds a person with a password, or says what is taken; then nothing has been written. */
export async function insertAccount(
  trx: Transaction<Schema>,
  { name, handle, email, passwordHash }: NewAccount,
  siteAdmin = false,
): Promise<Made<Taken>> {
  const person = await trx
    .insertInto('person')
    .values({ name, handle, email, site_admin: siteAdmin })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!person) {
    const other = await trx.selectFrom('person').select('id').where('email', '=', email).executeTakeFirst();
    return { ok: false, why: other ? 'email' : 'handle' };
  }
  await trx
    .insertInto('account')
    .values({
      user_id: person.id,
      account_id: person.id,
      provider_id: PASSWORD_PROVIDER,
      password: passwordHash,
    })
    .execute();
  return { ok: true, person: person.id };
}

/** Makes the first account, who owns the site, and the first course. The set-up link works once. */
export async function completeSetup(
  db: Kysely<Schema>,
  tokenHash: string,
  account: NewAccount,
  course: { readonly id: CourseId; readonly name: string },
): Promise<Made<Taken | 'gone'>> {
  return db.transaction().execute(async (trx) => {
    const site = await trx
      .selectFrom('site')
      .select('setup_token_hash')
      .where('setup_token_hash', '=', tokenHash)
      .forUpdate()
      .executeTakeFirst();
    if (!site || (await trx.selectFrom('person').select('id').limit(1).executeTakeFirst()))
      return { ok: false, why: 'gone' };
    const made = await insertAccount(trx, account, true);
    if (!made.ok) return made;
    await trx
      .insertInto('course')
      .values({ ...course, created_by: made.person })
      .execute();
    await trx
      .insertInto('course_member')
      .values({ course_id: course.id, person_id: made.person, role: 'admin' })
      .execute();
    await trx.updateTable('site').set({ setup_token_hash: null }).execute();
    return made;
  });
}

/** True while nobody has an account. */
export async function needsSetup(db: Kysely<Schema>): Promise<boolean> {
  return (await db.selectFrom('person').select('id').limit(1).executeTakeFirst()) === undefined;
}

export async function setSetupToken(db: Kysely<Schema>, tokenHash: string): Promise<void> {
  await db.updateTable('site').set({ setup_token_hash: tokenHash }).execute();
}

export async function isSetupToken(db: Kysely<Schema>, tokenHash: string): Promise<boolean> {
  const site = await db
    .selectFrom('site')
    .select('only')
    .where('setup_token_hash', '=', tokenHash)
    .executeTakeFirst();
  return site !== undefined && (await needsSetup(db));
}

/** Sets the password; sessions go on. */
export async function setPassword(
  db: Kysely<Schema> | Transaction<Schema>,
  person: UserId,
  passwordHash: string,
): Promise<void> {
  await db
    .updateTable('account')
    .set({ password: passwordHash, updated_at: new Date() })
    .where('user_id', '=', person)
    .where('provider_id', '=', PASSWORD_PROVIDER)
    .execute();
}

/** Ends one session. */
export async function endSession(db: Kysely<Schema>, session: string): Promise<void> {
  await db.deleteFrom('session').where('id', '=', session).execute();
}

/** Ends every session of the person. */
export async function endSessions(db: Kysely<Schema> | Transaction<Schema>, person: UserId): Promise<void> {
  await db.deleteFrom('session').where('user_id', '=', person).execute();
}
