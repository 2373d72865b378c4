import { type Kysely, sql } from 'kysely';

/**
 * Postgres counts no words any more. Search no longer lets the planner see them (`search-rows.ts`), so that nobody asks
 * how often a word is used; and counting ten thousand of them made it read 300,000 messages every time.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table message alter column tsv set statistics 0').execute(db);
}
