import { expect, test } from './support/journey.ts';

test('everything is marked as read by one key, and unread again by one press', async ({
  course,
  sitDown,
}) => {
  const lovelace = await course.join('Ada Lovelace');
  const emmy = await sitDown(course.lecturer);
  const ada = await sitDown(lovelace);
  for (const name of ['first', 'second']) {
    const channel = await emmy.createChannel(course.name, name);
    await channel.send(`Read ${name}`);
    await expect(ada.channelLink(name)).toContainText('1 unread');
  }
  await ada.page.keyboard.press('Shift+Escape');
  for (const name of ['first', 'second']) await expect(ada.channelLink(name)).not.toContainText('unread');
  await ada.page.getByRole('button', { name: 'Undo' }).click();
  for (const name of ['first', 'second']) await expect(ada.channelLink(name)).toContainText('1 unread');
  await ada.chooseInCourseMenu(course.name, 'Mark all as read');
  for (const name of ['first', 'second']) await expect(ada.channelLink(name)).not.toContainText('unread');
});

test('a channel says as much as one wants to hear, also without a network and on the other device', async ({
  course,
  settleIn,
  sitDown,
  site,
}) => {
  const lovelace = await course.join('Ada Lovelace');
  const emmy = await sitDown(course.lecturer);
  const channel = await emmy.createChannel(course.name, 'chatter');
  await emmy.createChannel(course.name, 'other');
  const ada = await settleIn(lovelace);
  const phone = await sitDown(lovelace);
  const chatter = await ada.openChannel('chatter');
  await chatter.showDetails();
  const mute = ada.page.getByRole('button', { name: 'Mute', exact: true });
  await expect(mute).toBeVisible();
  await ada.canOpenOffline();
  site.network.blackHole();
  await ada.saysOffline();
  await mute.click();
  await ada.page.getByRole('menuitem', { name: 'Until I unmute it' }).click();
  await expect(ada.page.getByRole('button', { name: 'Unmute' })).toBeVisible();
  await expect(ada.channelLink('chatter')).toContainText('muted');
  await site.network.pass();
  await expect(phone.channelLink('chatter')).toContainText('muted');

  await ada.openChannel('other');
  await emmy.openChannel('chatter');
  await channel.send('Nobody has to read this.');
  await channel.composer.pressSequentially('@lov');
  await expect(emmy.page.getByRole('listbox', { name: 'People to mention' })).toBeVisible();
  await channel.composer.press('Enter');
  await channel.composer.pressSequentially('but you do');
  await channel.composer.press('Enter');
  // Only the mention is counted.
  await expect(ada.channelLink('chatter')).toContainText('1 mention of you');
  await expect(ada.channelLink('chatter')).not.toContainText('unread');

  const again = await ada.openChannel('chatter');
  await expect(again.message('Nobody has to read this.')).toBeVisible();
  await again.showDetails();
  await ada.page.getByRole('button', { name: 'Unmute' }).click();
  await ada.page.getByRole('button', { name: 'All messages' }).click();
  await ada.page.getByRole('menuitemradio', { name: 'Nothing' }).click();
  await ada.openChannel('other');
  await channel.send('Not this either.');
  await expect(phone.channelLink('chatter')).not.toContainText('muted');
  await expect(phone.channelLink('chatter')).not.toContainText(/unread|mention/);
});

test('by a few letters and keys alone one goes to channels, people, messages and commands', async ({
  course,
  settleIn,
  site,
}) => {
  await course.join('Ada Lovelace');
  const emmy = await settleIn(course.lecturer);
  const { page } = emmy;
  const exam = await emmy.createChannel(course.name, 'exam-questions');
  await exam.send('The zeppelin leaves at noon.');
  await emmy.createChannel(course.name, 'lectures');
  const go = async (typed: string, option: string | RegExp) => {
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.type(typed);
    const wanted = page.getByRole('option', { name: option });
    await expect(wanted).toBeVisible();
    while ((await wanted.getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
  };
  await go('exq', 'exam-questions');
  await expect(exam.composer).toBeFocused();
  await go('lovel', /Ada Lovelace/);
  await expect(page).toHaveURL(/search\?q=from/);
  // All of it is on this device.
  await emmy.canOpenOffline();
  site.network.blackHole();
  await go('zeppelin', /leaves at noon/);
  await expect(exam.message('leaves at noon')).toBeInViewport();
  await go('dark', 'Dark theme');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('no such thing at all');
  await expect(page.getByRole('option')).toHaveText([/^Search for/]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
