import type { Page } from '@playwright/test';
import { colourOf } from './support/colour-of.ts';
import { expect, test } from './support/journey.ts';
import { PASSWORD, type Person, signInAgain, storedTexts } from './support/people.ts';

test('SEC-24 unsent things are named first; who waits is signed out when they are sent, and the device is empty', async ({
  course,
  site,
  settleIn,
  sitDown,
}) => {
  const emmy = await sitDown(course.lecturer);
  await emmy.createChannel(course.name, 'lectures');
  const { id } = await emmy.createChannel(course.name, 'questions');
  const ada = await course.join('Ada Lovelace');
  const here = await settleIn(ada);
  await here.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const questions = await here.openChannel('questions');
  await questions.send('Read by all');
  expect(await storesOf(here.page, ada)).not.toEqual([]);
  await here.canOpenOffline();
  site.network.blackHole();
  await here.saysOffline();
  const lectures = await here.openChannel('lectures');
  await lectures.composer.pressSequentially('half a thought');
  await here.openChannel('questions');
  await questions.write('Not sent yet');
  await questions.isOnDevice('Not sent yet');

  await here.sidebar.getByRole('link', { name: 'Ada Lovelace' }).click();
  await here.page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(here.dialog).toContainText('2 things are not on the server yet');
  await expect(here.dialog.getByRole('listitem')).toContainText(['Not sent yet', 'half a thought']);
  await here.dialog.getByRole('button', { name: 'Copy their text' }).click();
  await expect
    .poll(() => here.page.evaluate(() => navigator.clipboard.readText()))
    .toBe('#questions\nNot sent yet\n\n#lectures\nhalf a thought');
  await here.dialog.getByRole('button', { name: 'Wait until they are on the server' }).click();
  await expect(here.dialog).toContainText('Waiting for the connection.');

  await site.network.pass();
  await expect(here.page.getByRole('button', { name: 'Sign in' })).toBeVisible({ timeout: 20_000 });
  expect(await storedTexts(course.lecturer, id)).toEqual(['Read by all', 'Not sent yet']);
  expect(await storesOf(here.page, ada)).toEqual([]);
  await signIn(here.page, ada);
  await here.openChannel('lectures');
  await expect(lectures.composer).toHaveText('half a thought');
});

test('SEC-24 who discards leaves nothing on the device, and nothing is sent', async ({
  course,
  site,
  settleIn,
  sitDown,
}) => {
  const emmy = await sitDown(course.lecturer);
  const { id } = await emmy.createChannel(course.name, 'questions');
  const ada = await course.join('Ada Lovelace');
  const here = await settleIn(ada);
  const questions = await here.openChannel('questions');
  await questions.send('Read by all');
  await here.canOpenOffline();
  await site.kill();
  await here.saysOffline();
  await questions.write('On second thoughts');
  await questions.isOnDevice('On second thoughts');
  await here.sidebar.getByRole('link', { name: 'Ada Lovelace' }).click();
  await here.page.getByRole('button', { name: 'Sign out', exact: true }).click();
  const discard = here.dialog.getByRole('button', { name: 'Discard and sign out' });
  await expect(discard).toHaveCSS('color', await colourOf(here.page, '--danger-text'));
  await discard.click();
  await expect(here.dialog).toContainText('Discard 1 thing and sign out?');
  // Who presses Enter twice has not discarded anything.
  await here.page.keyboard.press('Enter');
  await expect(here.dialog).toContainText('On second thoughts');
  await discard.click();
  await here.dialog.getByRole('button', { name: 'Discard it' }).click();
  await expect(here.page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  expect(await storesOf(here.page, ada)).toEqual([]);

  await site.restart();
  await here.page.reload();
  await signIn(here.page, ada);
  const again = await here.openChannel('questions');
  await expect(again.message('Read by all')).toBeVisible();
  await again.send('A fresh start');
  expect(await storedTexts(course.lecturer, id)).toEqual(['Read by all', 'A fresh start']);
});

test('a session that is ended elsewhere locks the device; what was unsent waits there and is sent after signing in', async ({
  course,
  site,
  settleIn,
  sitDown,
}) => {
  const emmy = await sitDown(course.lecturer);
  await emmy.createChannel(course.name, 'lectures');
  const { id } = await emmy.createChannel(course.name, 'questions');
  const ada = await course.join('Ada Lovelace');
  const elsewhere = await signInAgain(site, ada);
  const here = await settleIn(ada);
  const questions = await here.openChannel('questions');
  await questions.send('Read by all');
  const lectures = await here.openChannel('lectures');
  await lectures.composer.pressSequentially('half a thou');
  await here.openChannel('questions');
  site.network.blackHole();
  await here.saysOffline();
  await questions.write('Written before it was ended');
  await questions.isOnDevice('Written before it was ended');

  await elsewhere.post('/api/sign-out-everywhere');
  await site.network.pass();
  await expect(here.page.getByRole('heading', { name: 'Sign in again' })).toBeVisible({ timeout: 20_000 });
  await expect(here.page.getByText('1 thing you wrote is not yet on the server.')).toBeVisible();
  await expect(here.page.getByText('Read by all')).toBeHidden();
  await here.page.reload();
  await expect(here.page.getByText('1 thing you wrote is not yet on the server.')).toBeVisible();

  await here.page.getByLabel('Password', { exact: true }).fill('a sentence that is wrong');
  await here.page.getByRole('button', { name: 'Sign in' }).click();
  await expect(here.page.getByRole('alert')).toHaveText('The e-mail or password is not right.');
  await here.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await here.page.getByRole('button', { name: 'Sign in' }).click();
  await questions.isOnServer('Written before it was ended');
  await here.openChannel('lectures');
  await expect(lectures.composer).toHaveText('half a thou');
  expect(await storedTexts(course.lecturer, id)).toEqual(['Read by all', 'Written before it was ended']);
});

/** The databases that a browser keeps of a person; their names carry the person's id. */
const storesOf = (page: Page, { id }: Person): Promise<(string | undefined)[]> =>
  page.evaluate(
    async (who) =>
      (await indexedDB.databases()).map(({ name }) => name).filter((name) => name?.includes(who)),
    id,
  );

async function signIn(page: Page, { email }: Person): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
