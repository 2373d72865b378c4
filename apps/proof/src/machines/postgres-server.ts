import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@lectern/test-kit/free-port';
import { Child } from './child.ts';

/** Where Debian's package puts its programs. */
const PROGRAMS = '/usr/lib/postgresql/15/bin';
/** Whether there is a Postgres to test with; `npm test` says so when there is none. */
export const hasPostgres = existsSync(path.join(PROGRAMS, 'postgres'));

const run = promisify(execFile);
/** Said once the recovery after a crash is over too. */
const READY = /database system is ready to accept connections/;
/** What a killed server leaves behind is gone when its children have noticed: so often is tried, in milliseconds. */
const TRY_EVERY_MS = 200;
const TRIES = 50;

/** A real Postgres of its own, durable as in operation, which can be killed and started again on what it has written. */
export class PostgresServer {
  readonly #folder: string;
  readonly #port: number;
  readonly #child: Child;
  readonly #user: { readonly uid?: number; readonly gid?: number };

  private constructor(folder: string, port: number, user: { uid?: number; gid?: number }) {
    this.#folder = folder;
    this.#port = port;
    this.#user = user;
    const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories='];
    const args = ['-D', folder, ...settings.flatMap((setting) => ['-c', setting])];
    this.#child = new Child(path.join(PROGRAMS, 'postgres'), args, user);
  }

  static async start(): Promise<PostgresServer> {
    const folder = await mkdtemp(path.join(tmpdir(), 'lectern-proof-postgres-'));
    const user = await unprivileged();
    if (user.uid !== undefined) await chown(folder, user.uid, user.gid!);
    const server = new PostgresServer(folder, await freePort(), user);
    await run(
      path.join(PROGRAMS, 'initdb'),
      ['-D', folder, '-U', 'lectern', '-A', 'trust', '-E', 'UTF8'],
      user,
    );
    await server.resume();
    await server.query('create database lectern');
    return server;
  }

  get url(): string {
    return `postgres://lectern@127.0.0.1:${this.#port}/lectern`;
  }

  /** Runs a statement beside everything else. */
  async query(statement: string): Promise<string> {
    const target = ['-h', '127.0.0.1', '-p', `${this.#port}`, '-U', 'lectern', '-d', 'postgres'];
    const { stdout } = await run(path.join(PROGRAMS, 'psql'), [...target, '-Atc', statement], this.#user);
    return stdout.trim();
  }

  /** Ends the process as a power cut of the program would; what it has synced to the disk stays. */
  kill(): Promise<void> {
    return this.#child.end('SIGKILL');
  }

  async resume(): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await this.#child.start(READY);
        return;
      } catch (error) {
        if (tries === TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, TRY_EVERY_MS));
      }
    }
  }

  async stop(): Promise<void> {
    await this.#child.end('SIGINT');
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Postgres refuses root: it runs as the account that its package has made. */
async function unprivileged(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all(['-u', '-g'].map((which) => run('id', [which, 'postgres'])));
  return { uid: Number(uid!.stdout), gid: Number(gid!.stdout) };
}
