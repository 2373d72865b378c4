import { expect, test } from './support/journey.ts';
import type { ChannelPage } from './support/pages/channel-page.ts';
import { LecternPage } from './support/pages/lectern-page.ts';

/** The promise: so soon all tabs and devices of a person agree. Milliseconds. */
const AGREES_WITHIN_MS = 1_000;

test('two tabs and a second device agree within a second, over one socket each browser', async ({
  course,
  site,
  sitDown,
}) => {
  const teacher = await sitDown(course.lecturer);
  await teacher.createChannel(course.name, 'questions');
  const emmys = await teacher.createChannel(course.name, 'exercises');

  const lovelace = await course.join('Ada Lovelace');
  const tab = await sitDown(lovelace);
  const page = await tab.page.context().newPage();
  await page.goto(site.url);
  const otherTab = new LecternPage(page);
  const device = await sitDown(lovelace);
  const everywhere = [tab, otherTab, device];

  await test.step('what is written on one stands on all', async () => {
    const [here, there, far] = [
      await tab.openChannel('questions'),
      await otherTab.openChannel('questions'),
      await device.openChannel('questions'),
    ];
    // Everything is loaded and drawn once before it is measured.
    await here.send('Good morning');
    for (const each of [there, far]) await expect(each.message('Good morning')).toBeVisible();
    await agrees('written in the first tab', here, [there, far]);
    await agrees('written in the second tab', there, [here, far]);
    await agrees('written on the other device', far, [here, there]);
  });

  await test.step('one socket each browser, however many tabs', async () => {
    const third = await tab.page.context().newPage();
    await third.goto(site.url);
    await expect(new LecternPage(third).channelLink('questions')).toBeVisible();
    await teacher.page.context().close();
    await expect.poll(() => site.network.webSockets).toBe(2);
    await third.close();
  });

  await test.step('unread counts and what is read agree', async () => {
    const teacherAgain = await sitDown(course.lecturer, `/c/${emmys.id}`);
    const channel = await teacherAgain.openChannel('exercises');
    for (const text of ['Sheet 1', 'Sheet 2', 'Sheet 3']) await channel.send(text);
    for (const each of everywhere) await expect(each.channelLink('exercises')).toContainText('3 unread');
    await device.openChannel('exercises');
    for (const each of everywhere) await expect(each.channelLink('exercises')).not.toContainText('unread');
  });
});

test('the title of each tab and the badge of the app say how often one was called, on every tab and device', async ({
  course,
  site,
  sitDown,
}) => {
  const emmy = await sitDown(course.lecturer);
  const general = await emmy.createChannel(course.name, 'general');
  const lovelace = await course.join('Ada Lovelace');
  const tab = await sitDown(lovelace);
  const second = await tab.page.context().newPage();
  await second.goto(site.url);
  const device = await sitDown(lovelace);
  const pages = [tab.page, second, device.page];
  const say = (title: RegExp) =>
    Promise.all(pages.map((page) => expect(page).toHaveTitle(title, { timeout: 5_000 })));
  for (const page of pages)
    await page.evaluate(() => {
      navigator.setAppBadge = async (count) => {
        document.documentElement.dataset.badge = String(count);
      };
    });
  const badges = () =>
    Promise.all(pages.map((page) => page.evaluate(() => document.documentElement.dataset.badge)));

  await general.send('Nobody is called by this.');
  for (const each of [tab, device]) await expect(each.channelLink('general')).toContainText('1 unread');
  await say(/^(?!\()/);
  for (const text of ['here is sheet one', 'here is sheet two', 'this was for someone else']) {
    await general.composer.pressSequentially('@lovel');
    await emmy.page.getByRole('option', { name: /Ada Lovelace/ }).click();
    await general.composer.pressSequentially(text);
    await general.composer.press('Enter');
    await general.isOnServer(text);
  }
  await say(/^\(3\) /);
  await general.delete('this was for someone else');
  await say(/^\(2\) /);
  await expect.poll(badges).toEqual(['2', '2', '2']);
  await device.openChannel('general');
  for (const each of [tab, device])
    await expect(each.channelLink('general')).not.toContainText(/unread|mention/);
  await say(/^(?!\()/);
  await expect.poll(badges).toEqual(['0', '0', '0']);
  // Whoever comes later is told the same.
  const late = await sitDown(lovelace);
  await expect(late.channelLink('general')).toBeVisible();
  await expect(late.page).toHaveTitle(/^(?!\()/);
});

test('a draft goes on from device to device, and is gone from all when one sends it', async ({
  course,
  sitDown,
}) => {
  const emmy = await sitDown(course.lecturer);
  await emmy.createChannel(course.name, 'general');
  const lovelace = await course.join('Ada Lovelace');
  const laptop = await (await sitDown(lovelace)).openChannel('general');
  const desktop = await (await sitDown(lovelace)).openChannel('general');
  await laptop.composer.pressSequentially('I have');
  await expect(desktop.composer).toHaveText('I have');
  await laptop.composer.pressSequentially(' a question');
  await expect(desktop.composer).toHaveText('I have a question');
  await desktop.composer.press('Enter');
  await laptop.isOnServer('I have a question');
  for (const each of [laptop, desktop]) await expect(each.composer).toHaveText('');
  await expect(laptop.messages).toHaveCount(1);
});

/** Writes on one page, and holds the others to the promise by the clock that all of them share. */
async function agrees(text: string, writer: ChannelPage, readers: readonly ChannelPage[]): Promise<void> {
  await writer.composer.fill(text);
  const appearances = readers.map((reader) => reader.appearance(text));
  const own = writer.appearance(text);
  await writer.composer.press('Enter');
  const writtenAt = await own;
  for (const appearance of appearances)
    expect((await appearance) - writtenAt, `milliseconds until "${text}" stood elsewhere`).toBeLessThan(
      AGREES_WITHIN_MS,
    );
}
