import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/**
 * Removes the lock file that a killed server left, when nothing runs in the cluster's folder any more. Postgres does
 * so itself unless a process has the recorded number: in a container numbers come again after each restart, and
 * where nobody reaps the dead a killed server keeps its own. Every process of a cluster has its folder as working
 * directory, which tells a living server from a namesake. Does nothing where `/proc` does not exist.
 */
export function clearStaleLock(dir: string): void {
  const lock = path.join(dir, 'postmaster.pid');
  const judged = contentOf(lock);
  if (judged === null || !fs.existsSync('/proc/self/cwd')) return;
  const folder = fs.realpathSync(dir);
  if (
    fs
      .readdirSync('/proc')
      .some((name) => /^[0-9]+$/.test(name) && name !== `${process.pid}` && worksIn(name, folder))
  )
    return;
  // Another process may have cleared it and started a server meanwhile: only the file that was judged may go.
  const aside = `${lock}.${randomUUID()}`;
  try {
    fs.renameSync(lock, aside);
  } catch {
    return;
  }
  if (contentOf(aside) === judged) fs.rmSync(aside);
  else fs.renameSync(aside, lock);
}

function contentOf(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function worksIn(pid: string, folder: string): boolean {
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch {
    // It has just ended, is dead and not reaped, or is somebody else's and so not of this cluster.
    return false;
  }
}
