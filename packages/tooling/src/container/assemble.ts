import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../set-up.mjs';
import { buildWeb, webBuildIsCurrent, webDist } from '../web-build.ts';

/**
 * Puts together what a running Lectern needs and nothing else, in a folder of its own: `assemble.ts FOLDER`. The image of
 * the Containerfile is this folder on a bare Debian.
 */

/** What the server imports, and the script that says how it is. */
const SOURCES = [
  'sync-server/src',
  'packages/contracts/src',
  'packages/access/src',
  'packages/rich-text/src',
  'packages/channel-doc/src',
  'packages/tooling/src/container/health.ts',
];
/** Without the manifests of all workspaces npm does not know its lockfile again. */
const MANIFESTS = [
  'package.json',
  'package-lock.json',
  '.npmrc',
  '{packages,apps}/*/package.json',
  'sync-server/package.json',
];
/** Never run outside of the repository. */
const FOR_TESTS = /\.test\.ts$|\/testing$/;

/** The link by which our own Node is called. */
const OWN_NODE = 'node_modules/.bin/node';

process.exitCode = await main(process.argv[2]);

async function main(given: string | undefined): Promise<number> {
  if (given === undefined) return fail('Usage: assemble.ts FOLDER, which must be empty or not exist.');
  const folder = path.resolve(given);
  if (existsSync(folder) && readdirSync(folder).length > 0)
    return fail(`${folder} is not empty. Name one that is, or that does not exist.`);
  const code = webBuildIsCurrent() ? 0 : await buildWeb();
  if (code !== 0) return code;
  for (const name of globSync(MANIFESTS, { cwd: repositoryRoot })) copy(name, folder);
  for (const name of [...SOURCES, path.relative(repositoryRoot, webDist), 'LICENSE']) copy(name, folder);
  return install(folder);
}

function copy(name: string, folder: string): void {
  const to = path.join(folder, name);
  mkdirSync(path.dirname(to), { recursive: true });
  cpSync(path.join(repositoryRoot, name), to, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !FOR_TESTS.test(file),
  });
}

/**
 * The packages that the server runs on, as the lockfile has them. What is optional is left out, since npm counts tools
 * among it that a package of ours would take if they were there (Vitest, for one); our own optional packages, the
 * database and Node, are copied: they are installed here already, and depend on nothing.
 */
function install(folder: string): number {
  const args = ['ci', '--omit=dev', '--omit=optional', '--workspace=sync-server', '--include-workspace-root'];
  const options = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, error } = spawnSync('npm', [...args, ...options], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error) return fail(`npm cannot be started: ${error.message}`);
  if (status !== 0) return status ?? 1;
  for (const manifest of ['package.json', 'sync-server/package.json'])
    for (const name of optionalPackagesOf(manifest)) copy(path.join('node_modules', name), folder);
  if (existsSync(path.join(repositoryRoot, OWN_NODE))) copy(OWN_NODE, folder);
  return 0;
}

/** Those that npm has installed, which are the ones for this platform. */
function optionalPackagesOf(manifest: string): string[] {
  const { optionalDependencies = {} } = JSON.parse(
    readFileSync(path.join(repositoryRoot, manifest), 'utf8'),
  ) as { optionalDependencies?: Record<string, string> };
  return Object.keys(optionalDependencies).filter((name) =>
    existsSync(path.join(repositoryRoot, 'node_modules', name)),
  );
}

function fail(message: string): number {
  console.error(message);
  return 1;
}
