import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { loadedScripts } from './loaded-scripts.ts';
import { webDist } from './web-build.ts';

/** What page and hub worker may load, gzipped, before a channel can be read: 180 kB (docs/performance.md). */
const BUDGET_BYTES = 180_000;

/**
 * Weighs the scripts of the build in `apps/web/dist` that load with the page: those index.html names, what they
 * import, and the workers they start. The service worker and chunks that are imported on demand are left out.
 */
export function bundleIsWithinBudget(): boolean {
  const page = path.join(webDist, 'index.html');
  if (!existsSync(page)) {
    console.error('The web build has no index.html.');
    return false;
  }
  const scripts = loadedScripts(readFileSync(page, 'utf8'), (name) =>
    readFileSync(path.join(webDist, name), 'utf8'),
  );
  const sizes = scripts.map(({ name, text }) => ({ name, bytes: gzipSync(text).length }));
  const total = sizes.reduce((sum, size) => sum + size.bytes, 0);
  for (const { name, bytes } of sizes) console.log(`${kilobytes(bytes)}  ${name}`);
  console.log(`${kilobytes(total)}  of ${kilobytes(BUDGET_BYTES).trim()} in all`);
  return total <= BUDGET_BYTES;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1).padStart(6)} kB`;
}
