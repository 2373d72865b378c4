import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from './set-up.mjs';

/** A promise of docs/threat-model.md: its number, and the files in which tests of that number stand. */
interface Promised {
  readonly number: string;
  readonly files: readonly string[];
}

const page = readFileSync(path.join(repositoryRoot, 'docs/threat-model.md'), 'utf8');
const promises: Promised[] = [...page.matchAll(/^\| (SEC-\d+) \|.*\|(.*)\|$/gm)].map(([, number, cell]) => ({
  number: number!,
  files: [...cell!.matchAll(/`([^`]+)`/g)].map((match) => match[1]!),
}));
const testFiles = globSync('{packages,apps,sync-server}/**/*.{test,spec}.{ts,tsx}', {
  cwd: repositoryRoot,
  exclude: (name) => name === 'node_modules' || name === 'dist',
});

/** The numbers in the titles of tests: they begin a string. */
const numbersIn = (file: string): Set<string> =>
  new Set(
    [...readFileSync(path.join(repositoryRoot, file), 'utf8').matchAll(/['`]((?:SEC-\d+ )+)/g)].flatMap(
      (match) => match[1]!.trim().split(' '),
    ),
  );

describe('docs/threat-model.md', () => {
  test('makes promises, each once, in order', () => {
    const numbers = promises.map(({ number }) => Number(number.slice('SEC-'.length)));
    expect(numbers.length).toBeGreaterThan(20);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  });

  test.each(promises)('$number: every file that is named has a test of that number', ({ number, files }) => {
    expect(files).not.toEqual([]);
    for (const file of files) {
      expect(existsSync(path.join(repositoryRoot, file)), file).toBe(true);
      expect([...numbersIn(file)], file).toContain(number);
    }
  });

  test('names every promise that a test claims to prove', () => {
    const claimed = new Set(testFiles.flatMap((file) => [...numbersIn(file)]));
    expect([...claimed].sort()).toEqual(promises.map(({ number }) => number).sort());
  });
});
