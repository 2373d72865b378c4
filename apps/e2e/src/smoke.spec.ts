import { expect, test } from './support/journey.ts';
import { LecternPage } from './support/pages/lectern-page.ts';
import { type } from './support/pages/type.ts';
import { PASSWORD, storedTexts } from './support/people.ts';

test('sign in, send, reload offline, send later @firefox', async ({ browser, course, site, sitDown }) => {
  const emmy = await sitDown(course.lecturer);
  const { id } = await emmy.createChannel(course.name, 'questions');
  const ada = await course.join('Ada Lovelace');

  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(site.url);
  await type(page.getByLabel('E-mail'), ada.email);
  await type(page.getByLabel('Password', { exact: true }), PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const here = new LecternPage(page);
  let questions = await here.openChannel('questions');
  await questions.send('Sent at once');
  await here.canOpenOffline();

  await site.kill();
  await here.saysOffline();
  await page.reload();
  questions = await here.openChannel('questions');
  await expect(questions.message('Sent at once')).toBeVisible();
  await questions.write('Sent later');
  await questions.isOnDevice('Sent later');

  await site.restart();
  await questions.isOnServer('Sent later');
  expect(await storedTexts(course.lecturer, id)).toEqual(['Sent at once', 'Sent later']);
  await context.close();
});
