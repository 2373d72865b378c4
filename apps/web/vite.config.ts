import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { check, EmojiSchema } from '@lectern/contracts';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

/** Where `npm run dev` runs the server; the page is served by Vite and talks to it through the proxy. */
const DEV_SERVER = 'http://127.0.0.1:3000';

/** Engines with `light-dark()`, popovers and `dialog`: what the tokens and overlays are written in. */
const ENGINES = ['chrome125', 'firefox128', 'safari18'];

/** Group of hair and skin colours in the table of emoji. */
const COMPONENTS = 2;

const START = path.resolve(import.meta.dirname, 'src/main.ts');
const PAGE = path.resolve(import.meta.dirname, 'src/draw.tsx');

/** Dexie's build for engines of today; its main one is for those of ten years ago. */
const DEXIE = fileURLToPath(import.meta.resolve('dexie/dist/modern/dexie.mjs'));

/** Wouter's stand-in for a hook that React has by itself. */
const STORE_HOOK = 'use-sync-external-store/shim/index.js';

/** What Yjs warns with: its own way to print brings along colours, a way to make elements, and their schema. */
const PLAIN_LOGGING = path.resolve(import.meta.dirname, 'src/hub/plain-logging.ts');

/**
 * What the hub checks with, as one file: parts of it are wanted by whatever is fetched later, and each would have a small
 * file of its own, which packs worse.
 */
const SCHEMAS = {
  name: (id: string, graph: Graph) =>
    isSchema(id, graph) || /channel-doc.src.record/.test(id) ? 'schemas' : null,
};

/** What several of the hub's later files share, for the same reason. */
const YJS = { name: 'yjs', test: /node_modules.(yjs|lib0|y-indexeddb)\b/ };
const MIRROR_WRITES = {
  name: 'mirror-writes',
  test: /local-store.src.(indexed-writes|epochs|newest-of|row-weight|row-bytes|changed-rev|mark-keys|search.(blocks|stale-rows))\.ts/,
};

export default defineConfig({
  resolve: { alias: { dexie: DEXIE, 'lib0/logging': PLAIN_LOGGING, [STORE_HOOK]: 'react' } },
  plugins: [
    react(),
    tailwind(),
    startHubFirst(),
    preloadPage(),
    precompress(),
    emojiTable(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'service-worker.ts',
      injectRegister: false,
      registerType: 'prompt',
      injectManifest: {
        // Fonts: only the two subsets that most names and texts need, and of formulas those of most mathematics; the
        // others are fetched when they are used. What is kept must be here before anything works without a network.
        globPatterns: [
          '**/*.{js,css,html,svg,png,webmanifest}',
          '**/inter-latin-*.woff2',
          '**/KaTeX_{Main-Regular,Main-Bold,Math-Italic,AMS-Regular,Size?-Regular}-*.woff2',
        ],
        globIgnores: ['service-worker.js'],
      },
      manifest: {
        name: 'Lectern',
        short_name: 'Lectern',
        description: 'A course chat that works with the Wi-Fi down and tells the truth about what is saved.',
        id: '/',
        start_url: '/',
        display: 'standalone',
        background_color: '#f8f7f4',
        theme_color: '#f8f7f4',
        icons: [
          { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
        ],
      },
    }),
  ],
  // What tells a bundler what may be left out has no reader in a bundle.
  worker: {
    format: 'es',
    rolldownOptions: {
      output: {
        comments: false,
        codeSplitting: { includeDependenciesRecursively: false, groups: [SCHEMAS, YJS, MIRROR_WRITES] },
      },
    },
  },
  build: {
    target: ENGINES,
    cssTarget: ENGINES,
    // Data URLs would need a wider content security policy.
    assetsInlineLimit: 0,
    // A list of everything that each lazy import brings along would be in the page's first file. What they bring comes a
    // little later then, and from the service worker's cache but for a first visit.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, files) => files.filter((file) => file.endsWith('.css')),
    },
    reportCompressedSize: true,
    // Two files for the first screen, what wakes the hub and the page: each one more costs the service worker its time.
    rolldownOptions: {
      output: { codeSplitting: { groups: [chunkOf('start', START, 2), chunkOf('page', PAGE, 1)] } },
    },
  },
  server: {
    proxy: {
      '/api': DEV_SERVER,
      '/sync': { target: DEV_SERVER, ws: true },
    },
  },
});

interface Graph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

/** A file with everything that a module is loaded with, but for what a file of higher priority has. */
function chunkOf(name: string, root: string, priority: number) {
  return {
    name: (id: string, graph: Graph) => (isUnder(id, root, graph) && !isSchema(id, graph) ? name : null),
    debugName: name,
    priority,
  };
}

