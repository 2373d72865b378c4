import { PROTOCOL_VERSION } from '@lectern/contracts';
import type pg from 'pg';
import {
  copyOut,
  countRows,
  readCopiedTables,
  readEpoch,
  readNewestMigration,
} from '../database/backup-tables.ts';
import { migrationNames } from '../database/open-database.ts';
import {
  BACKUP_FORMAT,
  type BackupHeader,
  BackupProblem,
  type BackupTable,
  writeBackup,
} from './backup-file.ts';

export interface MadeBackup {
  readonly header: BackupHeader;
  /** In bytes. */
  readonly size: number;
}

/**
 * Writes all that the database holds at one moment into a file, while others go on writing.
 * @param client a connection that nobody else uses, and that waits for as long as it takes
 */
export async function makeBackup(
  client: pg.ClientBase,
  file: string,
  options: { readonly overwrite: boolean },
): Promise<MadeBackup> {
  await client.query('begin isolation level repeatable read read only');
  try {
    const migration = await readNewestMigration(client);
    if (migration === null)
      throw new BackupProblem('This database is empty: Lectern has never been started on it.');
    if (!(await migrationNames()).includes(migration))
      throw new BackupProblem('A newer Lectern has changed this database. Back it up with that one.');
    const tables: BackupTable[] = [];
    for (const table of await readCopiedTables(client))
      tables.push({
        name: table.name,
        columns: [...table.columns],
        rows: await countRows(client, table.name),
      });
    const header: BackupHeader = {
      format: BACKUP_FORMAT,
      migration,
      protocol: PROTOCOL_VERSION,
      madeAt: Date.now(),
      epoch: await readEpoch(client),
      tables,
    };
    const size = await writeBackup(file, header, (table) => copyOut(client, table), options);
    await client.query('commit');
    return { header, size };
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}
