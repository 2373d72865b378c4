import { colourOf } from './support/colour-of.ts';
import { expect, test } from './support/journey.ts';
import { LecternPage } from './support/pages/lectern-page.ts';

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
  settleIn,
  sitDown,
}) => {
  const lovelace = await course.join('Ada Lovelace');
  const emmy = await sitDown(course.lecturer);
  await emmy.createChannel(course.name, 'lectures');
  await emmy.createChannel(course.name, 'questions');
  const ada = await settleIn(lovelace);
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

test('a channel that was made without a server tells how many people it has once the server is back', async ({
  course,
  site,
  settleIn,
}) => {
  const emmy = await settleIn(course.lecturer);
  await emmy.createChannel(course.name, 'lectures');
  await emmy.canOpenOffline();
  await site.kill();
  await emmy.saysOffline();
  await emmy.createChannel(course.name, 'questions');
  // The word stands for two seconds: it is waited for before it can come.
  const isBack = expect(emmy.backWord).toBeVisible({ timeout: 30_000 });
  await site.restart();
  await isBack;
  await expect(emmy.page.getByRole('button', { name: /^\d people$/ })).toBeVisible();
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
  settleIn,
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

  const ada = await settleIn(lovelace);
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

for (const tag of ['', ' @firefox'])
  test(`a part whose program cannot be fetched leaves the page as it is, and comes when it can${tag}`, async ({
    browser,
    browserName,
    course,
    site,
    sitDown,
    watched,
  }) => {
    const emmy = await sitDown(course.lecturer);
    await emmy.createChannel(course.name, 'lectures');
    // Nothing keeps what is fetched: as on a first visit, before the service worker has everything.
    const storageState = await course.lecturer.api.storageState();
    const context = await browser.newContext({ storageState, serviceWorkers: 'block' });
    const page = await context.newPage();
    let asked = 0;
    await page.route(/\/assets\/info-panel-|\/healthz$/, (route) => {
      asked += 1;
      return route.abort();
    });
    await page.goto(site.url);
    const here = new LecternPage(page);
    const lectures = await here.openChannel('lectures');
    const details = page.getByRole('button', { name: 'Channel details' });
    await details.click();
    await expect.poll(() => asked, 'whether it can be had is asked again').toBeGreaterThan(2);
    await lectures.send('The page goes on');
    await page.unrouteAll();
    if (browserName === 'firefox') {
      await page.getByRole('button', { name: 'Reload' }).click();
      expect(watched.problems.splice(0), 'the console is told why the page stopped').toHaveLength(1);
      await here.openChannel('lectures');
      await details.click();
    }
    await expect(page.getByRole('complementary', { name: 'Channel details' })).toBeVisible();
    await context.close();
  });
