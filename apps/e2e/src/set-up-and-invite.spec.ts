import type { Page } from '@playwright/test';
import { inspect } from './support/inspect.ts';
import { test as journey } from './support/journey.ts';
import { isPhone } from './support/pages/channel-page.ts';
import { LecternPage } from './support/pages/lectern-page.ts';
import { PASSWORD } from './support/people.ts';
import { Site } from './support/site.ts';

const { expect } = journey;

const test = journey.extend<{ emptySite: Site }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs here
  emptySite: async ({}, use) => {
    const site = await Site.start();
    await use(site);
    await site.end();
  },
});

for (const tag of ['', '@phone']) {
  test(
    `the set-up link makes the first account and a course, and an invite brings a second person in ${tag}`.trim(),
    async ({ browser, emptySite: site }) => {
      const open = async (address: string) => {
        const context = await browser.newContext();
        const page = await context.newPage();
        await page.goto(address);
        return page;
      };
      const link = await site.server.setupLink();
      const page = await open(link);
      await expect(page.getByLabel('Your name')).toBeVisible();
      await inspect(page, 'set-up');
      await fillAccount(page, 'Emmy Noether');
      await page.getByLabel('Name of the course').fill('Algebra');
      await page.getByRole('button', { name: 'Create account and course' }).click();
      const emmy = new LecternPage(page);
      await expect(emmy.sidebar.getByRole('link', { name: 'Algebra' })).toBeVisible();
      if (!isPhone(page)) await inspect(page, 'first-steps');

      await emmy.chooseInCourseMenu('Algebra', 'Invite people');
      await emmy.dialog.getByRole('button', { name: 'Make invite link' }).click();
      const invite = await emmy.dialog.getByRole('textbox').inputValue();
      await emmy.dialog.getByRole('button', { name: 'Close' }).click();
      const questions = await emmy.createChannel('Algebra', 'questions');
      await questions.send('Ask anything here.');

      const hers = await open(invite);
      await expect(hers.getByRole('heading', { name: 'Join Algebra' })).toBeVisible();
      await inspect(hers, 'join');
      await fillAccount(hers, 'Olga Taussky');
      await hers.getByRole('button', { name: 'Create account and join' }).click();
      await expect(hers.getByText('Good to see you, Olga Taussky')).toBeVisible();
      const olga = new LecternPage(hers);
      const hersQuestions = await olga.openChannel('questions');
      await expect(hersQuestions.message('Ask anything here.')).toBeVisible();
      await hersQuestions.send('Is zero a natural number?');
      await expect(questions.message('Is zero a natural number?')).toBeVisible();

      await page.goto(link);
      await expect(page.getByText('This set-up link no longer works')).toBeVisible();
    },
  );
}

async function fillAccount(page: Page, name: string): Promise<void> {
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('E-mail').fill(`${name.replace(' ', '.')}@example.edu`);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
}
