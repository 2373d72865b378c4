import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog } from '../log.ts';
import { type EmbeddedPostgres, startEmbedded } from './embedded-postgres.ts';

const log = createLog({ logLevel: 'silent' });
const isRoot = process.getuid?.() === 0;
const needsRoot = isRoot || process.env.CI === 'true' ? it : it.skip;
if (!isRoot) console.log('skipped: needs root');

describe('startEmbedded', () => {
  let folder: string;
  let dataDir: string;
  const running: EmbeddedPostgres[] = [];
  const start = async (): Promise<EmbeddedPostgres> => {
    const embedded = await startEmbedded({ dataDir, log });
    running.push(embedded);
    return embedded;
  };

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lectern embedded '));
    dataDir = path.join(folder, 'my data');
  });
  afterEach(async () => {
    for (const embedded of running.splice(0)) await embedded.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const lockFile = () => path.join(dataDir, 'postgres', 'postmaster.pid');
  const serverPid = () => Number(fs.readFileSync(lockFile(), 'utf8').split('\n')[0]);

  it('keeps what was written over a stop and a start, in a folder with spaces', async () => {
    const first = await start();
    await query(first, 'create table t as select 7 as n');
    await first.stop();
    expect(fs.existsSync(lockFile())).toBe(false);
    expect(fs.existsSync(first.connection.host)).toBe(false);
    expect(await query(await start(), 'select n from t')).toEqual([{ n: 7 }]);
  });

  it('writes to disk before it answers, and lets nobody in from outside', async () => {
    const embedded = await start();
    const names = ['fsync', 'synchronous_commit', 'full_page_writes', 'jit', 'listen_addresses'];
    const settings = await query(
      embedded,
      `select name, setting from pg_settings where name = any('{${names}}')`,
    );
    expect(Object.fromEntries(settings.map((row) => [row.name, row.setting]))).toEqual({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      jit: 'off',
      listen_addresses: '',
    });
    expect(fs.statSync(embedded.connection.host).mode & 0o777).toBe(0o700);
  });

  it('is shared by several starts at once, and stopped by the last', async () => {
    const [first, second, third] = await Promise.all([start(), start(), start()]);
    expect(new Set([first, second, third].map((one) => one.connection.host)).size).toBe(1);
    await first.stop();
    await second.stop();
    expect(await query(third, 'select 1 as n')).toEqual([{ n: 1 }]);
    await third.stop();
    expect(fs.existsSync(lockFile())).toBe(false);
  });

  it('comes back at the same place when the server is killed', async () => {
    const embedded = await start();
    await query(embedded, 'create table t as select 7 as n');
    const killed = serverPid();
    process.kill(killed, 'SIGKILL');
    await vi.waitFor(
      async () => expect(await query(embedded, 'select n from t')).toEqual([{ n: 7 }]),
      15_000,
    );
    expect(serverPid()).not.toBe(killed);
  });

  it('starts after Lectern was killed and its server lived on', async () => {
    const other = await startElsewhere(dataDir);
    const pid = serverPid();
    await other.kill();
    expect(await query(await start(), 'select 1 as n')).toEqual([{ n: 1 }]);
    expect(serverPid()).toBe(pid);
  });

  it('starts after Lectern and its server were killed together, whoever reaps the dead', async () => {
    const other = await startElsewhere(dataDir);
    process.kill(serverPid(), 'SIGKILL');
    await other.kill();
    expect(await query(await start(), 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  it('is not fooled by a lock file that names a living process of somebody else', async () => {
    await (await start()).stop();
    const bystander = spawn('sleep', ['60'], { cwd: '/' });
    const stat = fs.statSync(path.dirname(lockFile()));
    fs.writeFileSync(
      lockFile(),
      `${bystander.pid}\n${path.dirname(lockFile())}\n0\n5432\n/tmp/lectern-gone\n\n0 0\nready\n`,
    );
    fs.chownSync(lockFile(), stat.uid, stat.gid);
    expect(await query(await start(), 'select 1 as n')).toEqual([{ n: 1 }]);
    bystander.kill();
  });

  it('says why a server does not start', async () => {
    await (await start()).stop();
    fs.rmSync(path.join(dataDir, 'postgres', 'global', 'pg_control'));
    await expect(startEmbedded({ dataDir, log })).rejects.toThrow(/did not start in .*pg_control/s);
  });

  needsRoot('works below a folder that no other account may enter (needs root)', async () => {
    fs.chmodSync(folder, 0o700);
    const embedded = await start();
    await query(embedded, 'create table t as select 7 as n');
    await embedded.stop();
    expect(fs.statSync(path.join(dataDir, 'postgres')).uid).not.toBe(0);
    expect(await query(await start(), 'select n from t')).toEqual([{ n: 7 }]);
  });

  needsRoot('takes a cluster back that was given to root, as a restored copy is (needs root)', async () => {
    await (await start()).stop();
    for (const file of ['PG_VERSION', 'postgresql.conf', '.'])
      fs.chownSync(path.join(dataDir, 'postgres', file), 0, 0);
    expect(await query(await start(), 'select 1 as n')).toEqual([{ n: 1 }]);
  });
});

async function query({ connection }: EmbeddedPostgres, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(connection);
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** Another process of ours that starts the database and then waits to be killed. */
async function startElsewhere(dataDir: string): Promise<{ kill(): Promise<void> }> {
  const script = `
    const { startEmbedded } = await import(${JSON.stringify(path.join(import.meta.dirname, 'embedded-postgres.ts'))});
    await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log: { warn() {}, info() {}, error() {} } });
    console.log('ready');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    createInterface(child.stdout).once('line', () => resolve());
    child.once('exit', (code) => reject(new Error(`It ended with ${code}.`)));
  });
  return {
    kill() {
      child.kill('SIGKILL');
      return ended;
    },
  };
}
