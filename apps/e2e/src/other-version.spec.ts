import { rmSync } from 'node:fs';
import path from 'node:path';
import { inspect } from './support/inspect.ts';
import { expect, test } from './support/journey.ts';
import { buildNewerApp, NEWER } from './support/newer-app.ts';
import { ChannelPage } from './support/pages/channel-page.ts';
import { storedTexts } from './support/people.ts';

/** A build of the app and several starts of a server. */
const PATIENCE_MS = 180_000;
/** So long a link may rest before it hears of a server that is back, in milliseconds. */
const HEARS_WITHIN_MS = 20_000;

let newer: string;
test.beforeAll(async () => {
  test.setTimeout(PATIENCE_MS);
  newer = await buildNewerApp();
});
test.afterAll(() => rmSync(newer, { recursive: true, force: true }));

test('an app that the server serves no more goes on offline, and a press brings the new one, which sends', async ({
  course,
  site,
  settleIn,
}) => {
  test.setTimeout(PATIENCE_MS);
  const updated = { oldest: NEWER, own: NEWER, webApp: path.join(newer, 'dist') };
  const emmy = await settleIn(course.lecturer);
  const { page } = emmy;
  const questions = await emmy.createChannel(course.name, 'questions');
  await questions.send('Before the update');
  await emmy.canOpenOffline();
  const otherTab = await page.context().newPage();
  await otherTab.goto(page.url());
  const there = new ChannelPage(otherTab, 'questions');
  await expect(there.message('Before the update')).toBeVisible();
  const line = page.getByRole('status').getByRole('button');
  const written = ['Before the update', 'Meanwhile, in the old app'];
  try {
    await test.step('the server is updated: it is said, and nothing is sent or lost', async () => {
      await site.kill();
      await site.restart(updated);
      await expect(line).toHaveText('Lectern was updated. Reload to go on; all that you wrote is kept.', {
        timeout: HEARS_WITHIN_MS,
      });
      await questions.write('Meanwhile, in the old app');
      await questions.isOnDevice('Meanwhile, in the old app');
      await questions.composer.fill('Half a sentence');
      expect(await storedTexts(course.lecturer, questions.id)).toEqual(written.slice(0, 1));
      await inspect(page, 'outdated');
      await page.reload();
      await expect(line).toHaveText(/^Lectern was updated\./, { timeout: HEARS_WITHIN_MS });
      await questions.isOnDevice('Meanwhile, in the old app');
      await expect(questions.composer).toHaveText('Half a sentence');
    });

    await test.step('a press brings the new app to all tabs, and it sends what waited', async () => {
      await line.click();
      await questions.isOnServer('Meanwhile, in the old app');
      await expect(questions.composer).toHaveText('Half a sentence');
      await expect(line).toHaveCount(0, { timeout: HEARS_WITHIN_MS });
      await there.isOnServer('Meanwhile, in the old app');
      expect(await storedTexts(course.lecturer, questions.id)).toEqual(written);
    });

    await test.step('the server goes back to the version before: the new app says so, and waits', async () => {
      await site.kill();
      await site.restart();
      await expect(line).toHaveText(
        'The server runs an older Lectern. What you write is kept here and sent later.',
        {
          timeout: HEARS_WITHIN_MS,
        },
      );
      await questions.write('Meanwhile, in the new app');
      await questions.isOnDevice('Meanwhile, in the new app');
      expect(await storedTexts(course.lecturer, questions.id)).toEqual(written);
      await site.kill();
      await site.restart(updated);
      await expect(line).toHaveText(/^Back online\./, { timeout: 60_000 });
      await questions.isOnServer('Meanwhile, in the new app');
      expect(await storedTexts(course.lecturer, questions.id)).toEqual([
        ...written,
        'Meanwhile, in the new app',
      ]);
    });
  } finally {
    await site.kill();
    await site.restart();
  }
});
