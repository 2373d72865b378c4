import { expect, test } from './support/journey.ts';

test('a message is forwarded without a network, and leads back to who may read it and to nobody else', async ({
  course,
  settleIn,
  sitDown,
  site,
}) => {
  const lovelace = await course.join('Ada Lovelace');
  const emmy = await settleIn(course.lecturer);
  const ada = await sitDown(lovelace);
  const tutors = await emmy.createChannel(course.name, 'tutors', 'Private');
  await tutors.send('The exam has five tasks.');
  const open = await emmy.createChannel(course.name, 'exam');
  const adas = await ada.openChannel('exam');
  await emmy.openChannel('tutors');
  await emmy.canOpenOffline();
  site.network.blackHole();
  await emmy.saysOffline();
  await tutors.askMenu('The exam has five tasks', 'Forward…');
  const send = emmy.dialog.getByRole('button', { name: 'Forward', exact: true });
  await expect(send).toBeDisabled();
  await emmy.dialog.getByRole('searchbox').fill('ex');
  await expect(emmy.dialog.getByRole('radio')).toHaveCount(1);
  await emmy.dialog.getByRole('textbox', { name: 'Comment' }).fill('You may know this:');
  await send.click();
  await emmy.page.getByRole('button', { name: 'Open' }).click();
  await open.isOnDevice('You may know this');
  await site.network.pass();
  await open.isOnServer('You may know this');

  const said = adas.message('You may know this');
  await expect(said.locator('blockquote')).toHaveText('The exam has five tasks.');
  await said.getByRole('link', { name: /^Emmy Noether in #tutors/ }).click();
  await expect(ada.page.getByText('This channel is not here')).toBeVisible();
  await open
    .message('You may know this')
    .getByRole('link', { name: /^Emmy Noether in #tutors/ })
    .click();
  await expect(tutors.message('The exam has five tasks')).toBeInViewport();
});
