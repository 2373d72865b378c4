import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

/** Tables as a backup sees them: found in the catalog, so that none can be forgotten, and copied as Postgres writes them. */

/** What a backup does not hold, and why. Every other table is in it. */
export const leftOut: Readonly<Record<string, string>> = {
  session: 'whoever has the file is signed in nowhere, and who has signed out stays so',
  verification: 'links to reset a password are good for an hour',
  rate_limit: 'counts of the last minutes',
  access_head: 'compared by instances that run; triggers count anew',
  socket_ticket: 'good for half a minute',
  site: 'its epoch stands in the header; a restored server has a secret of its own',
  kysely_migration: 'the newest stands in the header',
  kysely_migration_lock: 'belongs to the database',
};

/** Tables that a backup holds. A test compares both lists with the catalog. */
export const backedUp: readonly string[] = [
  'person',
  'account',
  'course',
  'course_member',
  'invite',
  'channel',
  'channel_epoch',
  'channel_member',
  'message',
  'message_version',
  'op_ledger',
  'lost_deletion',
  'document',
  'document_update',
  'document_broken',
  'note',
  'note_client',
  'note_version',
  'notification',
  'thread_follower',
];

export interface CopiedTable {
  readonly name: string;
  readonly columns: readonly string[];
}

/** All tables of the database, whoever made them. */
export async function readTableNames(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') order by relname`,
  );
  return rows.map(({ name }) => name);
}

/** What is to be copied, each table after those that it refers to. Columns that Postgres computes are not among them. */
export async function readCopiedTables(client: pg.ClientBase): Promise<CopiedTable[]> {
  const { rows } = await client.query<CopiedTable & { needs: string[] }>(
    `select c.relname as name,
       (select coalesce(array_agg(a.attname::text order by a.attnum), '{}') from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
       (select coalesce(array_agg(distinct r.relname::text), '{}') from pg_constraint k join pg_class r on r.oid = k.confrelid
         where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as needs
     from pg_class c
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') order by c.relname`,
  );
  const left = rows.filter(({ name }) => !Object.hasOwn(leftOut, name));
  const ordered: CopiedTable[] = [];
  while (left.length > 0) {
    const at = left.findIndex(({ needs }) => !left.some(({ name }) => needs.includes(name)));
    if (at === -1) throw new Error(`tables that need each other: ${left.map(({ name }) => name)}`);
    for (const { name, columns } of left.splice(at, 1)) ordered.push({ name, columns });
  }
  return ordered;
}

export async function countRows(client: pg.ClientBase, table: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(`select count(*) from ${quoted(table)}`);
  return Number(rows[0]!.count);
}

/** The rows of a table in the text format of COPY, in chunks of no certain size. */
export const copyOut = (client: pg.ClientBase, { name, columns }: CopiedTable): AsyncIterable<Buffer> =>
  client.query(copyTo(`copy ${quoted(name)} (${columns.map(quoted).join(', ')}) to stdout`));

/** Writes rows as `copyOut` gave them; answers how many. */
export async function copyIn(
  client: pg.ClientBase,
  { name, columns }: CopiedTable,
  rows: AsyncIterable<Buffer>,
): Promise<number> {
  const stream = client.query(
    copyFrom(`copy ${quoted(name)} (${columns.map(quoted).join(', ')}) from stdin`),
  );
  await pipeline(Readable.from(rows), stream);
  return stream.rowCount;
}

/** Removes tables with all that they hold, and the functions of their triggers. */
export async function dropTables(client: pg.ClientBase, names: readonly string[]): Promise<void> {
  if (names.length > 0) await client.query(`drop table ${names.map(quoted).join(', ')} cascade`);
  const { rows } = await client.query<{ name: string }>(
    `select oid::regprocedure::text as name from pg_proc p where pronamespace = current_schema()::regnamespace
       and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
  );
  for (const { name } of rows) await client.query(`drop function ${name}`);
}

/** The newest migration that the database has seen; null for one that Lectern has never opened. */
export async function readNewestMigration(client: pg.ClientBase): Promise<string | null> {
  const { rows: known } = await client.query<{ there: boolean }>(
    `select to_regclass('kysely_migration') is not null as there`,
  );
  if (!known[0]!.there) return null;
  const { rows } = await client.query<{ name: string | null }>(
    'select max(name) as name from kysely_migration',
  );
  return rows[0]!.name;
}

export async function readEpoch(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ epoch: number }>('select epoch from site');
  return rows[0]?.epoch ?? 0;
}

/** Writes the site of a restored database. It names no database, so that the next who opens it begins a new epoch. */
export async function writeRestoredSite(client: pg.ClientBase, secret: string, epoch: number): Promise<void> {
  await client.query(`insert into site (secret, system_identifier, epoch) values ($1, 'a backup', $2)`, [
    secret,
    epoch,
  ]);
}

/** Whether a Lectern other than this process has the database open. */
export async function isInUse(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ others: string }>(
    `select count(*) as others from pg_stat_activity
     where datname = current_database() and application_name = 'lectern' and pid <> pg_backend_pid()`,
  );
  return Number(rows[0]!.others) > 0;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
