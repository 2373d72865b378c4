import { colourOf } from './support/colour-of.ts';
import { expect, test } from './support/journey.ts';

test('a channel without messages says how to begin; who may not write is told that nothing is there', async ({
  course,
  sitDown,
}) => {
  const lovelace = await course.join('Ada Lovelace');
  const emmy = await sitDown(course.lecturer);
  const news = await emmy.createChannel(course.name, 'news', 'Announcements');
  await expect(emmy.page.getByText('Say hello, or ask the first question.')).toBeVisible();
  const ada = await sitDown(lovelace);
  await ada.openChannel('news');
  const nothing = ada.page.getByText('Nothing has been posted here yet.');
  await expect(nothing).toBeVisible();
  await news.send('Welcome to the course');
  await expect(ada.page.getByText('Welcome to the course')).toBeVisible();
  await expect(nothing).toBeHidden();
});

test('Esc closes the details first and gives the focus back; only then it goes to the composer', async ({
  course,
  sitDown,
}) => {
  const emmy = await sitDown(course.lecturer);
  const questions = await emmy.createChannel(course.name, 'questions');
  const { page } = emmy;
  const toggle = page.getByRole('button', { name: 'Channel details' });
  const panel = page.getByRole('complementary', { name: 'Channel details' });
  await toggle.click();
  await expect(panel).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(toggle).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(questions.composer).toBeFocused();

  // Who writes beside the details goes on writing.
  await toggle.click();
  await questions.composer.click();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(questions.composer).toBeFocused();
});

test('a field that is wrong says so at its edge too, and keeps its hint', async ({ course, sitDown }) => {
  const emmy = await sitDown(course.lecturer);
  await emmy.chooseInCourseMenu(course.name, 'Create channel');
  const field = emmy.dialog.getByLabel('Name', { exact: true });
  const right = await field.evaluate((input) => getComputedStyle(input).borderColor);
  await emmy.dialog.getByRole('button', { name: 'Create channel' }).click();
  const danger = await colourOf(emmy.page, '--danger');
  expect(right).not.toBe(danger);
  await expect(field).toHaveCSS('border-color', danger);
  await expect(field).toHaveAccessibleDescription(/Must .*For example: exercise-3/);
});

test('without a server nobody is called offline, and how many people a channel has is still known', async ({
  course,
  site,
  sitDown,
}) => {
  const lovelace = await course.join('Ada Lovelace');
  const emmy = await sitDown(course.lecturer);
  await emmy.createChannel(course.name, 'lectures');
  await emmy.createChannel(course.name, 'questions');
  const ada = await sitDown(lovelace);
  await ada.openChannel('lectures');
  const count = ada.page.getByRole('button', { name: /^\d people$/ });
  await expect(count).toBeVisible();
  await ada.sidebar.getByRole('link', { name: 'People' }).click();
  const noether = ada.page.getByRole('listitem').filter({ hasText: 'Emmy Noether' });
  await expect(noether).toContainText('Online');
  await site.kill();
  await ada.saysOffline();
  await expect(noether).toContainText(course.lecturer.handle);
  await expect(noether).not.toContainText('Online');
  await expect(noether).not.toContainText('Offline');
  await ada.openChannel('lectures');
  await expect(count).toBeVisible();
  await ada.openChannel('questions');
  await expect(ada.page.getByRole('button', { name: /^(Members|\d people)$/ })).toBeHidden();
});

test('from an address where nothing is there is a way on', async ({ course, site, sitDown }) => {
  const emmy = await sitDown(course.lecturer);
  for (const address of ['/c/00000000-0000-4000-8000-000000000000', '/nowhere']) {
    await emmy.page.goto(`${site.url}${address}`);
    await emmy.page.getByRole('link', { name: 'Go to your channels' }).click();
    await expect(emmy.page.getByText('Good to see you')).toBeVisible();
  }
});

test('a phone names the channel of a mention, opens details above the topic, and says how things stand in one line @phone', async ({
  course,
  site,
  sitDown,
}) => {
  const lovelace = await course.join('Ada Lovelace');
  const emmy = await sitDown(course.lecturer);
  const name = 'questions-about-the-exercises';
  const questions = await emmy.createChannel(course.name, name);
  await questions.composer.pressSequentially('@lov');
  await emmy.page.getByRole('option', { name: /Ada Lovelace/ }).tap();
  await questions.composer.pressSequentially('look here');
  await emmy.page.getByRole('button', { name: 'Send' }).tap();
  await questions.isOnServer('look here');
  await emmy.page.getByRole('button', { name: 'Channel details' }).tap();
  await emmy.page.getByRole('button', { name: 'Name and topic' }).tap();
  await emmy.dialog.getByLabel('Topic').fill('Sheets and hints');
  await emmy.dialog.getByRole('button', { name: 'Save' }).tap();

  const ada = await sitDown(lovelace);
  await ada.page.getByRole('link', { name: 'Notifications, 1 new' }).tap();
  const channel = ada.page.getByRole('listitem').getByText(`#${name}`);
  await expect(channel).toBeVisible();
  const isShownToItsEnd = await channel.evaluate((shown) => {
    const { right, top, height } = shown.getBoundingClientRect();
    return shown.contains(document.elementFromPoint(right - 2, top + height / 2));
  });
  expect(isShownToItsEnd).toBe(true);

  await ada.openChannel(name);
  const topic = (await ada.page.getByRole('button', { name: 'Sheets and hints' }).boundingBox())!;
  await ada.page.touchscreen.tap(topic.x + topic.width / 2, topic.y - 16);
  await expect(ada.page.getByRole('complementary', { name: 'Channel details' })).toBeVisible();

  await site.kill();
  await ada.saysOffline();
  const { height } = (await ada.offlineWord.getByRole('button').boundingBox())!;
  expect(height).toBeLessThan(34);
});
