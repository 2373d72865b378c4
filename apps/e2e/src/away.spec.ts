import { inspect } from './support/inspect.ts';
import { expect, test } from './support/journey.ts';

test('who comes back is told what changed in what they had seen, also without a network', async ({
  course,
  settleIn,
  sitDown,
  site,
}) => {
  const lovelace = await course.join('Ada Lovelace');
  const emmy = await sitDown(course.lecturer);
  const ada = await settleIn(lovelace);
  const emmys = await emmy.createChannel(course.name, 'exercises');
  await emmy.createChannel(course.name, 'elsewhere');
  await emmy.openChannel('exercises');
  for (const text of ['Sheet one is due on Monday.', 'Bring a ruler.', 'Who has chalk?'])
    await emmys.send(text);
  const adas = await ada.openChannel('exercises');
  await expect(adas.message('Who has chalk?')).toBeVisible();
  await expect(ada.channelLink('exercises')).not.toContainText('unread');
  const away = ada.page.getByRole('region', { name: /^Since/ });
  await ada.hasSeen(adas.id);
  await ada.openChannel('elsewhere');

  await emmys.edit('Sheet one is due', 'Sheet one is due on Tuesday.');
  await emmys.delete('Bring a ruler.');
  await emmys.askMenu('Who has chalk?', 'Mark as question');
  await emmys.send('I have some.');
  await emmys.askMenu('I have some.', 'Accept as answer to…');
  await emmy.dialog.getByRole('button', { name: /Who has chalk/ }).click();
  await expect(emmys.message('I have some.')).toContainText('Accepted answer');
  await expect(ada.channelLink('exercises')).toContainText('1 unread');

  await ada.canOpenOffline();
  site.network.blackHole();
  await ada.saysOffline();
  await ada.openChannel('exercises');
  await expect(away).toContainText('1 new · 1 question answered · 1 edited · 1 deleted');
  await away.getByRole('button', { name: /^Since/ }).click();
  await expect(away.getByRole('link')).toHaveText([
    /Who has chalk/,
    /Sheet one is due on Tuesday/,
    /A message of Emmy Noether was deleted/,
  ]);
  await inspect(ada.page, 'away');
  await away.getByRole('link', { name: /Tuesday/ }).click();
  await expect(adas.message('Sheet one is due on Tuesday')).toBeInViewport();
  await away.getByRole('button', { name: 'Close' }).click();
  await expect(away).toHaveCount(0);
});
