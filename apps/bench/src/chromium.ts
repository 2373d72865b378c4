import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Lectern, Person } from './lectern.ts';

export const CHROMIUM = '/usr/bin/chromium';
/** No graphics card, no calls home: a browser for one page. */
export const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const LAUNCH = {
  executablePath: CHROMIUM,
  args: FLAGS,
  viewport: { width: 1440, height: 900 },
  locale: 'en-GB',
};
/** Longest wait for anything on a page, in milliseconds. */
const PATIENCE_MS = 120_000;

/** The machine is at rest when it was idle for so much of such a time, in milliseconds; nobody waits longer than this. */
const REST = { idle: 0.9, overMs: 500, atMostMs: 15_000 };

/** A laptop: a browser that can be shut and opened again, cold, with all that it has stored. */
export class Laptop {
  /** Where all that it stores is. */
  readonly folder: string;
  #context: BrowserContext | null = null;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async buy(): Promise<Laptop> {
    return new Laptop(await mkdtemp(path.join(tmpdir(), 'lectern-laptop-')));
  }

  /** Starts the browser, without anybody's session unless a person is given. */
  async start(options: { app?: Lectern; person?: Person; serviceWorkers?: 'block' } = {}): Promise<Page> {
    const { app, person, serviceWorkers } = options;
    const context = await chromium.launchPersistentContext(this.folder, {
      ...LAUNCH,
      ...(serviceWorkers ? { serviceWorkers } : {}),
    });
    this.#context = context;
    context.setDefaultTimeout(PATIENCE_MS);
    if (app && person) {
      const cookies = person.cookies.map((cookie) => {
        const at = cookie.indexOf('=');
        return { name: cookie.slice(0, at), value: cookie.slice(at + 1), url: app.origin };
      });
      await context.addCookies(cookies);
    }
    return context.pages()[0] ?? (await context.newPage());
  }

  async shut(): Promise<void> {
    await this.#context?.close();
    this.#context = null;
  }

  async scrap(): Promise<void> {
    await this.shut();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/**
 * Waits until nothing runs any more. A browser that has just been started loads pages of its own for some seconds
 * (address bar, new tab), on the same cores as the page that is measured.
 */
export async function atRest(): Promise<void> {
  const end = performance.now() + REST.atMostMs;
  for (let before = cpuTimes(); performance.now() < end; before = cpuTimes()) {
    await wait(REST.overMs);
    const now = cpuTimes();
    if (now.idle - before.idle >= REST.idle * (now.total - before.total)) return;
  }
}

function cpuTimes(): { idle: number; total: number } {
  const times = cpus().map((cpu) => cpu.times);
  return {
    idle: times.reduce((sum, { idle }) => sum + idle, 0),
    total: times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0),
  };
}

/** The list of messages of a channel; there is one on a page. */
export const MESSAGE_LIST = '[role=list][aria-label^="Messages in"]';

/** Milliseconds from the beginning of a navigation until a text in a place has been painted. */
export async function paintOf(page: Page, url: string, place: string, text: string): Promise<number> {
  await page.addInitScript(noteWhenPainted, { place, text });
  await page.goto(url, { waitUntil: 'commit' });
  // A slow watch, so that watching costs nothing.
  const painted = await page.waitForFunction(() => (globalThis as BenchWindow).benchPaintedAt, null, {
    polling: 100,
  });
  return (await painted.jsonValue())!;
}

/** Everything that the app needs to open without a network is on this device. */
export async function canOpenOffline(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated', null, {
    polling: 100,
  });
}

type BenchWindow = typeof globalThis & { benchPaintedAt?: number };

/** Runs in the page before anything else. */
function noteWhenPainted({ place, text }: { place: string; text: string }): void {
  const look = (): void => {
    if (!document.querySelector(place)?.textContent?.includes(text)) {
      requestAnimationFrame(look);
      return;
    }
    // It stood there before this frame was drawn; a message to oneself arrives after the drawing.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      (globalThis as BenchWindow).benchPaintedAt = performance.now();
    };
    port2.postMessage(null);
  };
  requestAnimationFrame(look);
}
