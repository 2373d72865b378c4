import type { Outcome, UserId } from '@lectern/contracts';
import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** Writes a refusal into the ledger unless the op has an outcome already; answers the one that stands. */
export async function refuseOp(db: Kysely<Schema>, actor: UserId, refusal: Outcome): Promise<Outcome> {
  const { rows } = await sql<{ outcome: Outcome }>`
    insert into op_ledger (actor_id, op_id, outcome) values (${actor}, ${refusal.op}, ${JSON.stringify(refusal)}::jsonb)
    on conflict (actor_id, op_id) do update set op_id = excluded.op_id
    returning outcome`.execute(db);
  return rows[0]!.outcome;
}
