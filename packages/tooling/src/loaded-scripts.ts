import path from 'node:path/posix';

/** A built script: its path below the root of the site, and its text. */
export interface BuiltScript {
  name: string;
  text: string;
}

const SCRIPT_TAG = /<script\b[^>]*\bsrc="([^"]+\.js)"/g;

/** What the page fetches ahead although it is imported on demand: it is on its way before anybody asks. */
const MODULE_PRELOAD = /<link\b(?=[^>]*\brel="modulepreload")[^>]*\bhref="([^"]+\.js)"/g;

/** `import {…} from './x.js'` and `import './x.js'` as a minifier leaves them; `import('./x.js')` is on demand. */
const STATIC_IMPORT = /(?:\bfrom|\bimport)\s*["'`](\.{1,2}\/[^"'`]+\.js)["'`]/g;

const WORKER =
  /\b(?:Shared)?Worker\(\s*(?:\/\*.*?\*\/\s*)?new URL\(\s*(?:\/\*.*?\*\/\s*)?["'`]([^"'`]+\.js)["'`]/g;

/** A worker whose address is kept in a constant, for the Trusted Types policy. The service worker loads beside the page. */
const WORKER_ADDRESS = /["'`](\/assets\/[\w-]*worker-[\w-]*\.js)["'`]/g;

/**
 * Lists every script that loads without anybody asking for more, beginning at a page.
 *
 * @param page the built HTML
 * @param read gives the text of a script by its path below the root of the site
 */
export function loadedScripts(page: string, read: (name: string) => string): BuiltScript[] {
  const loaded = new Map<string, BuiltScript>();
  const waiting = namesIn(page, [SCRIPT_TAG, MODULE_PRELOAD], '');
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (loaded.has(name)) continue;
    const text = read(name);
    loaded.set(name, { name, text });
    waiting.push(...namesIn(text, [STATIC_IMPORT, WORKER, WORKER_ADDRESS], path.dirname(name)));
  }
  return [...loaded.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Paths in a text, made relative to the root of the site. */
function namesIn(text: string, patterns: readonly RegExp[], folder: string): string[] {
  return patterns
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .map((match) => (match[1]!.startsWith('/') ? match[1]!.slice(1) : path.join(folder, match[1]!)));
}
