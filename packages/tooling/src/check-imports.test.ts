import { describe, expect, test } from 'vitest';
import { checkImports, type Workspace } from './import-check.ts';
import { findCycles } from './import-cycles.ts';
import { scanImports } from './import-scan.ts';

const workspaces: Workspace[] = [
  workspace('packages/contracts', '@lectern/contracts', ['valibot']),
  workspace(
    'packages/channel-doc',
    '@lectern/channel-doc',
    ['@lectern/contracts', 'yjs'],
    ['@lectern/test-kit', 'vitest'],
  ),
  workspace('packages/local-store', '@lectern/local-store', ['@lectern/channel-doc', 'dexie', 'yjs']),
  workspace('packages/test-kit', '@lectern/test-kit', []),
  workspace('apps/web', '@lectern/web', ['@lectern/contracts', 'react', 'yjs', 'dexie']),
  workspace('apps/bench', '@lectern/bench', ['@lectern/test-kit', '@lectern/sync-server']),
  workspace('sync-server', '@lectern/sync-server', ['@lectern/contracts', '@lectern/web', 'kysely', 'pg']),
];

describe('reading imports', () => {
  test('finds every form, with its line', () => {
    const source = [
      "import type { A } from './a.ts';",
      "import B, { type C } from 'b';",
      "import './side-effect.css';",
      'export {',
      '  D,',
      "} from './d.ts';",
      "export * from './e.ts';",
      "export type * from './f.ts';",
      "const g = await import('./g.ts');",
      "new SharedWorker(new URL('./hub.ts', import.meta.url), { type: 'module' });",
    ].join('\n');
    expect(scanImports(source).map(({ specifier, line, typeOnly }) => [specifier, line, typeOnly])).toEqual([
      ['./a.ts', 1, true],
      ['b', 2, false],
      ['./side-effect.css', 3, false],
      ['./d.ts', 4, false],
      ['./e.ts', 7, false],
      ['./f.ts', 8, true],
      ['./g.ts', 9, false],
      ['./hub.ts', 10, false],
    ]);
  });

  test('is not taken in by comments, strings and other exports', () => {
    const source = [
      "// import { a } from 'a';",
      '/**',
      " * import { b } from 'b';",
      ' */',
      "export function from(c = 'c') { return c; }",
      "export const text = 'from';",
      'export type D =',
      "  | 'd';",
    ].join('\n');
    expect(scanImports(source)).toEqual([]);
  });
});

