import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext } from '@playwright/test';
import { LecternPage } from './pages/lectern-page.ts';
import type { Person } from './people.ts';
import { Site } from './site.ts';
import { test as base, expect } from './site-test.ts';
import { Watched } from './watched.ts';

/** A browser that can be shut and opened again with all that it has stored. */
export interface Laptop {
  /** Opens it at an address of the site, for whoever has signed in on it. */
  open(address?: string): Promise<LecternPage>;
  /** Ends the browser, its workers and all. */
  shut(): Promise<void>;
  /** Lets the browser find no place for IndexedDB when it opens: pages and workers alike are refused. */
  refuseStorage(): void;
  /** Takes away what IndexedDB holds, as a browser does that is short of space. Only while it is shut. */
  clearStorage(): void;
}

interface Fixtures {
  watched: Watched;
  /** How they come, whichever way they sit. */
  arrive: (person: Person, serviceWorkers: 'allow' | 'block', address?: string) => Promise<LecternPage>;
  /** A fresh browser in which this person has signed in, at the start page or at another address. */
  sitDown: (person: Person, address?: string) => Promise<LecternPage>;
  /** The same in a browser that keeps the app, to open it without a network: to keep it takes some seconds of a core. */
  settleIn: (person: Person, address?: string) => Promise<LecternPage>;
  /** As they sit down, but past the weather: for whom the network never fails. */
  sitDownAtServer: (person: Person) => Promise<LecternPage>;
  laptopOf: (person: Person) => Laptop;
  /** A server of this test's own with the course that is made up, months long. */
  demoSite: Site;
}

interface WorkerFixtures {
  /** The data of the course that is made up: to make it takes longer than to copy it. */
  demoData: string;
}

/** Journeys in browsers that Playwright drives. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  demoData: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs here
    async ({}, use) => {
      const site = await Site.start({ demo: true });
      await site.server.stop();
      await use(site.dataDir);
      await site.end();
    },
    { scope: 'worker', timeout: 90_000 },
  ],

  demoSite: async ({ demoData }, use) => {
    const site = await Site.start({ demo: true, copyOf: demoData });
    await use(site);
    await site.end();
  },

  watched: [
    async ({ browser }, use) => {
      const watched = new Watched();
      watched.watch(browser);
      await use(watched);
      watched.unwatch(browser);
      expect(watched.problems, 'nothing went wrong on any page').toEqual([]);
    },
    { auto: true },
  ],

  arrive: async ({ browser, site }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (person, serviceWorkers, address = '/') => {
      const storageState = await person.api.storageState();
      const context = await browser.newContext({ storageState, serviceWorkers });
      contexts.push(context);
      return openAt(context, new URL(address, site.url));
    });
    for (const context of contexts) await context.close();
  },

  sitDown: ({ arrive }, use) => use((person, address) => arrive(person, 'block', address)),

  settleIn: ({ arrive }, use) => use((person, address) => arrive(person, 'allow', address)),

  sitDownAtServer: ({ site, sitDown }, use) => use((person) => sitDown(person, site.directUrl)),

  laptopOf: async ({ playwright, browserName, site, watched }, use) => {
    const ends: (() => Promise<void>)[] = [];
    await use((person) => {
      const profile = mkdtempSync(path.join(tmpdir(), 'lectern-profile-'));
      const databases = path.join(profile, 'Default/IndexedDB');
      let context: BrowserContext | null = null;
      let known = false;
      const shut = async () => {
        await context?.close();
        context = null;
      };
      ends.push(async () => {
        await shut();
        rmSync(profile, { recursive: true, force: true });
      });
      return {
        shut,
        refuseStorage: () => {
          mkdirSync(path.dirname(databases), { recursive: true });
          writeFileSync(databases, 'A file stands where the folder belongs.');
        },
        clearStorage: () => rmSync(databases, { recursive: true }),
        open: async (address = '/') => {
          if (!context) {
            context = await playwright[browserName].launchPersistentContext(profile);
            watched.add(context);
          }
          if (!known) await context.addCookies((await person.api.storageState()).cookies);
          known = true;
          return openAt(context, new URL(address, site.url));
        },
      };
    });
    for (const end of ends) await end();
  },
});
export { expect };

async function openAt(context: BrowserContext, url: URL): Promise<LecternPage> {
  const page = await context.newPage();
  await page.goto(url.href);
  return new LecternPage(page);
}
