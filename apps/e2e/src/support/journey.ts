import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CourseRole } from '@lectern/contracts';
import { type BrowserContext, test as base, expect } from '@playwright/test';
import { LecternPage } from './pages/lectern-page.ts';
import { inviteLink, join, newCourse, type Person, setUp } from './people.ts';
import { Site } from './site.ts';
import { Watched } from './watched.ts';

/** A course of this test's own, with one lecturer. */
export interface Course {
  readonly id: string;
  readonly name: string;
  readonly lecturer: Person;
  join(name: string, role?: CourseRole): Promise<Person>;
}

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
  course: Course;
  /** A fresh browser in which this person has signed in, at the start page or at another address. */
  sitDown: (person: Person, address?: string) => Promise<LecternPage>;
  /** The same, past the weather: for whom the network never fails. */
  sitDownAtServer: (person: Person) => Promise<LecternPage>;
  laptopOf: (person: Person) => Laptop;
  /** A server of this test's own with the course that is made up, months long. */
  demoSite: Site;
}
interface WorkerFixtures {
  /** One server for the tests that take it in turn; each has a course of its own on it. */
  site: Site & { readonly admin: Person };
}

let courses = 0;

export const test = base.extend<Fixtures, WorkerFixtures>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs here
    async ({}, use) => {
      const site = await Site.start();
      const admin = await setUp(site, 'Sofia Kovalevskaya', 'Office');
      await use(Object.assign(site, { admin }));
      await site.end();
    },
    { scope: 'worker', timeout: 90_000 },
  ],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs here
  demoSite: async ({}, use) => {
    const site = await Site.start({ demo: true });
    await use(site);
    await site.end();
  },

  watched: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs here
    async ({}, use) => {
      const watched = new Watched();
      await use(watched);
      expect(watched.problems, 'nothing went wrong on any page').toEqual([]);
    },
    { auto: true },
  ],

  course: async ({ site }, use) => {
    const name = `Analysis ${++courses}`;
    const id = await newCourse(site.admin, name);
    const joins = async (who: string, role: CourseRole = 'student') =>
      join(site, await inviteLink(site.admin, id, role), who);
    await use({ id, name, lecturer: await joins('Emmy Noether', 'lecturer'), join: joins });
    // Whatever weather a test has made, and whatever it has killed: the next one finds everything well.
    if (!site.server.runs) await site.restart();
    await site.network.pass();
  },

  sitDown: async ({ browser, site, watched }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (person, address = '/') => {
      const context = await browser.newContext({ storageState: await person.api.storageState() });
      contexts.push(context);
      watched.add(context);
      return openAt(context, new URL(address, site.url));
    });
    for (const context of contexts) await context.close();
  },

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
