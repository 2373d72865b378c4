/**
 * The one door of the repository: `npm start`, the other commands of the README and the Containerfile all call this file.
 * It is plain JavaScript without packages, because it runs on whatever Node a machine has (20 or newer), before
 * anything is installed. It installs what the lockfile names, then hands over to the repository's own Node 24.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runChild } from './run-child.mjs';
import { projectNode, repositoryRoot, SetUpError, setUp } from './set-up.mjs';

/**
 * What the Node of a server that serves people is started with. `max-semi-space-size`, in MB, is where Node keeps what was
 * made a moment ago: its own 16 take up to 100 MB that hold nothing, and each clearing of them stops the server for longer.
 * With 4 a connected client costs a quarter less, and the slowest messages are there in half the time.
 *
 * @type {string[]}
 */
const serverOptions = JSON.parse(readFileSync(path.join(repositoryRoot, 'sync-server/package.json'), 'utf8'))
  .config.nodeOptions;

/**
 * What each command runs, in order, with the repository's own Node, some with options for it; the last one gets the
 * command's arguments.
 */
const commands = /** @type {Record<string, (string | string[])[] | undefined>} */ ({
  start: ['packages/tooling/src/build-web.ts', [...serverOptions, 'sync-server/src/main.ts']],
  dev: ['packages/tooling/src/dev.ts'],
  backup: ['sync-server/src/backup/backup.ts'],
  restore: ['sync-server/src/backup/restore.ts'],
  test: ['packages/tooling/src/test.ts'],
  proof: ['packages/tooling/src/provide-packages.ts', 'apps/proof/src/main.ts'],
  bench: [
    'packages/tooling/src/provide-packages.ts',
    'packages/tooling/src/build-web.ts',
    'apps/bench/src/main.ts',
  ],
  assemble: ['packages/tooling/src/container/assemble.ts'],
});

process.exitCode = await main(process.argv[2] ?? '', process.argv.slice(3));

/**
 * @param {string} name
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
async function main(name, args) {
  const scripts = commands[name];
  if (!scripts) {
    console.error(`Usage: node packages/tooling/src/run.mjs ${Object.keys(commands).join('|')}`);
    return 2;
  }
  try {
    await setUp();
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    console.error(`\n${error.message}`);
    return 1;
  }
  for (const [index, script] of scripts.entries()) {
    const last = index === scripts.length - 1;
    const code = await runChild(projectNode(), [script, last ? args : []].flat(), { cwd: repositoryRoot });
    if (code !== 0 || last) return code;
  }
  return 0;
}
