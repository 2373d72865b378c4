import { expect, test } from './support/journey.ts';
import { marks } from './support/pages/channel-page.ts';

test('a thread goes both ways; without a network it is read and written, over a restart, and sent once', async ({
  course,
  site,
  sitDown,
  laptopOf,
}) => {
  const emmy = await sitDown(course.lecturer);
  const emmys = await emmy.createChannel(course.name, 'questions');
  await emmys.send('Who brings the chalk?');
  await emmys.send('And now to something else');
  const laptop = laptopOf(await course.join('Ada Lovelace'));
  let ada = await laptop.open();
  let adas = await ada.openChannel('questions');

  await test.step('a reply stands in the thread, and in the channel only where it was sent there too', async () => {
    const thread = await adas.openThread('Who brings the chalk?');
    await expect(thread.composer).toBeFocused();
    await thread.write('I do');
    await expect(adas.message('I do')).toHaveCount(0);
    await expect(adas.threadLine('Who brings the chalk?')).toContainText('1 reply');
    await thread.alsoInChannel.check();
    await thread.write('and a sponge');
    await expect(thread.alsoInChannel).not.toBeChecked();
    await expect(adas.message('and a sponge')).toContainText('replied to a thread');
  });

  await test.step('who wrote the first message is told of it, and finds what is new', async () => {
    await expect(emmys.threadLine('Who brings the chalk?')).toContainText('2 replies');
    await expect(emmys.threadLine('Who brings the chalk?')).toContainText('2 new');
    await expect(emmys.message('I do')).toHaveCount(0);
    await emmy.sidebar.getByRole('link', { name: /^Notifications/ }).click();
    const notice = emmy.page.getByRole('listitem').filter({ hasText: 'I do' });
    await expect(notice).toContainText('Ada Lovelace replied in a thread in #questions');
    await notice.getByRole('link').click();
    const thread = await emmys.thread();
    await expect(thread.message('I do')).toBeInViewport();
    await expect(thread.follows).toHaveAttribute('aria-pressed', 'true');
    await thread.write('Thank you');
    await thread.close();
    await expect(emmys.threadLine('Who brings the chalk?')).toContainText('3 replies');
    await expect(emmys.threadLine('Who brings the chalk?')).not.toContainText('new');
  });

  await test.step('a link leads to it, and back leads out of it', async () => {
    await emmys.threadLine('Who brings the chalk?').click();
    await expect((await emmys.thread()).message('Thank you')).toBeVisible();
    await expect(emmy.page).toHaveURL(/\/t\/[0-9a-f-]{36}$/);
    await emmy.page.reload();
    await expect((await emmys.thread()).message('I do')).toBeVisible();
    await emmy.page.goBack();
    await expect(emmy.page.getByRole('complementary', { name: 'Thread' })).toBeHidden();
  });

  await ada.canOpenOffline();
  site.network.blackHole();
  await ada.saysOffline();
  await test.step('offline: read, replied to, no more of it wanted', async () => {
    const thread = await adas.thread();
    await thread.write('Chalk is in the cupboard');
    await expect(thread.mark('Chalk is in the cupboard', marks.device)).toBeVisible();
    await thread.composer.fill('half a repl');
    await thread.close();
    await adas.threadLine('Who brings the chalk?').click();
    await expect(thread.composer).toHaveText('half a repl');
    await laptop.shut();
    ada = await laptop.open();
    await ada.saysOffline();
    adas = await ada.openChannel('questions');
    await expect(adas.threadLine('Who brings the chalk?')).toContainText('4 replies');
    await adas.threadLine('Who brings the chalk?').click();
    const again = await adas.thread();
    await expect(again.message('Thank you')).toBeVisible();
    await expect(again.message('Chalk is in the cupboard')).toBeVisible();
    await expect(again.composer).toHaveText('half a repl');
    await again.follows.click();
    await expect(again.follows).toHaveText('Follow');
  });

  site.network.pass();
  await expect((await adas.thread()).mark('Chalk is in the cupboard', marks.server)).toBeAttached();
  await expect(emmys.threadLine('Who brings the chalk?')).toContainText('4 replies');
  await expect(emmys.threadLine('Who brings the chalk?')).toContainText('1 new');
  await expect((await adas.thread()).follows).toHaveText('Follow');

  await test.step('the first message goes, and what was said in its thread stays', async () => {
    await emmys.delete('Who brings the chalk?');
    await expect((await adas.thread()).panel).toContainText('nobody can reply any more');
    await expect(adas.threadLine('Message deleted')).toContainText('4 replies');
    await expect((await adas.thread()).message('I do')).toBeVisible();
  });
});

test('a thread is opened, written in and left by keys alone', async ({ course, sitDown }) => {
  const emmy = await sitDown(course.lecturer);
  const emmys = await emmy.createChannel(course.name, 'keys');
  await emmys.send('first');
  await emmys.send('second');
  await emmys.message('first').focus();
  await emmy.page.keyboard.press('t');
  const thread = await emmys.thread();
  await expect(thread.composer).toBeFocused();
  await emmy.page.keyboard.type('by keys');
  await emmy.page.keyboard.press('Enter');
  await expect(thread.message('by keys')).toBeVisible();
  await expect(emmys.threadLine('first')).toContainText('1 reply');
  await emmy.page.keyboard.press('ArrowUp');
  const editor = thread.panel.getByRole('textbox', { name: 'Edit message' });
  await expect(editor).toBeFocused();
  await editor.fill('by keys alone');
  await emmy.page.keyboard.press('Enter');
  await expect(thread.message('by keys alone')).toBeVisible();
  await expect(thread.composer).toBeFocused();
  await emmy.page.keyboard.press('Escape');
  await expect(thread.panel).toBeHidden();
  await expect(emmys.message('first')).toBeFocused();
});

test('on a phone a thread takes the whole screen, and back leads to its channel @phone', async ({
  course,
  sitDown,
}) => {
  const emmy = await sitDown(course.lecturer);
  const emmys = await emmy.createChannel(course.name, 'pocket');
  await emmys.send('Who is here?');
  const thread = await emmys.openThread('Who is here?');
  await expect(emmys.composer).toBeHidden();
  await thread.write('I am');
  await expect(thread.mark('I am', marks.server)).toBeAttached();
  await thread.close();
  await expect(emmys.threadLine('Who is here?')).toContainText('1 reply');
  await emmys.threadLine('Who is here?').tap();
  await expect((await emmys.thread()).message('I am')).toBeVisible();
  await emmy.page.goBack();
  await expect(emmys.composer).toBeVisible();
});
