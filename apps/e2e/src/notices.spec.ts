import type { Locator } from '@playwright/test';
import { expect, test } from './support/journey.ts';
import { isPhone } from './support/pages/channel-page.ts';
import type { LecternPage } from './support/pages/lectern-page.ts';

/** The list of notices, by way of the sidebar. */
async function openNotices(lectern: LecternPage): Promise<Locator> {
  await bell(lectern).click();
  await expect(lectern.page.getByRole('heading', { level: 1, name: 'Notifications' })).toBeVisible();
  return lectern.page.getByRole('main').getByRole('listitem');
}
const bell = ({ sidebar }: LecternPage): Locator => sidebar.getByRole('link', { name: /^Notifications/ });

test('a lecturer calls everyone, and who was away finds it once, in count, bell and list', async ({
  course,
  sitDown,
}) => {
  const lovelace = await course.join('Ada Lovelace');
  const emmy = await sitDown(course.lecturer);
  const emmys = await emmy.createChannel(course.name, 'questions');
  const ada = await sitDown(lovelace);
  await ada.openChannel('questions');
  await ada.page.close();

  await emmys.composer.pressSequentially('@chan');
  const offered = emmy.page.getByRole('listbox', { name: 'People to mention' }).getByRole('option');
  await expect(offered).toHaveText([/@channel\s*Everyone in #questions/]);
  await emmys.composer.press('Enter');
  await emmys.composer.pressSequentially('the room has changed');
  await emmys.composer.press('Enter');
  await emmys.isOnServer('the room has changed');
  await expect(emmys.message('the room has changed').locator('[data-mention]')).toHaveText('@channel');
  // Typed out it is the same.
  await emmys.send('@staff the old one is full');
  await expect(emmys.message('the old one is full').locator('[data-mention]')).toHaveText('@staff');

  const back = await sitDown(lovelace);
  await expect(back.channelLink('questions')).toContainText('1 mention of you');
  await expect(bell(back)).toContainText('1 new');
  const notices = await openNotices(back);
  await expect(notices).toHaveText([/Emmy Noether called @channel in #questions.*the room has changed/]);
  await back.page.getByRole('radio', { name: 'Threads' }).check();
  await expect(back.page.getByRole('main')).toContainText('No replies in threads that you follow');
  await back.page.getByRole('radio', { name: 'Mentions' }).check();
  await notices.getByRole('link').click();
  await expect(back.page.getByRole('article').filter({ hasText: 'the room has changed' })).toBeInViewport();
  await expect(back.channelLink('questions')).not.toContainText(/mention|unread/);
});

test('a student is offered only those whom they may call', async ({ course, sitDown }) => {
  const emmy = await sitDown(course.lecturer);
  await emmy.createChannel(course.name, 'questions');
  const ada = await sitDown(await course.join('Ada Lovelace'));
  const adas = await ada.openChannel('questions');
  const offered = ada.page.getByRole('listbox', { name: 'People to mention' }).getByRole('option');
  await adas.composer.pressSequentially('@lect');
  await expect(offered).toHaveText([/@lecturers/]);
  await adas.composer.press('Enter');
  await adas.composer.pressSequentially('and @chan');
  await expect(offered).toHaveCount(0);
  await adas.composer.pressSequentially('nel?');
  await adas.composer.press('Enter');
  await adas.isOnServer('@channel?');
  // What they may not call is a word like others.
  await expect(adas.message('@channel?').locator('[data-mention]')).toHaveText(['@lecturers']);
  await expect(emmy.toast('Ada Lovelace called @lecturers in #questions')).toHaveCount(0);
  await expect(emmy.channelLink('questions')).not.toContainText('mention');
});

test('reactions to a message wait in the list as one, without a sound, and are read on every device', async ({
  course,
  sitDown,
}) => {
  const lovelace = await course.join('Ada Lovelace');
  const emmy = await sitDown(course.lecturer);
  const tom = await sitDown(await course.join('Tom Kilburn'));
  const emmys = await emmy.createChannel(course.name, 'questions');
  await emmy.createChannel(course.name, 'other');
  const ada = await sitDown(lovelace);
  const adas = await ada.openChannel('questions');
  await adas.send('I have brought cake');
  await ada.openChannel('other');

  await emmy.openChannel('questions');
  await emmys.react('I have brought cake', 'thumbs up');
  const toms = await tom.openChannel('questions');
  await toms.react('I have brought cake', 'party popper');
  const phone = await sitDown(lovelace);
  const notices = await openNotices(ada);
  await expect(notices).toHaveText([
    /Tom Kilburn and 1 other reacted 👍 🎉 to your message in #questions.*I have brought cake/,
  ]);
  await expect(notices).toContainText('New');
  await expect(bell(ada)).not.toContainText('new');
  await expect(ada.toast(/reacted/)).toHaveCount(0);
  await ada.openChannel('other');
  const there = await openNotices(phone);
  await expect(there).toHaveCount(1);
  await expect(there).not.toContainText('New');
  await phone.openChannel('other');

  // What is taken back is not told; a further one is new again.
  await toms.reaction('I have brought cake', '🎉').click();
  await emmys.react('I have brought cake', 'red heart');
  await openNotices(phone);
  await expect(there).toHaveText([/Emmy Noether reacted 👍 ❤️ to your message in #questions/]);
  await expect(there).toContainText('New');
  for (const emoji of ['👍', '❤️']) await emmys.reaction('I have brought cake', emoji).click();
  await expect(there).toHaveCount(0);
});

for (const tag of ['', ' @phone']) {
  test(`a toast never lies over the composer${tag}`, async ({ course, sitDown }) => {
    const lovelace = await course.join('Ada Lovelace');
    const emmy = await sitDown(course.lecturer);
    await emmy.createChannel(course.name, 'other');
    if (isPhone(emmy.page)) await emmy.page.getByRole('button', { name: 'Back' }).tap();
    const emmys = await emmy.createChannel(course.name, 'questions');
    const ada = await sitDown(lovelace);
    const other = await ada.openChannel('other');
    await other.composer.click();
    await emmys.write(
      '@channel the room has changed, and with it the time at which we begin tomorrow morning',
    );
    const toast = ada.toast('Emmy Noether called @channel in #questions');
    await expect(toast).toBeVisible();
    const layer = ada.page.locator('section[aria-live=polite]');
    const [told, typed] = [(await layer.boundingBox())!, (await other.composer.boundingBox())!];
    expect(told.y + told.height).toBeLessThanOrEqual(typed.y);
    expect(told.x).toBeGreaterThanOrEqual(0);
    expect(told.x + told.width).toBeLessThanOrEqual(ada.page.viewportSize()!.width);
    // What is written goes on being written.
    await expect(other.composer).toBeFocused();
    if (isPhone(ada.page)) expect(told.width).toBeGreaterThan(300);
  });
}
