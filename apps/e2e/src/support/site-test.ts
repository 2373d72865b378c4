import type { CourseRole } from '@lectern/contracts';
import { test as base, expect } from '@playwright/test';
import { inviteLink, join, newCourse, type Person, setUp } from './people.ts';
import { reportedViolations } from './reported-violations.ts';
import { Site } from './site.ts';

/** A course of this test's own, with one lecturer. */
export interface Course {
  readonly id: string;
  readonly name: string;
  readonly lecturer: Person;
  join(name: string, role?: CourseRole): Promise<Person>;
}

export interface SiteFixtures {
  lawful: undefined;
  course: Course;
}
export interface SiteWorkerFixtures {
  /** One server for the tests that take it in turn; each has a course of its own on it. */
  site: Site & { readonly admin: Person };
}

let courses = 0;

/** What a journey has whatever drives its browser: a server, and a course on it. */
export const test = base.extend<SiteFixtures, SiteWorkerFixtures>({
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

  lawful: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs here
    async ({}, use) => {
      await use(undefined);
      expect(reportedViolations.splice(0), 'nothing was kept from happening by the security policy').toEqual(
        [],
      );
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
});
export { expect };
