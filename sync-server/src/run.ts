import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Site } from '@lectern/contracts';
import { freshSetupLink } from './accounts/setup-token.ts';
import { createServer, type Server } from './create-server.ts';
import { type Database, openDatabase } from './database/open-database.ts';
import { type Env, isLoopbackHost, readEnv, variables } from './env.ts';
import type { Rates } from './limits/rates.ts';
import { consoleToLog, createLog, type Logger } from './log.ts';

/**
 * Starts Lectern: configuration → database → server → address. What goes wrong before the address is printed ends
 * the process with words on standard error; after it, the process ends only when it is told to.
 */
const USAGE = `Usage: npm start -- [--demo] [--help]

  --demo   open a course to try Lectern out, in a database of its own; only while HOST is this machine
  --help   show this

Configuration, by environment variables:
${Object.entries(variables)
  .map(([name, { sentence }]) => `  ${name.padEnd(16)} ${sentence}`)
  .join('\n')}`;

/** Time for a graceful end before the process goes anyway, in milliseconds. */
const END_WITHIN_MS = 15_000;

export interface RunOptions {
  /** How much a person may do, where it is not the usual. */
  readonly rates?: Rates;
}

/** Starts what the command line and the environment ask for; ends the process with words when it cannot. */
export function run(given: RunOptions = {}): Promise<void> {
  return main(given).catch((error: unknown) => {
    const { message, cause } = error as Error;
    console.error(`Lectern did not start. ${message}`);
    if (cause instanceof Error && !message.includes(cause.message)) console.error(`  (${cause.message})`);
    if (process.env.LOG_LEVEL === 'debug') console.error(error);
    process.exit(1);
  });
}

async function main(given: RunOptions): Promise<void> {
  const options = readOptions();
  if (options.help) return console.log(USAGE);
  const env = readConfiguration(options.demo);
  const log = createLog(env);
  const database = await openDatabase(env, log);
  let server: Server;
  try {
    const demo = options.demo ? await demonstrate(database, log) : null;
    server = await start(given, env, log, database, demo);
  } catch (error) {
    await database.close();
    throw error;
  }
  // From here on nobody sits in front of it.
  consoleToLog(log);
  endInGoodOrder(log, server, database);
}

async function start(
  given: RunOptions,
  env: Env,
  log: Logger,
  database: Database,
  demo: Site['demo'],
): Promise<Server> {
  const server = await createServer({ ...given, env, log, database, demo });
  await server.listen().catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  const setup = await freshSetupLink(database.db, env);
  const lines = [
    `Lectern is open at ${env.publicUrl}`,
    ...(setup ? [`Open this once to set up Lectern: ${setup}`] : []),
    ...(demo ?? []).map(({ name, email, password }) => `Sign in as ${name}: ${email} / ${password}`),
  ];
  // Apart from the log, which goes on above and below.
  console.log(`\n${lines.join('\n')}\n`);
  return server;
}

/** The demonstration is a book of phrases, which nobody else has to load. */
async function demonstrate(database: Database, log: Logger): Promise<Site['demo']> {
  const { prepareDemo } = await import('./demo/prepare-demo.ts');
  return prepareDemo(database, log);
}

function readOptions(): { demo: boolean; help: boolean } {
  try {
    const { values } = parseArgs({
      options: { demo: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    return { demo: values.demo ?? false, help: values.help ?? false };
  } catch (error) {
    return fail([(error as Error).message, USAGE]);
  }
}

function readConfiguration(demo: boolean): Env {
  const result = readEnv(process.env);
  const faults = result.ok ? [] : [...result.faults];
  if (result.ok && demo && !isLoopbackHost(result.env.host)) {
    faults.push('HOST must be this machine (127.0.0.1) with --demo, because everybody may sign in there.');
  }
  if (!result.ok || faults.length > 0)
    return fail(['Lectern cannot start with this configuration:', ...faults]);
  // The real course and the demonstration never meet in one database.
  return demo ? { ...result.env, dataDir: path.join(result.env.dataDir, 'demo') } : result.env;
}

function endInGoodOrder(log: Logger, server: Server, database: Database): void {
  let ending = false;
  const end = async (signal: string): Promise<void> => {
    if (ending) return;
    ending = true;
    log.info({ signal }, 'Ending.');
    setTimeout(() => {
      log.error('Lectern did not end in time and goes as it is.');
      process.exit(1);
    }, END_WITHIN_MS).unref();
    try {
      await server.close();
      await database.close();
    } catch (error) {
      log.error({ err: error }, 'Lectern did not end cleanly.');
      process.exitCode = 1;
    }
    process.exit();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(signal));
  // A promise that nobody waits for concerns one request or one socket; the others go on.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'Nobody waited for this to fail.'));
  // After a throw out of nowhere nothing in memory can be trusted. What was acknowledged is in the database.
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'Lectern has failed and ends.');
    process.exit(1);
  });
}

function fail(lines: readonly string[]): never {
  console.error(lines.join('\n  '));
  process.exit(2);
}
