import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

/** Where `npm run dev` runs the server; the page is served by Vite and talks to it through the proxy. */
const DEV_SERVER = 'http://127.0.0.1:3000';

/** Engines with `light-dark()`, popovers and `dialog`: what the tokens and overlays are written in. */
const ENGINES = ['chrome125', 'firefox128', 'safari18'];

export default defineConfig({
  plugins: [
    react(),
    tailwind(),
    preloadFont(),
    precompress(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'service-worker.ts',
      injectRegister: false,
      registerType: 'prompt',
      injectManifest: {
        // Fonts: only the two subsets that most names and texts need; the others are fetched when they are used.
        globPatterns: ['**/*.{js,css,html,svg,png,webmanifest}', '**/inter-latin-*.woff2'],
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
  worker: { format: 'es' },
  build: {
    target: ENGINES,
    cssTarget: ENGINES,
    // Data URLs would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: {
    proxy: {
      '/api': DEV_SERVER,
      '/sync': { target: DEV_SERVER, ws: true },
    },
  },
});

/** Asks for the text face together with the script, so that it is there when the first words are drawn. */
function preloadFont(): Plugin {
  return {
    name: 'lectern-preload-font',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) => {
        const face = Object.keys(bundle ?? {}).find((file) => /inter-latin-wght-normal.*\.woff2$/.test(file));
        if (!face) return [];
        const attrs = { rel: 'preload', href: `/${face}`, as: 'font', type: 'font/woff2', crossorigin: '' };
        return [{ tag: 'link', attrs, injectTo: 'head' }];
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
