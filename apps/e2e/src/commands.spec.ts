import { expect, test } from './support/journey.ts';

test('commands are found, done, explained when they are wrong, and never sent as messages', async ({
  course,
  sitDown,
}) => {
  const lovelace = await course.join('Ada Lovelace');
  const emmy = await sitDown(course.lecturer);
  const channel = await emmy.createChannel(course.name, 'exercises', 'Private');
  const { composer } = channel;
  const { page } = emmy;
  const commands = page.getByRole('listbox', { name: 'Commands' });

  await composer.pressSequentially('/');
  await expect(commands.getByRole('option')).toHaveCount(7);
  await composer.pressSequentially('to');
  await expect(commands.getByRole('option')).toHaveText([/^\/topic/]);
  await composer.press('Enter');
  await composer.pressSequentially('Sheets four and five');
  await composer.press('Enter');
  await expect(page.getByText('The topic is changed.')).toBeVisible();
  await expect(composer).toHaveText('');
  await channel.showDetails();
  await expect(page.getByRole('complementary')).toContainText('Sheets four and five');

  await composer.pressSequentially('/mute tomorrow');
  await composer.press('Enter');
  await expect(emmy.channelLink('exercises')).toContainText('muted');
  await composer.pressSequentially('/unmute ');
  await composer.press('Enter');
  await expect(emmy.channelLink('exercises')).not.toContainText('muted');

  const ada = await sitDown(lovelace);
  await composer.pressSequentially(`/invite @${lovelace.handle}`);
  await composer.press('Escape');
  await composer.press('Enter');
  const adas = await ada.openChannel('exercises');

  const fault = page.getByRole('alert');
  await composer.pressSequentially('/invite @nobody.at.all');
  await composer.press('Enter');
  await expect(fault).toContainText('Nobody in this course is called @nobody.at.all');
  await composer.fill('/dance now');
  await composer.press('Enter');
  await expect(fault).toContainText('There is no command /dance');
  await expect(composer).toHaveText('/dance now');
  await composer.press('Home');
  await composer.press('Space');
  await composer.press('Enter');
  await channel.isOnServer('/dance now');
  await expect(adas.messages).toHaveCount(1);

  await adas.composer.pressSequentially('/topic Something else');
  await adas.composer.press('Enter');
  await expect(ada.page.getByRole('alert')).toContainText('Your role does not allow /topic here');
});
