import { expect, test } from './support/journey.ts';

test('a question is answered, endorsed, and open again when its answer goes; offline too', async ({
  course,
  site,
  sitDown,
  laptopOf,
}) => {
  const emmy = await sitDown(course.lecturer);
  const emmys = await emmy.createChannel(course.name, 'help');
  const laptop = laptopOf(await course.join('Ada Lovelace'));
  let ada = await laptop.open();
  let adas = await ada.openChannel('help');

  await test.step('asked and answered', async () => {
    await adas.send('Is zero even?');
    await adas.askMenu('Is zero even?', 'Mark as question');
    await expect(emmys.message('Is zero even?')).toContainText('Question');
    await emmys.showDetails();
    await expect(emmys.openQuestions).toHaveText([/Is zero even/]);
    await emmys.reply('Is zero even?', 'Yes, it is twice itself');
    await adas.askMenu('Yes, it is twice itself', 'Accept as answer');
    await expect(emmys.message('Yes, it is twice itself')).toContainText('Accepted answer');
    await expect(emmys.openQuestions).toHaveCount(0);
    await emmys.message('Is zero even?').getByRole('link', { name: 'Answered. Go to the answer' }).click();
    await expect(emmy.page).toHaveURL(/\/m\/2$/);
    await emmys
      .message('Yes, it is twice itself')
      .getByRole('link', { name: /Go to the question/ })
      .click();
    await expect(emmy.page).toHaveURL(/\/m\/1$/);
  });

  await test.step('staff stand behind what a student says', async () => {
    await adas.send('And minus two is even');
    await emmys.askMenu('And minus two is even', 'Endorse');
    await expect(adas.message('And minus two is even')).toContainText('Endorsed by Emmy Noether');
  });

  await ada.canOpenOffline();
  site.network.blackHole();
  await ada.saysOffline();
  await test.step('offline: another question, another answer, one that no message quotes', async () => {
    await adas.write('Is infinity even?');
    await adas.isOnDevice('Is infinity even?');
    await adas.askMenu('Is infinity even?', 'Mark as question');
    await adas.askMenu('And minus two is even', 'Accept as answer to…');
    await ada.dialog.getByRole('button', { name: /Is infinity even/ }).click();
    await expect(adas.message('And minus two is even')).toContainText('Accepted answer');
    await laptop.shut();
    ada = await laptop.open();
    await ada.saysOffline();
    adas = await ada.openChannel('help');
    await expect(adas.message('Is infinity even?')).toContainText('Answered');
  });

  await site.network.pass();
  await expect(emmys.message('Is infinity even?')).toContainText('Answered');
  await emmys.delete('Yes, it is twice itself');
  await expect(adas.message('Is zero even?')).toContainText('Question');
  await expect(emmys.openQuestions).toHaveText([/Is zero even/]);
});

test('who types a question is shown what was asked before, also without a network', async ({
  course,
  settleIn,
  sitDown,
  site,
}) => {
  const lovelace = await course.join('Ada Lovelace');
  const emmy = await sitDown(course.lecturer);
  const emmys = await emmy.createChannel(course.name, 'exercises');
  const ask = (page: typeof emmy.page) => page.getByRole('button', { name: 'Ask as question' });
  await ask(emmy.page).click();
  await expect(ask(emmy.page)).toHaveAttribute('aria-pressed', 'true');
  await emmys.send('When is the deadline of sheet four');
  await expect(emmys.message('deadline of sheet four')).toContainText('Question');
  await expect(ask(emmy.page)).toHaveAttribute('aria-pressed', 'false');
  await emmys.send('On Friday at noon.');
  await expect(emmys.message('On Friday at noon')).not.toContainText('Question');
  await emmys.askMenu('On Friday at noon', 'Accept as answer to…');
  await emmy.dialog.getByRole('button', { name: /deadline of sheet four/ }).click();
  await expect(emmys.message('On Friday at noon')).toContainText('Accepted answer');

  const ada = await settleIn(lovelace);
  const adas = await ada.openChannel('exercises');
  await expect(adas.message('On Friday at noon')).toContainText('Accepted answer');
  await ada.canOpenOffline();
  site.network.blackHole();
  await ada.saysOffline();
  const before = ada.page.getByRole('region', { name: 'Asked before' });
  await adas.composer.pressSequentially('Is the deadlin for the fourth sheet on Friday?');
  await expect(before.getByRole('link', { name: /deadline of sheet four.*answered/ })).toBeVisible();
  // A story about something else has nothing in common with it.
  await adas.composer.fill('Which book do you recommend?');
  await expect(before).toHaveCount(0);
  await adas.composer.fill('What is the deadline of the sheet?');
  await before.getByRole('link', { name: /deadline of sheet four/ }).click();
  await expect(adas.message('deadline of sheet four')).toBeInViewport();
  await before.getByRole('button', { name: 'Close' }).click();
  await adas.composer.pressSequentially('?');
  await expect(before).toHaveCount(0);
});
