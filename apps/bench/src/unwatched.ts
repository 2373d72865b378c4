import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chromium, type Page } from 'playwright-core';
import { atRest, CHROMIUM, FLAGS } from './chromium.ts';

/** Longest wait for a browser to answer or to end, in milliseconds. */
const PATIENCE_MS = 30_000;

/**
 * Opens a page in a browser that has just been started, as a person does, and answers when a text in a place was
 * painted, in milliseconds from the beginning of the navigation. The browser keeps the record itself (largest
 * contentful paint) and is asked only afterwards: an inspector that is attached while scripts are loaded makes the
 * engine read them again for each error object that they create, which React does five times.
 */
export async function unwatchedPaintOf(
  folder: string,
  url: string,
  place: string,
  text: string,
): Promise<number> {
  const browser = spawn(
    CHROMIUM,
    [
      ...FLAGS,
      '--headless=new',
      '--no-sandbox',
      // As the browser that filled the folder: its store would be locked to another key otherwise.
      '--password-store=basic',
      '--use-mock-keychain',
      '--window-size=1440,900',
      `--user-data-dir=${folder}`,
      '--remote-debugging-port=0',
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  try {
    const inspector = await inspectorOf(browser.stderr);
    await atRest();
    const opened = await fetch(`http://${inspector}/json/new?${url}`, { method: 'PUT' });
    if (!opened.ok) throw new Error(`the browser opens no page: ${await opened.text()}`);
    await atRest();
    const attached = await chromium.connectOverCDP(`http://${inspector}`, { timeout: PATIENCE_MS });
    const page = attached
      .contexts()
      .flatMap((context) => context.pages())
      .find((each) => each.url() === url);
    if (page === undefined) throw new Error(`the browser has no page ${url}`);
    const painted = await recordOf(page, place, text);
    const ended = once(browser, 'exit', { signal: AbortSignal.timeout(PATIENCE_MS) });
    await (await attached.newBrowserCDPSession()).send('Browser.close');
    await ended;
    return painted;
  } finally {
    browser.kill('SIGKILL');
  }
}

/** The address at which the browser listens for inspectors; it says so when it has started. */
function inspectorOf(stderr: NodeJS.ReadableStream): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let said = '';
  stderr.on('data', (chunk: Buffer) => {
    said += String(chunk);
    const found = /DevTools listening on ws:\/\/([^/]+)\//.exec(said);
    if (found) resolve(found[1]!);
  });
  stderr.on('end', () => reject(new Error(`the browser does not start: ${said}`)));
  return promise;
}

/** When the first large text in a place was painted, of a page that shows `text` there by now. */
async function recordOf(page: Page, place: string, text: string): Promise<number> {
  const painted = await page.evaluate(
    ({ place, text }) => {
      if (!document.querySelector(place)?.textContent?.includes(text)) return null;
      return new Promise<number | null>((resolve) => {
        new PerformanceObserver((list) => {
          const paints = list.getEntries() as LargestContentfulPaint[];
          resolve(paints.find(({ element }) => element?.closest(place))?.startTime ?? null);
        }).observe({ type: 'largest-contentful-paint', buffered: true });
      });
    },
    { place, text },
  );
  if (painted === null) throw new Error(`the page shows no "${text}" in ${place}`);
  return painted;
}
