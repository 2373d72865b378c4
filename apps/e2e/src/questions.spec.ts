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
