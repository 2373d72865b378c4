import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import type { ExtraFile } from './front-door.ts';

export const EMPTY_PAGE = '/bench-empty.html';
/** What the page says when React has drawn it. */
export const EMPTY_TEXT = 'empty';

// Text of a program, not imports of this one: the packages are the web app's own.
const [REACT, REACT_DOM] = ['react', 'react-dom/client'].map((name) => JSON.stringify(name));
const ENTRY = `import { createElement } from ${REACT};
import { createRoot } from ${REACT_DOM};
createRoot(document.getElementById('root')).render(createElement('p', null, '${EMPTY_TEXT}'));`;
const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Empty</title>
<script type="module" src="/assets/bench-empty.js"></script></head><body><div id="root"></div></body></html>`;

/** The least that a React page can be, with the React that the app is built with. */
export async function emptyPage(): Promise<Record<string, ExtraFile>> {
  const web = createRequire(new URL('../../web/package.json', import.meta.url));
  const react = (name: string) => path.dirname(web.resolve(`${name}/package.json`));
  const folder = await mkdtemp(path.join(tmpdir(), 'lectern-empty-'));
  try {
    await writeFile(path.join(folder, 'entry.js'), ENTRY);
    await build({
      root: folder,
      configFile: false,
      logLevel: 'error',
      resolve: { alias: { 'react-dom': react('react-dom'), react: react('react') } },
      build: {
        modulePreload: { polyfill: false },
        rollupOptions: {
          input: path.join(folder, 'entry.js'),
          output: { entryFileNames: 'bench-empty.js' },
        },
      },
    });
    const script = await readFile(path.join(folder, 'dist/bench-empty.js'), 'utf8');
    return {
      [EMPTY_PAGE]: { type: 'text/html; charset=utf-8', text: PAGE },
      '/assets/bench-empty.js': { type: 'text/javascript', text: script },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
