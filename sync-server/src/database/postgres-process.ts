import { type ChildProcess, execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { clearStaleLock } from './postgres-lock.ts';
import { askServer, CLUSTER_USER, isPrivate, makeSocketFolder } from './postgres-socket.ts';
import { giveTo, isReachable, type RunAs } from './unprivileged.ts';

/**
 * One Postgres cluster in one folder: made, started or joined, stopped.
 *
 * It listens on a Unix socket only, in a folder with a random name that nobody else may enter; `postmaster.pid` in
 * the cluster says where. Whoever can read that file is let in without a password, and nobody else is.
 *
 * A cluster may lie where its account cannot go, such as below `/root`. The process is then started *in* the folder
 * and told that its data are in `/proc/self/cwd`: a working directory is held open across the change of account.
 */
export interface Cluster {
  /** Folder of the cluster; made when it is missing. */
  readonly dir: string;
  readonly initdb: string;
  readonly postgres: string;
  readonly runAs: RunAs;
  /** Server settings beyond those that every cluster of ours has. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface RunningCluster {
  /** Folder of the socket: `host` of a connection. */
  readonly host: string;
  readonly pid: number;
}

/** How long a server may take to give up its lock after it was killed, in milliseconds. */
const LOCK_PATIENCE_MS = 20_000;
/** How often a starting server is asked whether it is ready: a warm start takes about 30 ms. */
const POLL_MS = 15;
/** Nothing of Lectern's environment is Postgres' business; errors are read by us, so they come in English. */
const PROCESS_ENV = {
  PATH: '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
  // A session keeps up to 4 MB between its statements. By default the C library gives memory back after each of ours
  // and asks for it again, page by page, for the next: a sixth of a session's time.
  MALLOC_TRIM_THRESHOLD_: '4194304',
  MALLOC_MMAP_THRESHOLD_: '4194304',
  MALLOC_TOP_PAD_: '1048576',
};
const COMMON_SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  // Planning with the compiler made searches slower and never faster.
  jit: 'off',
  random_page_cost: '1.1',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // A week of logs in the cluster's own folder, each day over that of a week ago.
  logging_collector: 'on',
  log_filename: 'postgresql-%a.log',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_truncate_on_rotation: 'on',
};

/**
 * Joins the cluster's server if one runs, and starts one otherwise. Several processes may do so at once.
 * @param formerHost where it listened before; kept when possible, so that pools find it again
 * @throws Error with the server's own words when it does not start
 */
export async function startCluster(cluster: Cluster, formerHost?: string): Promise<RunningCluster> {
  await createCluster(cluster);
  const deadline = Date.now() + LOCK_PATIENCE_MS;
  for (;;) {
    const found = readPidFile(cluster.dir);
    const state = found && isPrivate(found.host, cluster.runAs) ? await askServer(found.host) : 'silent';
    if (found && state === 'ready') return found;
    if (state === 'silent') {
      const started = await launch(cluster, formerHost ?? found?.host);
      if (started) return started;
      clearStaleLock(cluster.dir);
      if (Date.now() > deadline) {
        throw new Error(
          `Another Postgres holds ${cluster.dir} and does not answer (see postmaster.pid there).`,
        );
      }
    }
    await wait(100);
  }
}

/** Asks the server to end its sessions and to write everything out; answers when it is gone. */
export async function stopCluster(cluster: Pick<Cluster, 'dir'>, running: RunningCluster): Promise<void> {
  if (signal(running.pid, 'SIGINT')) {
    while (readPidFile(cluster.dir)?.pid === running.pid && signal(running.pid, 0)) await wait(POLL_MS);
  }
  fs.rmSync(running.host, { recursive: true, force: true });
}

