/**
 * The one door of the repository: `npm start`, `npm run dev`, `npm test` and `npm run bench` all call this file.
 * It is plain JavaScript without packages, because it runs on whatever Node a machine has (20 or newer), before
 * anything is installed. It installs what the lockfile names, then hands over to the repository's own Node 24.
 */
import { runChild } from './run-child.mjs';
import { projectNode, repositoryRoot, SetUpError, setUp } from './set-up.mjs';

/** What each command runs, in order, with the repository's own Node; the last one gets the command's arguments. */
const commands = /** @type {Record<string, string[] | undefined>} */ ({
  start: ['packages/tooling/src/build-web.ts', 'sync-server/src/main.ts'],
  dev: ['packages/tooling/src/dev.ts'],
  test: ['packages/tooling/src/test.ts'],
  bench: [
    'packages/tooling/src/provide-packages.ts',
    'packages/tooling/src/build-web.ts',
    'apps/bench/src/main.ts',
  ],
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
    const code = await runChild(projectNode(), [script, ...(last ? args : [])], { cwd: repositoryRoot });
    if (code !== 0 || last) return code;
  }
  return 0;
}
