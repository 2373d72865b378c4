import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { clusterFolder, startEmbedded } from '../database/embedded-postgres.ts';
import { checkServer, connectOne } from '../database/open-database.ts';
import { readEnv } from '../env.ts';
import { createLog, type Logger } from '../log.ts';
import { BackupProblem } from './backup-file.ts';

/** The two commands of the shell: `npm run backup -- FILE` and `npm run restore -- FILE`. */
export interface Command {
  readonly usage: string;
  readonly options: Readonly<Record<string, { readonly type: 'boolean' | 'string' }>>;
  /** It begins on a database of any kind, also on one that there is not yet. */
  readonly makesDatabase: boolean;
  run(client: pg.Client, file: string, values: Readonly<Record<string, unknown>>, log: Logger): Promise<void>;
}

/** Runs a command on the database that the environment names, and ends the process with words when that fails. */
export async function runCommand(command: Command): Promise<void> {
  const { file, values } = readArguments(command);
  const result = readEnv(process.env);
  if (!result.ok) return fail(['The configuration is wrong:', ...result.faults], 2);
  const { env } = result;
  const log = createLog({ logLevel: env.logLevel === 'info' ? 'warn' : env.logLevel });
  try {
    if (env.databaseUrl === null && !command.makesDatabase && !existsSync(clusterFolder(env.dataDir)))
      throw new BackupProblem(
        `There is no database in ${env.dataDir}. Set DATA_DIR or DATABASE_URL as for npm start.`,
      );
    const embedded = env.databaseUrl === null ? await startEmbedded({ dataDir: env.dataDir, log }) : null;
    try {
      const connection = embedded?.connection ?? { connectionString: env.databaseUrl! };
      const client = connectOne({ ...connection, application_name: 'lectern backup' });
      await checkServer(client, () => client.connect());
      try {
        await command.run(client, file, values, log);
      } finally {
        await client.end();
      }
    } finally {
      await embedded?.stop();
    }
  } catch (error) {
    if (!(error instanceof BackupProblem) && env.logLevel === 'debug') console.error(error);
    fail([(error as Error).message], 1);
  }
}

function readArguments({ usage, options }: Command): { file: string; values: Record<string, unknown> } {
  try {
    const { values, positionals } = parseArgs({
      options: { ...options, help: { type: 'boolean' } },
      allowPositionals: true,
    });
    if (values.help === true) {
      console.log(usage);
      process.exit();
    }
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) return fail([usage], 2);
    // `npm run` goes to the repository's folder; a name is meant from where the person stands.
    return { file: path.resolve(process.env.INIT_CWD ?? process.cwd(), file), values };
  } catch (error) {
    return fail([(error as Error).message, usage], 2);
  }
}

function fail(lines: readonly string[], code: number): never {
  console.error(lines.join('\n  '));
  process.exit(code);
}

/** Large enough to be read: `12.3 MB`. */
export const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;
