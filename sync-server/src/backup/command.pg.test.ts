import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';

const BACKUP = path.join(import.meta.dirname, 'backup.ts');
const folder = mkdtempSync(path.join(tmpdir(), 'lectern-backup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const backup = (args: readonly string[], dataDir: string) =>
  promisify(execFile)(process.execPath, [BACKUP, ...args], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir },
  });

test('a backup of a folder without a database names the folder, and makes nothing there', async () => {
  const nowhere = path.join(folder, 'nowhere');
  const failed = await backup([path.join(folder, 'file')], nowhere).catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining(`no database in ${nowhere}`) });
  expect(existsSync(nowhere)).toBe(false);
});

test('whoever asks for help gets it', async () => {
  expect((await backup(['--help'], folder)).stdout).toContain('npm run backup -- FILE');
});