describe('the direction of imports', () => {
  test.each([
    ['a lower layer', 'packages/channel-doc/src/a.ts', "import { x } from '@lectern/contracts';"],
    ['a sibling file', 'packages/channel-doc/src/a.ts', "import { x } from './b.ts';"],
    ['yjs where it belongs', 'packages/channel-doc/src/a.ts', "import * as Y from 'yjs';"],
    [
      'the test kit from a test',
      'packages/channel-doc/src/a.test.ts',
      "import { x } from '@lectern/test-kit';",
    ],
    ['the test runner from a test', 'packages/channel-doc/src/a.test.ts', "import { test } from 'vitest';"],
    ['the test kit from the bench', 'apps/bench/src/a.ts', "import { x } from '@lectern/test-kit';"],
    [
      "the server's file as a process from the bench",
      'apps/bench/src/a.ts',
      `${'new'} URL('../../../sync-server/src/main.ts', import.meta.url)`,
    ],
    ['Kysely in the database folder', 'sync-server/src/database/a.ts', "import { sql } from 'kysely';"],
    ["Kysely's types in the server", 'sync-server/src/a.ts', "import type { Kysely } from 'kysely';"],
    ["Node's modules in the server", 'sync-server/src/a.ts', "import path from 'node:path';"],
    ["React's parts in the web app", 'apps/web/src/a.tsx', "import { x } from 'react/jsx-runtime';"],
  ])('allows %s', (_, path, text) => {
    expect(check({ path, text })).toEqual([]);
  });

  test.each([
    [
      'an upper layer',
      'packages/contracts/src/a.ts',
      "import { x } from '@lectern/channel-doc';",
      'may not import',
    ],
    [
      'an upper layer for a type',
      'packages/contracts/src/a.ts',
      "import type { X } from '@lectern/channel-doc';",
      'may not',
    ],
    [
      'the client from the server',
      'sync-server/src/a.ts',
      "import { x } from '@lectern/local-store';",
      'may not import',
    ],
    ['an app from the server', 'sync-server/src/a.ts', "import { x } from '@lectern/web';", 'may not import'],
    [
      'the server from the bench',
      'apps/bench/src/a.ts',
      "import { x } from '@lectern/sync-server';",
      'may not import',
    ],
    [
      'the test kit from what ships',
      'packages/channel-doc/src/a.ts',
      "import { x } from '@lectern/test-kit';",
      'tests alone',
    ],
    [
      'a test from what ships',
      'packages/channel-doc/src/a.ts',
      "import { x } from './b.test.ts';",
      'lean on a test',
    ],
    ['yjs in the web app', 'apps/web/src/a.ts', "import * as Y from 'yjs';", 'yjs belongs in'],
    ['dexie in the web app', 'apps/web/src/a.ts', `const d = ${'import'}('dexie');`, 'dexie belongs in'],
    [
      'react below the web app',
      'packages/local-store/src/a.ts',
      "import { x } from 'react';",
      'react belongs in',
    ],
    [
      'SQL outside its folder',
      'sync-server/src/http/a.ts',
      "import { sql } from 'kysely';",
      'kysely belongs in',
    ],
    [
      'a package not declared',
      'packages/contracts/src/a.ts',
      "import { x } from 'zod';",
      'does not declare zod',
    ],
    [
      'a tool in what ships',
      'packages/channel-doc/src/a.ts',
      "import { x } from 'vitest';",
      'does not declare vitest',
    ],
    [
      'past the front door',
      'packages/channel-doc/src/a.ts',
      "import { x } from '../../contracts/src/ids.ts';",
      'outside',
    ],
    [
      'a worker elsewhere',
      'apps/web/src/a.ts',
      `${'new'} URL('../../../packages/x/src/hub.ts', import.meta.url)`,
      'outside',
    ],
    [
      "Node's modules in a browser",
      'packages/contracts/src/a.ts',
      "import path from 'node:path';",
      'runs in a browser',
    ],
  ])('refuses %s', (_, path, text, reason) => {
    expect(check({ path, text })).toEqual([expect.stringContaining(reason)]);
  });
});

describe('import cycles', () => {
  test('are told once, whichever file is looked at first', () => {
    const graph = new Map([
      ['c', ['a']],
      ['a', ['b', 'd']],
      ['b', ['c']],
      ['d', ['b']],
    ]);
    expect(findCycles(graph)).toContainEqual(['a', 'b', 'c']);
  });

  test('of types alone are none', () => {
    const faults = check(
      { path: 'packages/contracts/src/a.ts', text: "import { b } from './b.ts';" },
      { path: 'packages/contracts/src/b.ts', text: "import type { A } from './a.ts';" },
    );
    expect(faults).toEqual([]);
  });

  test('between files are faults', () => {
    const faults = check(
      { path: 'packages/contracts/src/a.ts', text: "import { b } from './b.ts';" },
      { path: 'packages/contracts/src/b.ts', text: "export { a } from './a.ts';" },
    );
    expect(faults).toEqual([
      'import cycle: packages/contracts/src/a.ts → packages/contracts/src/b.ts → packages/contracts/src/a.ts',
    ]);
  });
});

function check(...files: { path: string; text: string }[]): string[] {
  return checkImports(files, workspaces);
}

function workspace(
  folder: string,
  name: string,
  dependencies: string[],
  devDependencies: string[] = [],
): Workspace {
  return { folder, name, dependencies, devDependencies };
}
