import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The absolute path of the repository; it may hold spaces. */
export const repositoryRoot = fileURLToPath(new URL('../../../', import.meta.url));

/** The oldest Node whose npm installs our lockfile; everything after the installation runs on our own Node 24. */
const OLDEST_INSTALLING_NODE = 20;

/** The server and the tools are TypeScript that Node runs as it stands, which it does from this version on. */
const OLDEST_RUNNING_NODE = 24;

/** Where the embedded Postgres and our own Node exist. */
const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

/** A set-up that cannot go on, with a sentence for the person in front of it. */
export class SetUpError extends Error {}

/**
 * Installs the packages of the lockfile when they are missing or differ; in some milliseconds when all is in place.
 * Nothing here depends on the packages' install scripts, which newer npm versions may not run.
 *
 * @throws {SetUpError}
 */
export async function setUp() {
  checkMachine();
  if (!installedAsLocked()) {
    install();
    if (!installedAsLocked()) throw new SetUpError('npm ci ended well but node_modules is not as locked.');
  }
  projectNode();
}

/**
 * The Node 24 that the repository runs on: its own, or on a platform that npm has none for, the machine's.
 *
 * @returns {string} absolute path
 * @throws {SetUpError}
 */
export function projectNode() {
  const own = inNodeModules('.bin/node');
  if (existsSync(own)) return own;
  if (majorVersion(process.versions.node) >= OLDEST_RUNNING_NODE) return process.execPath;
  throw new SetUpError(
    `Lectern needs Node ${OLDEST_RUNNING_NODE}, and npm has installed none for this machine.\n` +
      `If npm is set to omit optional packages, allow them and try again:\n\n    npm ci --include=optional\n\n` +
      `Otherwise install Node ${OLDEST_RUNNING_NODE} yourself.`,
  );
}

function checkMachine() {
  const platform = `${process.platform}-${process.arch}`;
  if (!PLATFORMS.includes(platform)) {
    throw new SetUpError(
      `Lectern runs on Linux and macOS (${PLATFORMS.join(', ')}); this is ${platform}.` +
        (process.platform === 'win32' ? ' On Windows, use WSL.' : ''),
    );
  }
  if (majorVersion(process.versions.node) < OLDEST_INSTALLING_NODE) {
    throw new SetUpError(
      `Setting up needs Node ${OLDEST_INSTALLING_NODE}; this is ${process.versions.node}.`,
    );
  }
}

function install() {
  console.log('Installing packages (once, and after each change of package-lock.json) …');
  // Warnings are left out: on Node 20 npm lists packages that want a newer one, and a newer one is what we run.
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, error } = spawnSync('npm', args, {
    cwd: repositoryRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NODE_ENV: 'development', PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
  });
  if (error) throw new SetUpError(`npm cannot be started: ${error.message}`);
  if (status !== 0) throw new SetUpError('npm ci failed; its reason stands above.');
}

/**
 * npm leaves a copy of what it installed in node_modules, written last. Comparing that with the lockfile notices
 * a new lockfile as well as a broken-off installation, and is content with what `npm install PACKAGE` did.
 */
function installedAsLocked() {
  const installed = readPackages(inNodeModules('.package-lock.json'));
  if (!installed) return false;
  const locked = readPackages(path.join(repositoryRoot, 'package-lock.json'));
  if (!locked) throw new SetUpError('package-lock.json is missing: this is not a complete copy of Lectern.');
  return Object.entries(locked).every(([name, wanted]) => {
    if (!name.startsWith('node_modules/') && !name.includes('/node_modules/')) return true;
    const found = installed[name];
    // A package for another platform is locked but not installed.
    if (!found) return wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }> | null}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    // Missing or cut off half-way: npm will write it anew.
    return null;
  }
}

/** @param {string} name */
function inNodeModules(name) {
  return path.join(repositoryRoot, 'node_modules', name);
}

/** @param {string} version */
function majorVersion(version) {
  return Number(version.split('.')[0]);
}
