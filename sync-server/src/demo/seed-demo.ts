import type { Kysely } from 'kysely';
import { needsSetup } from '../database/accounts.ts';
import { insertDemo } from '../database/demo-rows.ts';
import type { Schema } from '../database/schema.ts';
import { emailOf, generateDemo } from './generate-demo.ts';
import { LECTURER, people, STUDENT } from './people.ts';

/** An account of the demonstration that anyone on this machine may use. */
export interface DemoAccount {
  readonly email: string;
  readonly password: string;
  readonly name: string;
}

/** Who can sign in: a lecturer and a student. The others have no password. */
export const demoAccounts: readonly DemoAccount[] = [
  accountOf(LECTURER, 'chalk-and-board'),
  accountOf(STUDENT, 'pencil-and-paper'),
];

/**
 * Fills an empty database with a course to look at, in one transaction.
 * @param options.now the present, in milliseconds since 1970: the course ends there
 * @param options.seed what makes this course differ from others; without it each present has its own
 * @returns who can sign in; null when somebody has an account already, and then nothing was changed
 */
export async function seedDemo(
  db: Kysely<Schema>,
  options: { hashPassword(password: string): Promise<string>; now: number; seed?: number },
): Promise<DemoAccount[] | null> {
  if (!(await needsSetup(db))) return null;
  const { now, seed = now } = options;
  const passwords = await Promise.all(
    demoAccounts.map(async ({ email, password }) => ({ email, hash: await options.hashPassword(password) })),
  );
  return (await insertDemo(db, generateDemo({ now, seed }), passwords)) ? [...demoAccounts] : null;
}

function accountOf(handle: string, password: string): DemoAccount {
  return { email: emailOf(handle), password, name: people.find((one) => one.handle === handle)!.name };
}
