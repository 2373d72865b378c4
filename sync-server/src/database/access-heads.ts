import type { UserId } from '@lectern/contracts';
import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** What an instance has to know of the people who are connected to it, at one moment. */
export interface AccessHeads {
  /** By person, how often what they may open has changed. */
  readonly revs: ReadonlyMap<UserId, number>;
  /** Of the sessions that were asked for, those that have not ended. */
  readonly standing: ReadonlySet<string>;
}

/** Reads the heads of people and the state of sessions in one statement. */
export async function readAccessHeads(
  db: Kysely<Schema>,
  people: readonly UserId[],
  sessions: readonly string[],
): Promise<AccessHeads> {
  const { rows } = await sql<{ person: UserId | null; rev: number | null; session: string | null }>`
    select person_id as person, rev, null as session from access_head where person_id = any(${people}::uuid[])
    union all
    select null, null, id from session where id = any(${sessions}::uuid[]) and expires_at > now()`.execute(
    db,
  );
  const revs = new Map<UserId, number>();
  const standing = new Set<string>();
  for (const { person, rev, session } of rows) {
    if (person !== null) revs.set(person, rev!);
    else standing.add(session!);
  }
  return { revs, standing };
}
