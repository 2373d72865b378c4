import path from 'node:path';
import { runChild } from './run-child.mjs';
import { repositoryRoot } from './set-up.mjs';

/** Where the browser goes during development: Vite, which hands everything but the page to the server. */
const PAGE_ADDRESS = 'http://localhost:5173';

/** Where Vite looks for the server (apps/web/vite.config.ts). */
const SERVER_PORT = '3000';

/** The server restarts and the page is replaced in place when a source changes. Ctrl+C ends both. */
const server = runChild(
  'node',
  ['--watch', '--watch-preserve-output', 'sync-server/src/main.ts', ...process.argv.slice(2)],
  {
    cwd: repositoryRoot,
    env: { PORT: SERVER_PORT, PUBLIC_URL: PAGE_ADDRESS },
    stdin: 'ignore',
  },
);
const page = runChild('vite', ['--port', new URL(PAGE_ADDRESS).port, '--strictPort'], {
  cwd: path.join(repositoryRoot, 'apps/web'),
  stdin: 'ignore',
});

// Half of the two is of no use: whichever ends first takes the other along, by the signal that runChild hands on.
const first = await Promise.race([server, page]);
process.emit('SIGTERM', 'SIGTERM');
await Promise.all([server, page]);
process.exitCode = first;
