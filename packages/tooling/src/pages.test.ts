import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from './set-up.mjs';

test('docs/dependencies.md has a line for every package that a workspace names, and no other', () => {
  const manifests = globSync('{.,packages/*,apps/*,sync-server}/package.json', { cwd: repositoryRoot });
  const named = manifests.flatMap((file) => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read(file));
    return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
  });
  const outside = new Set(named.filter((name) => !name.startsWith('@lectern/')));
  expect(rowNames(read('docs/dependencies.md'))).toEqual([...outside].sort());
});

test('README.md names every variable that the server reads, and no other', () => {
  const variables = [...read('sync-server/src/env.ts').matchAll(/^ {2}([A-Z_]+): \{$/gm)].map(
    (match) => match[1],
  );
  expect(rowNames(read('README.md'))).toEqual(variables.sort());
});

/** What stands as code in the first cell of a table's rows, sorted. */
function rowNames(page: string): string[] {
  return [...page.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1]!).sort();
}

function read(file: string): string {
  return readFileSync(path.join(repositoryRoot, file), 'utf8');
}
