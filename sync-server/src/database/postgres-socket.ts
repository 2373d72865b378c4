import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { giveTo, isReachable, type RunAs } from './unprivileged.ts';

/** Owner of everything in a cluster of ours. */
export const CLUSTER_USER = 'lectern';

/** Longest path of a Unix socket that every platform takes, in bytes. */
const MAX_SOCKET_PATH = 103;
const SOCKET_NAME = '.s.PGSQL.5432';
/** A server that is up answers in milliseconds; one that is stuck is given up after this, in milliseconds. */
const ASK_TIMEOUT_MS = 5_000;

/** Whether a server listens in the folder, and whether it takes connections yet. */
export async function askServer(host: string): Promise<'ready' | 'starting' | 'silent'> {
  const client = new pg.Client({
    host,
    user: CLUSTER_USER,
    database: 'postgres',
    connectionTimeoutMillis: ASK_TIMEOUT_MS,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return 'ready';
  } catch (error) {
    // 57P03: it starts, recovers or stops. 53300: full, and so alive.
    const code = error instanceof pg.DatabaseError ? error.code : undefined;
    return code === '53300' ? 'ready' : code === '57P03' ? 'starting' : 'silent';
  } finally {
    await client.end().catch(() => {});
  }
}

/** A folder is ours when its account made it and nobody else may enter: `/tmp` belongs to everyone. */
export function isPrivate(folder: string, runAs: RunAs): boolean {
  if (!path.isAbsolute(folder)) return false;
  const stat = fs.lstatSync(folder, { throwIfNoEntry: false });
  return (
    stat?.isDirectory() === true &&
    stat.uid === (runAs?.uid ?? process.getuid?.()) &&
    (stat.mode & 0o077) === 0
  );
}

/** Makes a folder that only the cluster's account may enter, with a name that nobody can foresee. */
export function makeSocketFolder(runAs: RunAs): string {
  const fits = (folder: string): boolean =>
    Buffer.byteLength(path.join(folder, 'lectern-XXXXXX', SOCKET_NAME)) <= MAX_SOCKET_PATH &&
    isReachable(folder, runAs);
  const parent = fits(os.tmpdir()) ? os.tmpdir() : '/tmp';
  const folder = fs.mkdtempSync(path.join(parent, 'lectern-'));
  giveTo(runAs, folder);
  return folder;
}
