import { enableCompileCache, flushCompileCache } from 'node:module';
import path from 'node:path';

/**
 * Where compiled code is kept between starts, which halves the time to listening. Beside the packages, because only
 * who may change them may write there: what lies in this folder is run.
 */
const COMPILE_CACHE = path.resolve(import.meta.dirname, '../../node_modules/.cache/lectern');

/**
 * Small buffers share slabs, and whoever keeps one keeps its slab: with Node's 64 kB each connection kept one. In bytes.
 */
Buffer.poolSize = 8 * 1024;

enableCompileCache(COMPILE_CACHE);
const { run } = await import('./run.ts');
await run();
// At once and not at the end of the process, for the end may be a kill.
flushCompileCache();
