import { execFile } from 'node:child_process';
import { chmod, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Room for a fresh database cluster with its log, and little more. */
const SIZE = '160m';
/** Written at a time until there is no room left, in bytes. */
const PIECE = Buffer.alloc(1 << 20);

/** A disk that is full when a test says so: a file system in memory, which only root may mount. */
export class SmallDisk {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Null where nobody may mount a disk. */
  static async mount(): Promise<SmallDisk | null> {
    const folder = await mkdtemp(path.join(tmpdir(), 'lectern-proof-disk-'));
    try {
      await run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', folder]);
    } catch {
      await rm(folder, { recursive: true });
      return null;
    }
    await chmod(folder, 0o777);
    return new SmallDisk(folder);
  }

  /** From now on nothing more can be written. */
  async fill(): Promise<void> {
    const ballast = await open(this.#ballast, 'w');
    try {
      for (;;) await ballast.write(PIECE);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      await ballast.close();
    }
  }

  /** There is room again. */
  async clear(): Promise<void> {
    await rm(this.#ballast, { force: true });
  }

  async unmount(): Promise<void> {
    await run('umount', [this.folder]);
    await rm(this.folder, { recursive: true, force: true });
  }

  get #ballast(): string {
    return path.join(this.folder, 'ballast');
  }
}
