import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runChild } from './run-child.mjs';
import { repositoryRoot } from './set-up.mjs';

/** Absolute path of the folder that the server serves. */
export const webDist = path.join(repositoryRoot, 'apps/web/dist');

/** Which sources the build in `dist` was made of; inside `dist`, so that it never outlives the build. */
const stampFile = path.join(webDist, '.built-from');

/** All that a build is made of. Hashing it takes some 30 ms, asking Turborepo the same a second. */
const INPUTS = [
  'package-lock.json',
  'tsconfig.json',
  'apps/web/*',
  'apps/web/{src,public}/**',
  'packages/*/package.json',
  'packages/*/src/**',
];

/** Says whether `dist` was built from exactly the sources that are there now. */
export function webBuildIsCurrent(): boolean {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === inputsHash();
}

/** Builds the web app, or takes the build of these sources from Turborepo's cache. Answers with the exit code. */
export async function buildWeb(): Promise<number> {
  console.log('Building the web app (once, and after each change of its sources) …');
  const hash = inputsHash();
  const args = ['run', 'build', '--filter=@lectern/web', '--output-logs=errors-only'];
  const code = await runChild('turbo', args, { cwd: repositoryRoot, stdin: 'ignore', quiet: true });
  if (code === 0) writeFileSync(stampFile, hash);
  return code;
}

function inputsHash(): string {
  const hash = createHash('sha256');
  const files = INPUTS.flatMap((pattern) => globSync(pattern, { cwd: repositoryRoot, withFileTypes: true }));
  const paths = files
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of paths.filter((name) => !name.includes('.test.')).sort()) {
    hash.update(path.relative(repositoryRoot, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}
