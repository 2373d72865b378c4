import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/**
 * Counts an attempt and answers 0 if it is within the limit, or else in how many milliseconds the count begins anew. The
 * counters are rows, so that neither a restart nor a second instance gives a guesser a fresh start.
 * @param windowMs the count begins anew this long after its first attempt
 */
export async function countAttempt(
  db: Kysely<Schema>,
  key: string,
  limit: number,
  windowMs: number,
): Promise<number> {
  const now = Date.now();
  const { rows } = await sql<{ count: number; began: number }>`
    insert into rate_limit as r (key, count, last_request) values (${key}, 1, ${now})
    on conflict (key) do update set
      count = case when r.last_request <= ${now - windowMs} then 1 else r.count + 1 end,
      last_request = case when r.last_request <= ${now - windowMs} then ${now} else r.last_request end
    returning count, last_request as began`.execute(db);
  const { count, began } = rows[0]!;
  return count <= limit ? 0 : Math.max(1, began + windowMs - now);
}
