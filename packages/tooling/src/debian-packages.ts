import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';

interface DebianPackage {
  name: string;
  /** A file that the package brings; when it is there, however it came, nothing is installed. */
  file: string;
  /** What `npm test` leaves out without it; null: without it there is no testing at all. */
  withoutIt: string | null;
}

const PACKAGES: readonly DebianPackage[] = [
  { name: 'chromium-headless-shell', file: '/usr/bin/chromium-headless-shell', withoutIt: null },
  {
    name: 'postgresql-15',
    file: '/usr/lib/postgresql/15/bin/postgres',
    withoutIt: "the tests on Debian's Postgres 15",
  },
  {
    name: 'fortunes',
    file: '/usr/share/games/fortunes/science',
    withoutIt: 'searches judged over real texts',
  },
  {
    name: 'redis-server',
    file: '/usr/bin/redis-server',
    withoutIt: 'the tests of several instances that speak over Redis',
  },
  { name: 'nginx', file: '/usr/sbin/nginx', withoutIt: 'the tests of several instances behind one address' },
  { name: 'firefox-esr', file: '/usr/bin/firefox-esr', withoutIt: 'the smoke journey in Firefox' },
  {
    name: 'webkit2gtk-driver',
    file: '/usr/bin/WebKitWebDriver',
    withoutIt: 'the smoke journey in WebKitGTK',
  },
  { name: 'xvfb', file: '/usr/bin/Xvfb', withoutIt: 'the smoke journey in WebKitGTK' },
];

/**
 * Sees to the browsers and the Postgres that the tests use. As root on Debian it installs what is missing, anyone
 * else is told what to install. In CI nothing may be missing.
 *
 * @returns whether testing can go on
 */
export function provideDebianPackages(inCi: boolean): boolean {
  if (missing().length > 0 && mayInstall()) install(missing().map((one) => one.name));
  const stillMissing = missing();
  const needed = stillMissing.filter((one) => inCi || one.withoutIt === null);
  for (const one of stillMissing) {
    if (!needed.includes(one)) console.log(`skipped: ${one.withoutIt} (${one.name} is not installed)`);
  }
  if (needed.length === 0) return true;
  const names = needed.map((one) => one.name).join(' ');
  console.error(
    `The tests need ${names}. Install it and run npm test again:\n\n` +
      `    sudo apt-get update && sudo apt-get install --no-install-recommends ${names}\n`,
  );
  return false;
}

function missing(): DebianPackage[] {
  return PACKAGES.filter((one) => !existsSync(one.file));
}

function mayInstall(): boolean {
  return process.getuid?.() === 0 && onPath('apt-get');
}

function install(names: string[]): void {
  console.log(`Installing ${names.join(', ')} …`);
  aptGet(['update', '-q']);
  aptGet(['install', '-y', '-q', '--no-install-recommends', ...names]);
}

function aptGet(args: string[]): void {
  const { status, stdout, stderr } = spawnSync('apt-get', args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // apt-get says a great deal when all is well, and what is missing afterwards is reported by name.
  if (status !== 0) console.error(`apt-get ${args.join(' ')} failed:\n${stdout}${stderr}`);
}

function onPath(program: string): boolean {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
