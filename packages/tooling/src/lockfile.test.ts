import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareVersions, floors } from './dependency-floors.ts';
import { floorFaults, type Lockfile, originFaults, scriptFaults } from './lockfile.ts';
import { repositoryRoot } from './set-up.mjs';

const readJson = (file: string) => JSON.parse(readFileSync(path.join(repositoryRoot, file), 'utf8'));
const lockfile: Lockfile = readJson('package-lock.json');
const { allowScripts } = readJson('package.json');
const DIGEST = `sha512-${'A'.repeat(86)}==`;
const locked = (packages: Lockfile['packages']): Lockfile => ({ lockfileVersion: 3, packages });

describe('SEC-40 the lockfile', () => {
  test('holds no package below its floor', () => {
    expect(floorFaults(lockfile, floors)).toEqual([]);
  });

  test('has a digest for every package, and none comes from elsewhere', () => {
    expect(lockfile.lockfileVersion).toBe(3);
    expect(Object.keys(lockfile.packages).length).toBeGreaterThan(300);
    expect(originFaults(lockfile)).toEqual([]);
  });

  test('has no install script of which package.json does not say whether it runs', () => {
    expect(scriptFaults(lockfile, allowScripts)).toEqual([]);
  });
});

describe('SEC-40 what is found', () => {
  test('a version below its floor, wherever it lies, and a floor of nothing', () => {
    const some = locked({
      'node_modules/a': { version: '2.0.0', integrity: DIGEST },
      'node_modules/b/node_modules/a': { version: '1.9.9', integrity: DIGEST },
    });
    const why = 'CVE-1';
    expect(floorFaults(some, [{ package: 'a', atLeast: '2.0.0', why }])).toEqual([
      'node_modules/b/node_modules/a is 1.9.9, below 2.0.0: CVE-1',
    ]);
    expect(floorFaults(some, [{ package: 'a', major: 2, atLeast: '2.0.0', why }])).toEqual([]);
    expect(floorFaults(some, [{ package: 'c', atLeast: '1.0.0', why }])).toHaveLength(1);
  });

  test.each([
    ['no digest', { version: '1.0.0' }],
    ['an old digest', { version: '1.0.0', integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }],
    ['git', { version: '1.0.0', integrity: DIGEST, resolved: 'git+ssh://git@github.com/a/a.git#1' }],
    ['http', { version: '1.0.0', integrity: DIGEST, resolved: 'http://registry.npmjs.org/a/-/a-1.0.0.tgz' }],
    ['another host', { version: '1.0.0', integrity: DIGEST, resolved: 'https://evil.example/a-1.0.0.tgz' }],
    ['a file', { version: '1.0.0', integrity: DIGEST, resolved: 'file:../a' }],
  ])('%s', (_what, found) => {
    expect(originFaults(locked({ 'node_modules/a': found }))).toHaveLength(1);
  });

  test('an install script that nobody has looked at', () => {
    const some = locked({ 'node_modules/a': { version: '1.0.0', hasInstallScript: true } });
    expect(scriptFaults(some, {})).toHaveLength(1);
    expect(scriptFaults(some, { a: false })).toEqual([]);
  });

  test('versions are compared as numbers, and a beta is below its release', () => {
    expect(compareVersions('1.10.0', '1.9.9')).toBeGreaterThan(0);
    expect(compareVersions('2.0.0', '10.0.0')).toBeLessThan(0);
    expect(compareVersions('1.0.0-beta.2', '1.0.0')).toBeLessThan(0);
    expect(compareVersions('1.0.0', '1.0.0')).toBe(0);
  });
});
