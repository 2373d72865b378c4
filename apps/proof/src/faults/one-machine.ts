import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ChaosProxy } from '@lectern/test-kit/chaos-proxy';
import { freePort } from '@lectern/test-kit/free-port';
import { LecternProcess } from '../machines/lectern-process.ts';
import { SmallDisk } from '../machines/small-disk.ts';
import type { Fault, Site } from './fault.ts';
import { browserFaults, networkFaults } from './network.ts';

/** What `npm start` runs: one process with its embedded database, on a disk that may be full. */
export async function oneMachine(): Promise<Site> {
  const disk = await SmallDisk.mount();
  const folder = disk?.folder ?? (await mkdtemp(path.join(tmpdir(), 'lectern-proof-')));
  const [port, inner] = await Promise.all([freePort(), freePort()]);
  const origin = `http://localhost:${port}`;
  const dataDir = path.join(folder, 'data');
  const server = new LecternProcess({ port: inner, publicUrl: origin, dataDir });
  await server.start();
  const { setupToken } = server;
  const network = await ChaosProxy.open(port, inner);
  return {
    name: 'one process on its embedded database',
    origin,
    setupToken,
    faults: [
      ...processFaults(server, dataDir),
      ...(disk === null ? [] : [fullDisk(disk, server)]),
      ...networkFaults(network),
      ...browserFaults,
    ],
    async stop() {
      network.close();
      await server.terminate();
      if (disk === null) await rm(folder, { recursive: true, force: true });
      else await disk.unmount();
    },
  };
}

const processFaults = (server: LecternProcess, dataDir: string): readonly Fault[] => [
  { name: 'the server is killed', lastsMs: 1_000, strike: () => server.kill(), mend: () => server.start() },
  {
    name: 'the server ends in good order',
    lastsMs: 1_000,
    strike: () => server.terminate(),
    mend: () => server.start(),
  },
  {
    name: 'its Postgres is killed',
    lastsMs: 3_000,
    strike: async () => {
      process.kill(postmaster(dataDir), 'SIGKILL');
    },
    // A machine starts a service that has ended again.
    mend: async () => {
      if (!server.runs) await server.start();
    },
  },
  {
    name: 'a process of its Postgres is killed, and so all of them',
    lastsMs: 1_000,
    strike: async () => {
      const children = execFileSync('pgrep', ['-P', `${postmaster(dataDir)}`, '-f', 'lectern'], {
        encoding: 'utf8',
      });
      process.kill(Number(children.split('\n')[0]), 'SIGKILL');
    },
    mend: async () => {
      if (!server.runs) await server.start();
    },
  },
];

const fullDisk = (disk: SmallDisk, server: LecternProcess): Fault => ({
  name: 'the disk of the database is full',
  lastsMs: 3_000,
  strike: () => disk.fill(),
  mend: async () => {
    await disk.clear();
    if (!server.runs) await server.start();
  },
});

/** The first process of the embedded Postgres. */
const postmaster = (dataDir: string): number =>
  Number(readFileSync(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