async function createCluster({ dir, initdb, runAs }: Cluster): Promise<void> {
  const versionFile = path.join(dir, 'PG_VERSION');
  if (fs.existsSync(versionFile)) {
    if (runAs && fs.statSync(dir).uid !== runAs.uid) giveTo(runAs, dir);
    return;
  }
  // It is made aside and then named, so that two first starts cannot meet in one half-made folder.
  fs.mkdirSync(path.dirname(dir), { recursive: true });
  const aside = fs.mkdtempSync(`${dir}.new-`);
  giveTo(runAs, aside);
  const major = Number(/ ([0-9]+)/.exec((await promisify(execFile)(initdb, ['--version'])).stdout)?.[1]);
  // Postgres' own collation is the same on every platform and in every version to come.
  const locale =
    major >= 17
      ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
      : ['--locale=C.UTF-8'];
  const args = ['-D', dataArgument(aside, runAs), '-U', CLUSTER_USER, '-A', 'trust', '-E', 'UTF8', ...locale];
  try {
    await promisify(execFile)(initdb, args, { ...runAs, cwd: aside, env: PROCESS_ENV });
    fs.renameSync(aside, dir);
  } catch (error) {
    fs.rmSync(aside, { recursive: true, force: true });
    if (!fs.existsSync(versionFile)) throw error;
  }
}

/** Starts a server; null when another one has the lock. */
async function launch(cluster: Cluster, formerHost: string | undefined): Promise<RunningCluster | null> {
  const { dir, runAs } = cluster;
  const host = formerHost && isPrivate(formerHost, runAs) ? formerHost : makeSocketFolder(runAs);
  const settings = {
    ...COMMON_SETTINGS,
    cluster_name: CLUSTER_USER,
    unix_socket_directories: host,
    ...cluster.settings,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Detached: Ctrl+C in a terminal reaches the whole group, and Lectern must write out before its database goes.
  const child = spawn(cluster.postgres, ['-D', dataArgument(dir, runAs), ...args], {
    ...runAs,
    cwd: dir,
    env: PROCESS_ENV,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const end = ended(child);
  while (!end.reason) {
    if ((await askServer(host)) === 'ready' && readPidFile(dir)?.pid === child.pid) {
      child.stderr!.destroy();
      child.unref();
      return { host, pid: child.pid! };
    }
    await Promise.race([wait(POLL_MS), end.promise]);
  }
  if (host !== formerHost) fs.rmSync(host, { recursive: true, force: true });
  if (/postmaster\.pid" already exists|shared memory block .* is still in use/.test(end.reason)) return null;
  throw new Error(`Postgres did not start in ${dir}. ${end.reason}${lastLogLines(dir)}`);
}

function ended(child: ChildProcess): { reason: string; promise: Promise<void> } {
  let words = '';
  child.stderr!.on('data', (chunk: Buffer) => {
    words = (words + chunk).slice(-4_000);
  });
  const end = { reason: '', promise: Promise.resolve() };
  end.promise = new Promise((resolve) => {
    child.once('error', (error) => {
      end.reason = error.message;
      resolve();
    });
    child.once('close', (code, name) => {
      end.reason ||= `It ended with ${name ?? code}. ${words}`;
      resolve();
    });
  });
  return end;
}

/** The server writes to its log once it has begun, so that its last words are there. */
function lastLogLines(dir: string): string {
  const folder = path.join(dir, 'log');
  if (!fs.existsSync(folder)) return '';
  const files = fs.readdirSync(folder).map((name) => path.join(folder, name));
  const newest = files.sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs)[0];
  return newest ? `\n${fs.readFileSync(newest, 'utf8').split('\n').slice(-8).join('\n')}` : '';
}

function readPidFile(dir: string): RunningCluster | null {
  const lines = readIfThere(path.join(dir, 'postmaster.pid')).split('\n');
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 1 ? { pid, host: lines[4] ?? '' } : null;
}

/** A file's text; empty without one. It may go at any moment: to look first and read then would fail now and again. */
function readIfThere(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

const dataArgument = (dir: string, runAs: RunAs): string =>
  isReachable(dir, runAs) ? dir : '/proc/self/cwd';

/** Sends a signal; false when there is no such process. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
