import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import {
  backedUp,
  copyIn,
  countRows,
  dropTables,
  isInUse,
  leftOut,
  readEpoch,
  readTableNames,
  writeRestoredSite,
} from '../database/backup-tables.ts';
import { migrateInTransaction, migrationNames, queriesOn } from '../database/open-database.ts';
import { ensureSite } from '../database/site.ts';
import type { Logger } from '../log.ts';
import { type BackupHeader, BackupProblem, openBackup } from './backup-file.ts';

export interface RestoreOptions {
  /** How many people the database may have whose data are thrown away; null when it must be empty. */
  readonly replace: number | null;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/**
 * Makes the database what it was when the backup was made, under a new epoch: all of it, or nothing of it. An older
 * backup is brought up to date.
 * @param client a connection that nobody else uses, and that waits for as long as it takes
 * @throws BackupProblem when the file or the database is not fit for it; then nothing was written
 */
export async function restoreBackup(
  client: pg.Client,
  file: string,
  { replace, log }: RestoreOptions,
): Promise<BackupHeader> {
  const { header, tables } = await openBackup(file);
  if (!(await migrationNames()).includes(header.migration))
    throw new BackupProblem(
      `${file} was made by a newer Lectern (${header.migration}). Update this one first.`,
    );
  const db = queriesOn(client);
  await client.query('begin');
  try {
    const epoch = Math.max(header.epoch, await makeRoom(client, replace));
    await migrateInTransaction(db, log, header.migration);
    for await (const { table, rows } of tables()) {
      if (!backedUp.includes(table.name))
        throw new BackupProblem(`${file} holds a table that is none: ${table.name}.`);
      const written = await copyIn(client, table, rows);
      if (written !== table.rows)
        throw new BackupProblem(`${file} holds ${written} rows of ${table.name} and names ${table.rows}.`);
    }
    await writeRestoredSite(client, randomBytes(32).toString('hex'), epoch);
    await migrateInTransaction(db, log);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
  await ensureSite(db, log);
  // Whoever asks first is not to wait for the nightly count.
  await client.query('analyze');
  return header;
}

/** Sees to it that the database has no table, unless it holds what must not be thrown away. Answers its epoch. */
async function makeRoom(client: pg.ClientBase, replace: number | null): Promise<number> {
  if (await isInUse(client))
    throw new BackupProblem('Lectern is running on this database. Stop it, restore, and start it again.');
  const names = await readTableNames(client);
  const foreign = names.filter((name) => !backedUp.includes(name) && !Object.hasOwn(leftOut, name));
  if (foreign.length > 0)
    throw new BackupProblem(
      `This database holds what is not Lectern's (${foreign.slice(0, 5).join(', ')}). Give Lectern a database of its own.`,
    );
  if (names.length === 0) return 0;
  const rows = new Map<string, number>();
  for (const name of names) if (backedUp.includes(name)) rows.set(name, await countRows(client, name));
  const people = rows.get('person') ?? 0;
  if ([...rows.values()].some((count) => count > 0) && replace !== people)
    throw new BackupProblem(
      `This database is not empty: it holds ${people} people and ${rows.get('message') ?? 0} messages. ` +
        `Restore into an empty one (another DATA_DIR or DATABASE_URL), or add --replace=${people} to throw all of that away.`,
    );
  const epoch = names.includes('site') ? await readEpoch(client) : 0;
  await dropTables(client, names);
  return epoch;
}
