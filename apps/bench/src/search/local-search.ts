import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { Laptop } from '../chromium.ts';
import { ROUNDS, reportDetail, reportRow } from '../report.ts';
import { reportKinds, roundQuantiles } from './report-kinds.ts';
import type { SearchBenchOrder, SearchBenchResult } from './search-worker.ts';

const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 100_000);

/** Search over the local store in a worker of Chromium: 100,000 messages in 40 channels, warm, and once cold. */
export async function measureLocalSearch(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lectern-search-'));
  const laptop = await Laptop.buy();
  const server = http.createServer();
  try {
    const script = await buildWorker(folder);
    server.on('request', (request, response) => {
      const isWorker = request.url === '/worker.js';
      response.setHeader('content-type', isWorker ? 'text/javascript' : 'text/html');
      response.end(isWorker ? script : '<!doctype html><title>Search</title>');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const page = await laptop.start();
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
    const order: SearchBenchOrder = { messages: MESSAGES, rounds: ROUNDS };
    const result: SearchBenchResult = await page.evaluate(
      (data) =>
        new Promise((resolve, reject) => {
          const worker = new Worker('/worker.js', { type: 'module' });
          worker.onmessage = (event) => resolve(event.data);
          worker.onerror = (event) => reject(new Error(event.message));
          worker.postMessage(data);
        }),
      order,
    );
    report(result);
  } finally {
    server.close();
    await laptop.scrap();
    await rm(folder, { recursive: true, force: true });
  }
}

async function buildWorker(folder: string): Promise<string> {
  await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      // One file: what the hub loads later is loaded with it.
      rolldownOptions: { output: { codeSplitting: false } },
      lib: {
        entry: path.join(import.meta.dirname, 'search-worker.ts'),
        formats: ['es'],
        fileName: () => 'worker.js',
      },
    },
  });
  return readFile(path.join(folder, 'worker.js'), 'utf8');
}

function report({ kinds, indexedInMs, longestTurnMs, coldMs }: SearchBenchResult): void {
  reportRow(
    `local search, ${MESSAGES} messages, whole mix, p95`,
    roundQuantiles(kinds, 0.95),
    { atMost: 50, aim: 20 },
    'ms',
    1,
  );
  reportKinds(kinds);
  reportDetail('the first search of all, nothing in memory', [coldMs], 'ms');
  reportDetail('the index made from nothing', [indexedInMs], 'ms', 0);
  reportDetail('longest turn while it is made', [longestTurnMs], 'ms');
}
