import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '@lectern/test-kit/free-port';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { repositoryRoot } from '../set-up.mjs';

/** A folder is put together from nothing, and a first start makes a database, in milliseconds. */
const PATIENCE_MS = 300_000;
/** The user `nobody`, who may write nothing but what is given to them. */
const NOBODY = 65_534;

const folder = mkdtempSync(path.join(tmpdir(), 'lectern image '));
const image = path.join(folder, 'lectern');
const data = path.join(folder, 'data');
const isRoot = process.getuid?.() === 0;
const started: ChildProcess[] = [];

/** What the Containerfile runs, with its own words. */
const instruction = (name: string): string =>
  new RegExp(`^${name} (.+)$`, 'm').exec(
    readFileSync(path.join(repositoryRoot, 'Containerfile'), 'utf8').replace(/\\\n\s*/g, ''),
  )![1]!;
const entry = JSON.parse(instruction('ENTRYPOINT')) as string[];
const health = JSON.parse(/\[.+\]$/.exec(instruction('HEALTHCHECK'))![0]) as string[];

beforeAll(async () => {
  chmodSync(folder, 0o755);
  mkdirSync(data);
  if (isRoot) chownSync(data, NOBODY, NOBODY);
  const { code, text } = await ended(
    spawn(process.execPath, ['packages/tooling/src/run.mjs', 'assemble', image], { cwd: repositoryRoot }),
  );
  expect([code, text]).toEqual([0, expect.any(String)]);
}, PATIENCE_MS);
afterAll(async () => {
  for (const child of started) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

test(
  'what was put together runs without the repository: it starts, can serve, says so, and ends in good order',
  async () => {
    const port = await freePort();
    const env = { PATH: '/usr/bin:/bin', PORT: `${port}`, DATA_DIR: data, LOG_LEVEL: 'info' };
    const run = ([program, ...args]: string[]) => {
      const child = spawn(path.join(image, program!), args, {
        cwd: image,
        env,
        ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
      });
      started.push(child);
      return child;
    };
    expect((await ended(run(health))).code).toBe(1);

    const server = run(entry);
    const end = ended(server);
    await says(server, /Open this once to set up Lectern/);
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { ok: true }]);
    expect((await ended(run(health))).code).toBe(0);
    const page = await fetch(`http://127.0.0.1:${port}/`, { headers: { accept: 'text/html' } });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<div id=')]);
    server.kill('SIGTERM');
    const { code, text } = await end;
    expect([code, text]).toEqual([0, expect.not.stringContaining('"level":50')]);
    expect(existsSync(path.join(data, 'postgres/postmaster.pid'))).toBe(false);
  },
  PATIENCE_MS,
);

test('nothing of it is a test, or a tool', () => {
  for (const name of [
    'sync-server/src/testing',
    'sync-server/src/env.test.ts',
    'packages/tooling/src/test.ts',
    'node_modules/vitest',
    'node_modules/typescript',
    'node_modules/playwright-core',
    'node_modules/yaml',
    'packages/test-kit/src',
  ])
    expect([name, existsSync(path.join(image, name))]).toEqual([name, false]);
});

test('a folder that holds something is left alone', async () => {
  const { code, text } = await ended(
    spawn(process.execPath, ['packages/tooling/src/container/assemble.ts', image], { cwd: repositoryRoot }),
  );
  expect([code, text]).toEqual([1, expect.stringContaining('is not empty')]);
});

/** Resolves with the exit code and all that was said. */
function ended(child: ChildProcess): Promise<{ code: number | null; text: string }> {
  let text = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  return once(child, 'close').then(([code]) => ({ code: code as number | null, text }));
}

/** Resolves when it has said this. */
function says(child: ChildProcess, what: RegExp): Promise<void> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stdout!.on('data', (chunk: string) => {
      text += chunk;
      if (what.test(text)) resolve();
    });
    child.once('close', () => reject(new Error(`it ended and had only said: ${text}`)));
  });
}
