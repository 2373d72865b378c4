import { expect, test } from './support/journey.ts';
import { marks } from './support/pages/channel-page.ts';

test('reactions and answers go both ways; without a network they wait here, over a restart, and are sent once', async ({
  course,
  site,
  sitDown,
  laptopOf,
}) => {
  const emmy = await sitDown(course.lecturer);
  const emmys = await emmy.createChannel(course.name, 'questions');
  await emmys.send('Who brings the chalk?');
  const laptop = laptopOf(await course.join('Ada Lovelace'));
  let ada = await laptop.open();
  let adas = await ada.openChannel('questions');

  await test.step('both see both', async () => {
    await adas.react('Who brings the chalk?', 'thumbs up');
    await expect(emmys.reaction('Who brings the chalk?', '👍')).toContainText('👍1');
    await emmys.reaction('Who brings the chalk?', '👍').click();
    await expect(adas.reaction('Who brings the chalk?', '👍')).toHaveAccessibleName(
      /You and Emmy Noether reacted with 👍$/,
    );
    await adas.reply('Who brings the chalk?', 'I do');
    const answer = emmys.message('I do');
    await expect(answer.getByRole('link')).toHaveText('Emmy NoetherWho brings the chalk?');
    await answer.getByRole('link').click();
    await expect(emmy.page).toHaveURL(/\/m\/1$/);
  });

  await ada.canOpenOffline();
  site.network.blackHole();
  await ada.saysOffline();
  await test.step('offline: taken back, given, answered', async () => {
    await adas.reaction('Who brings the chalk?', '👍').click();
    await expect(adas.reaction('Who brings the chalk?', '👍')).toContainText('👍1');
    await adas.react('Who brings the chalk?', 'party popper');
    await expect(adas.mark('Who brings the chalk?', marks.reactionOnDevice)).toBeVisible();
    await adas.reply('I do', 'and a sponge');
    await adas.isOnDevice('and a sponge');
    await laptop.shut();
    ada = await laptop.open();
    await ada.saysOffline();
    adas = await ada.openChannel('questions');
    await expect(adas.reaction('Who brings the chalk?', '🎉')).toHaveAttribute('aria-pressed', 'true');
    await expect(adas.message('and a sponge').getByRole('link')).toContainText('I do');
  });

  site.network.pass();
  await adas.isOnServer('and a sponge');
  await expect(emmys.reaction('Who brings the chalk?', '🎉')).toContainText('🎉1');
  await expect(emmys.reaction('Who brings the chalk?', '👍')).toContainText('👍1');
  await emmys.delete('Who brings the chalk?');
  await expect(adas.message('I do').getByRole('link')).toContainText('Message deleted');
});
