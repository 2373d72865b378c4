import { PROTOCOL_VERSION } from '@lectern/contracts';
import type { Page } from '@playwright/test';
import { putDatabases } from './old-stores/browser-databases.ts';
import { oldProtocols, readOldBrowser } from './old-stores/fixture.ts';
import { expect, test } from './support/journey.ts';
import { marks } from './support/pages/channel-page.ts';
import { LecternPage } from './support/pages/lectern-page.ts';
import { NotePage, noteLinks } from './support/pages/note-page.ts';
import { type Person, readChannel, signInAgain } from './support/people.ts';
import { Site } from './support/site.ts';

/** What they wrote offline with the earlier version, in the order of writing, by channel. */
const LIMITS = ['Written offline, first.', 'Written offline, second.', 'Exercise 6, offline.'];
const STAFF = ['Written offline, to the staff.'];
const EDITED = 'My last words online, edited offline.';
const IN_NOTE = 'As Bolzano said. And Weierstrass. And Kurt, offline.';

test('there is a browser of every version of the protocol before this one', () => {
  const before = Array.from({ length: PROTOCOL_VERSION - 1 }, (_, i) => i + 1);
  expect(oldProtocols(), 'make it with the code before the change: CONTRIBUTING.md').toEqual(
    expect.arrayContaining([1, ...before]),
  );
});

for (const protocol of oldProtocols()) {
  test(`what a browser and a server of protocol ${protocol} have stored is all there, and what was unsent is sent once`, async ({
    browser,
    watched,
  }) => {
    test.slow();
    const old = readOldBrowser(protocol);
    const site = await Site.start({ oldStore: protocol });
    const context = await browser.newContext();
    watched.add(context);
    try {
      const page = await context.newPage();
      await test.step('the new version is installed beside what the old one has stored', async () => {
        await page.goto(new URL('/healthz', site.url).href);
        await context.addCookies(
          // On plain http the port is part of the name.
          old.cookies.map(({ name, value }) => ({
            name: name.replace(/\d+$/, new URL(site.url).port),
            value,
            url: site.url,
          })),
        );
        await installShell(page);
        await putDatabases(page, old.databases);
      });

      const app = new LecternPage(page);
      const paths = await test.step('without a network everything is shown', async () => {
        site.network.blackHole();
        await page.goto(site.url);
        await app.saysOffline();
        await expect(app.pendingRow).toHaveText('9 things not yet on the server');
        const limits = await app.openChannel('limits');
        for (const text of ['Written offline, first.', 'Written offline, second.'])
          await limits.isOnDevice(text);
        await expect(limits.mark(EDITED, marks.editOnDevice)).toBeVisible();
        await expect(limits.reaction('Thank you', '👍')).toBeVisible();
        await expect(limits.message('Is the rational line complete?')).toContainText('Pinned by Kurt Gödel');
        await expect(limits.composer).toHaveText('Half a thought');
        await limits.scrollTo('Epsilonics is an art.');
        await expect(limits.message('Epsilonics is an art.')).toContainText('find delta');
        const address = new URL(page.url()).pathname;
        const news = await app.openChannel('news');
        await expect(news.message('The exam is on Monday')).toBeVisible();
        await expect(news.composer).toHaveText('A draft from the other device');
        const staff = await app.openChannel('staff');
        await staff.isOnDevice('Written offline, to the staff.');
        await expect(staff.list).not.toContainText('Who marks the exam?');
        const staffId = staff.id;
        await page.goto(new URL('/saved', site.url).href);
        await expect(app.saved).toHaveCount(4);
        await (await app.openChannel('limits')).showDetails();
        await noteLinks(page).filter({ hasText: 'Week 5' }).getByRole('link').click();
        const note = new NotePage(page);
        await expect(note.editor).toContainText(IN_NOTE);
        return { limits: address.split('/')[2]!, staff: staffId, note: new URL(page.url()).pathname };
      });

      const known: Person = { ...old.person, handle: '', api: context.request };
      const kurt: Person = { ...known, api: await signInAgain(site, known) };
      const before = (await readChannel(kurt, paths.limits)).length;
      await test.step('with the network back everything is sent, once', async () => {
        await site.network.pass();
        await expect(app.pendingRow).toHaveCount(0, { timeout: 20_000 });
        await new NotePage(page).saysSaved();
        const limits = await readChannel(kurt, paths.limits);
        expect(limits).toHaveLength(before + LIMITS.length);
        expect(limits.slice(-LIMITS.length).map(({ text }) => text)).toEqual(LIMITS);
        expect(limits.filter(({ text }) => text === EDITED)).toHaveLength(1);
        const staff = await readChannel(kurt, paths.staff);
        expect(staff.slice(-STAFF.length).map(({ text }) => text)).toEqual(STAFF);
        expect(staff[0]!.deleted).toBe(true);
      });

      await test.step('another browser sees it so, and this one still does when it is opened again', async () => {
        const other = await browser.newContext({ storageState: await kurt.api.storageState() });
        watched.add(other);
        const there = await other.newPage();
        await there.goto(new URL(paths.note, site.url).href);
        for (const each of [there, page]) {
          await each.reload();
          const editor = new NotePage(each).editor;
          await expect(editor).toContainText(IN_NOTE);
          expect((await editor.innerText()).split('And Kurt, offline.')).toHaveLength(2);
          const lectern = new LecternPage(each);
          const limits = await lectern.openChannel('limits');
          await expect(limits.composer).toHaveText('Half a thought');
          await expect(limits.message('Is the rational line complete?')).toContainText(
            'Pinned by Kurt Gödel',
          );
          expect(await limits.texts(['Written offline, first.', 'Written offline, second.'])).toEqual([
            'Written offline, first.',
            'Written offline, second.',
          ]);
        }
        await other.close();
      });
    } finally {
      await context.close();
      await site.end();
    }
  });
}

/** Lets the browser keep the app's shell before the app runs, as an update does. */
async function installShell(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { trustedTypes } = globalThis as unknown as {
      trustedTypes: { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } };
    };
    const policy = trustedTypes.createPolicy('lectern', { createScriptURL: (url: string) => url });
    await navigator.serviceWorker.register(policy.createScriptURL('/service-worker.js'), { scope: '/' });
    await navigator.serviceWorker.ready;
  });
}