/** Schemas are named by modules that do not use them. What a page checks, it checks in dialogs: they go with those. */
const isSchema = (id: string, graph: Graph): boolean =>
  [id, ...(graph.getModuleInfo(id)?.importedIds ?? [])].some((each) =>
    each.includes('/node_modules/valibot/'),
  );

/** Whether a module is loaded with another one, by imports that are not lazy. */
function isUnder(id: string, root: string, graph: Graph): boolean {
  const found = new Set([root]);
  // A set is walked in the order of its growth.
  for (const each of found) for (const next of graph.getModuleInfo(each)?.importedIds ?? []) found.add(next);
  return found.has(id);
}

/** Emoji with names and tags as one small module: the picker works without a network. */
function emojiTable(): Plugin {
  const id = 'virtual:emoji';
  return {
    name: 'lectern-emoji-table',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    async load(source) {
      if (source !== `\0${id}`) return null;
      const file = fileURLToPath(import.meta.resolve('emojibase-data/en/compact.json'));
      const codes = JSON.parse(
        await readFile(
          fileURLToPath(import.meta.resolve('emojibase-data/en/shortcodes/github.json')),
          'utf8',
        ),
      ) as Record<string, string | string[]>;
      const all = JSON.parse(await readFile(file, 'utf8')) as {
        hexcode: string;
        unicode: string;
        label: string;
        tags?: string[];
        group?: number;
        order?: number;
      }[];
      const table = all
        // What has no group, or is in that of components, is a part of others.
        .filter(({ group }) => group !== undefined && group !== COMPONENTS)
        .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
        .flatMap(({ hexcode, unicode, label, tags = [], group }) => {
          // The table asks for a picture also where nothing else is meant. The contract knows one form of each emoji.
          const emoji = [unicode, unicode.replaceAll('\ufe0f', '')].find(
            (form) => check(EmojiSchema, form).ok,
          );
          return emoji === undefined
            ? []
            : [[emoji, label, tags.join(' '), group, [codes[hexcode] ?? []].flat().join(' ')]];
        });
      return `export const table = JSON.parse(${JSON.stringify(JSON.stringify(table))});`;
    },
  };
}

/** Tells the first script where the hub's worker is, so that it can start it. */
function startHubFirst(): Plugin {
  return {
    name: 'lectern-start-hub-first',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle }) => {
        if (!bundle) return html;
        const hub = Object.keys(bundle).find((file) => /shared-worker-.*\.js$/.test(file));
        if (!hub) throw new Error('the build has no worker of the hub');
        return html.replace('src="/first.js"', `src="/first.js" data-hub="/${hub}"`);
      },
    },
  };
}

/** Asks for the page's code and its text face together with the first script, so that nothing waits for a second look. */
function preloadPage(): Plugin {
  return {
    name: 'lectern-preload-page',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle = {} }) => {
        const face = Object.keys(bundle).find((file) => /inter-latin-wght-normal.*\.woff2$/.test(file));
        const modules = new Set<string>();
        const add = (file: string): void => {
          const chunk = bundle[file];
          if (chunk?.type !== 'chunk' || modules.has(file)) return;
          modules.add(file);
          chunk.imports.forEach(add);
        };
        const page = Object.values(bundle).find(
          (chunk) => chunk.type === 'chunk' && chunk.moduleIds.includes(PAGE),
        );
        if (page) add(page.fileName);
        return [
          ...(face ? [{ href: `/${face}`, rel: 'preload', as: 'font', type: 'font/woff2' }] : []),
          ...[...modules].map((file) => ({ href: `/${file}`, rel: 'modulepreload' })),
        ]
          .filter(({ href }) => !html.includes(href))
          .map((attrs) => ({ tag: 'link', attrs: { ...attrs, crossorigin: '' }, injectTo: 'head' as const }));
      },
    },
  };
}

/** Writes scripts and styles also as Brotli and gzip, so that the server compresses nothing twice. */
function precompress(): Plugin {
  return {
    name: 'lectern-precompress',
    apply: 'build',
    writeBundle: async ({ dir }, bundle) => {
      const files = Object.keys(bundle).filter((file) => /^assets\/.*\.(js|css)$/.test(file));
      await Promise.all(
        files.map(async (file) => {
          const target = path.join(dir ?? 'dist', file);
          const content = await readFile(target);
          await writeFile(`${target}.gz`, await promisify(gzip)(content, { level: 9 }));
          await writeFile(`${target}.br`, await promisify(brotliCompress)(content));
        }),
      );
    },
  };
}
