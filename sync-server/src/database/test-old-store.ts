import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type pg from 'pg';

/** What servers of earlier versions have stored. `apps/e2e/src/old-stores/make.ts` makes them. */
const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures');

/** The versions of the protocol of which there is a store, the oldest first. */
export const oldStores = (): number[] =>
  readdirSync(FIXTURES)
    .map((folder) => Number(folder.replace('protocol-', '')))
    .sort((a, b) => a - b);

/**
 * Puts what a server of an earlier version has stored into a blank database, as if it had been written here yesterday:
 * it has not moved from another Postgres, and whoever was signed in still is.
 */
export async function loadOldStore(pool: pg.Pool, protocol: number): Promise<void> {
  const file = path.join(FIXTURES, `protocol-${protocol}`, 'tables.sql.gz');
  const client = await pool.connect();
  try {
    await client.query(gunzipSync(readFileSync(file)).toString());
    await client.query(`
      update public.site set system_identifier =
        (select system_identifier::text || '/' || timeline_id from pg_control_system(), pg_control_checkpoint());
      update public.session set expires_at = now() + interval '7 days', updated_at = now()`);
  } finally {
    // The dump has changed what names mean on this connection.
    client.release(true);
  }
}
