import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Site } from './site.ts';

const PROGRAM = path.join(import.meta.dirname, '../../../../sync-server/src/testing/damage-note.ts');

/**
 * Kills the server, makes what is stored of a note end in bytes that nobody can read, and starts it again. Answers the
 * life that the note had: it has another one each time that it was mended.
 */
export async function damageNote(site: Site, note: string): Promise<number> {
  await site.kill();
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, site.dataDir, note]);
  await site.restart();
  return Number(stdout);
}
