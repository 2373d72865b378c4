import { expect, test } from './support/journey.ts';
import { marks } from './support/pages/channel-page.ts';

test('staff pin messages and put them in order; everyone reads them, also offline and who has only the newest', async ({
  course,
  site,
  sitDown,
  laptopOf,
}) => {
  const laptop = laptopOf(course.lecturer);
  let emmy = await laptop.open();
  let emmys = await emmy.createChannel(course.name, 'exam');
  await emmys.send('Bring a pencil');
  await emmys.send('Room 12');
  await emmys.send('No calculators');
  const ada = await sitDown(await course.join('Ada Lovelace'));
  const adas = await ada.openChannel('exam');

  await test.step('by menu and by key', async () => {
    await emmys.askMenu('Room 12', /^Pin to channel/);
    await expect(adas.message('Room 12')).toContainText('Pinned by Emmy Noether');
    await emmys.message('No calculators').focus();
    await emmys.message('No calculators').press('p');
    await emmys.askMenu('Bring a pencil', /^Pin to channel/);
    await adas.showDetails();
    await expect(adas.pins).toHaveText([/Bring a pencil/, /No calculators/, /Room 12/]);
    await adas.message('Room 12').dispatchEvent('contextmenu');
    await expect(ada.page.getByRole('menuitem', { name: 'Copy text' })).toBeVisible();
    await expect(ada.page.getByRole('menuitem', { name: /^(Pin|Unpin)/ })).toHaveCount(0);
    await ada.page.keyboard.press('Escape');
  });

  await emmy.canOpenOffline();
  site.network.blackHole();
  await emmy.saysOffline();
  await test.step('offline: moved, unpinned, and so after a restart', async () => {
    await emmys.showDetails();
    await emmys.askPin('Room 12', 'Move up');
    await expect(emmys.pins).toHaveText([/Bring a pencil/, /Room 12/, /No calculators/]);
    await emmys.askPin('Bring a pencil', 'Unpin');
    await expect(emmys.mark('Bring a pencil', marks.markOnDevice)).toBeVisible();
    await laptop.shut();
    emmy = await laptop.open();
    await emmy.saysOffline();
    emmys = await emmy.openChannel('exam');
    await emmys.showDetails();
    await expect(emmys.pins).toHaveText([/Room 12/, /No calculators/]);
  });

  await site.network.pass();
  await expect(adas.pins).toHaveText([/Room 12/, /No calculators/]);
  await emmys.delete('No calculators');
  await expect(adas.pins).toHaveText([/Room 12/]);
});
