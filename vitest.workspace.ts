import { existsSync } from 'node:fs';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

/** The suffix of a test tells what it needs: `.test.ts` nothing, `.pg.test.ts` a Postgres, `.browser.test.tsx` a DOM. */
const WORKSPACES = '{packages/*,apps/*,sync-server}/src/**';
const POSTGRES_TESTS = `${WORKSPACES}/*.pg.test.ts`;
const BROWSER_TESTS = `${WORKSPACES}/*.browser.test.{ts,tsx}`;

/** Starts the databases that the Postgres tests share. */
const POSTGRES_SET_UP = './sync-server/src/database/test-global-setup.ts';

/** A test that waits for a database or for a browser may take longer on a busy machine; it is never slow by design. */
const PATIENT_MS = 30_000;

/** With one fewer than cores, half of a small machine is idle; with one more, all together take as long. */
const FILES_AT_ONCE = '100%';

/** Bundled before the first page opens: one that is found while tests run reloads the page under them. */
const BUNDLED_FIRST = [
  ...['@hocuspocus/provider', 'dexie', 'lib0/decoding', 'lib0/encoding', 'valibot', 'y-indexeddb', 'yjs'],
  ...['code-core', 'history', 'link', 'list', 'markdown', 'rich-text', 'selection', 'table', 'yjs'].map(
    (part) => `@lexical/${part}`,
  ),
  ...[
    ...['bash', 'c', 'cpp', 'csharp', 'css', 'diff', 'go', 'haskell', 'java', 'javascript', 'json', 'kotlin'],
    ...['latex', 'matlab', 'python', 'r', 'rust', 'sql', 'typescript', 'xml', 'yaml'],
  ].map((language) => `highlight.js/lib/languages/${language}`),
  ...['katex', 'lexical', 'lowlight', 'react', 'react-dom', 'react-dom/client', 'wouter'],
];

/** Chromium talks to nobody but the page under test. */
const CHROMIUM = {
  executablePath: '/usr/bin/chromium-headless-shell',
  args: [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

export default defineConfig({
  test: {
    // What a passing test prints is noise: Hocuspocus reports every refusal on the console, which only a running server
    // has sent to its log.
    silent: 'passed-only',
    projects: [
      {
        test: {
          name: 'pure',
          include: [`${WORKSPACES}/*.test.ts`],
          exclude: [POSTGRES_TESTS, BROWSER_TESTS],
          maxWorkers: FILES_AT_ONCE,
          // Many seeds in one test take a second, and several beside the other projects.
          testTimeout: PATIENT_MS,
        },
      },
      {
        test: {
          name: 'postgres',
          include: [POSTGRES_TESTS],
          globalSetup: existsSync(POSTGRES_SET_UP) ? [POSTGRES_SET_UP] : [],
          pool: 'forks',
          maxWorkers: FILES_AT_ONCE,
          testTimeout: PATIENT_MS,
          hookTimeout: PATIENT_MS,
        },
      },
      {
        optimizeDeps: { include: BUNDLED_FIRST },
        test: {
          name: 'browser',
          include: [BROWSER_TESTS],
          // One page at a time has the focus, and the machine for what it does within a time.
          maxWorkers: 1,
          testTimeout: PATIENT_MS,
          hookTimeout: PATIENT_MS,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: CHROMIUM }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
