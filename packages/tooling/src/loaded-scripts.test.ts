import { expect, test } from 'vitest';
import { loadedScripts } from './loaded-scripts.ts';

const page = '<html><script type="module" crossorigin src="/assets/index-1.js"></script></html>';

test('follows static imports and workers, and leaves out what loads on demand', () => {
  const files: Record<string, string> = {
    'assets/index-1.js':
      'import{a as b}from"./react-2.js";import"./polyfill-3.js";import("./composer-4.js");' +
      'new SharedWorker(new URL(`/assets/hub-5.js`,import.meta.url),{type:`module`})',
    'assets/react-2.js': 'export*from"./shared-6.js";',
    'assets/polyfill-3.js': '',
    'assets/composer-4.js': '',
    'assets/hub-5.js': 'import{x}from"./shared-6.js";new Worker(new URL("./inner-7.js",import.meta.url))',
    'assets/shared-6.js': 'import{y}from"./index-1.js"',
    'assets/inner-7.js': '',
  };
  expect(loadedScripts(page, (name) => files[name]!).map((script) => script.name)).toEqual([
    'assets/hub-5.js',
    'assets/index-1.js',
    'assets/inner-7.js',
    'assets/polyfill-3.js',
    'assets/react-2.js',
    'assets/shared-6.js',
  ]);
});

test('a shared worker whose address stands in a constant counts, the service worker does not', () => {
  const files: Record<string, string> = {
    'assets/index-1.js': 'var a=`/assets/shared-worker-D2.js`,b=`/service-worker.js`;new SharedWorker(t(a))',
    'assets/shared-worker-D2.js': '',
  };
  expect(loadedScripts(page, (name) => files[name]!).map((script) => script.name)).toEqual([
    'assets/index-1.js',
    'assets/shared-worker-D2.js',
  ]);
});

test('what the page preloads counts, though it is imported on demand', () => {
  const preloading = page.replace('</html>', '<link href="/assets/page-2.js" rel="modulepreload"></html>');
  const files: Record<string, string> = {
    'assets/index-1.js': 'import("./page-2.js")',
    'assets/page-2.js': 'import"./react-3.js"',
    'assets/react-3.js': '',
  };
  expect(loadedScripts(preloading, (name) => files[name]!).map((script) => script.name)).toEqual([
    'assets/index-1.js',
    'assets/page-2.js',
    'assets/react-3.js',
  ]);
});
