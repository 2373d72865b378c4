import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/**
 * Counts an attempt and answers whether it is within the limit. The counters are rows, so that neither a restart nor
 * a second instance gives a guesser a fresh start.
 * @param windowMs the count begins anew this long after its first attempt
 */
export async function countAttempt(
  db: Kysely<Schema>,
  key: string,
  limit: number,
  windowMs: number,
): Promise<boolean> {
  const now = Date.now();
  const { rows } = await sql<{ count: number }>`
    insert into rate_limit as r (key, count, last_request) values (${key}, 1, ${now})
    on conflict (key) do update set
      count = case when r.last_request <= ${now - windowMs} then 1 else r.count + 1 end,
      last_request = case when r.last_request <= ${now - windowMs} then ${now} else r.last_request end
    returning count`.execute(db);
  return rows[0]!.count <= limit;
}
