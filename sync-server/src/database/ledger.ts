import type { Outcome, UserId } from '@lectern/contracts';
import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** Writes a refusal into the ledger unless the op has an outcome already; answers the one that stands. */
export async function refuseOp(db: Kysely<Schema>, actor: UserId, refusal: Outcome): Promise<Outcome> {
  return (await refuseOps(db, actor, [refusal]))[0]!;
}

/** The same for different ops of one person, in one statement. */
export async function refuseOps(
  db: Kysely<Schema>,
  actor: UserId,
  refusals: readonly Outcome[],
): Promise<Outcome[]> {
  const { rows } = await sql<{ outcome: Outcome }>`
    insert into op_ledger (actor_id, op_id, outcome)
    select ${actor}, op, outcome::jsonb
    from unnest(${refusals.map(({ op }) => op)}::uuid[], ${refusals.map((refusal) => JSON.stringify(refusal))}::text[])
      as t(op, outcome)
    on conflict (actor_id, op_id) do update set op_id = excluded.op_id
    returning outcome`.execute(db);
  return rows.map(({ outcome }) => outcome);
}
