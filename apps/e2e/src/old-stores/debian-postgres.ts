import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { freePort } from '@lectern/test-kit/free-port';

/** Where Debian's package puts its programs. The oldest Postgres that Lectern runs on: each later one reads its dumps. */
const PROGRAMS = '/usr/lib/postgresql/15/bin';
/** A database of a fixture is small, and so are its lines. */
const MAX_DUMP_BYTES = 64 * 1_024 * 1_024;

const run = promisify(execFile);

/** A Postgres from which a dump can be had: the embedded one comes without the program. */
export interface DebianPostgres {
  readonly url: string;
  /** All tables with their rows, as statements that any client can send; nothing in it names a role. */
  dump(): Promise<string>;
  stop(): Promise<void>;
}

export async function startDebianPostgres(): Promise<DebianPostgres> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lectern-old-store-'));
  const user = await unprivileged();
  if (user.uid !== undefined) await chown(folder, user.uid, user.gid!);
  await run(`${PROGRAMS}/initdb`, ['-D', folder, '-U', 'lectern', '-A', 'trust', '-E', 'UTF8'], user);
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories='];
  const args = ['-D', folder, ...settings.flatMap((setting) => ['-c', setting])];
  const server = spawn(`${PROGRAMS}/postgres`, args, { ...user, stdio: ['ignore', 'ignore', 'pipe'] });
  for await (const line of createInterface({ input: server.stderr }))
    if (line.includes('ready to accept connections')) break;
  server.stderr.resume();
  const url = `postgres://lectern@127.0.0.1:${port}/postgres`;
  return {
    url,
    async dump() {
      const { stdout } = await run(
        `${PROGRAMS}/pg_dump`,
        ['--inserts', '--no-owner', '--no-privileges', '--no-comments', url],
        { maxBuffer: MAX_DUMP_BYTES },
      );
      // Words to the program that reads dumps, which nobody else understands.
      return stdout.replaceAll(/^\\(un)?restrict .*\n/gm, '');
    },
    async stop() {
      server.kill('SIGINT');
      if (server.exitCode === null) await once(server, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Postgres refuses root: it runs as the account that its package has made. */
async function unprivileged(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all(['-u', '-g'].map((which) => run('id', [which, 'postgres'])));
  return { uid: Number(uid!.stdout), gid: Number(gid!.stdout) };
}
