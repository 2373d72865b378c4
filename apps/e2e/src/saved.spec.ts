import { expect, test } from './support/journey.ts';

test('what is saved for later waits on all devices, also offline; who looks after a channel sees earlier versions', async ({
  course,
  site,
  sitDown,
  laptopOf,
}) => {
  const emmy = await sitDown(course.lecturer);
  const emmys = await emmy.createChannel(course.name, 'reading');
  await emmys.send('Read chapter one');
  await emmys.send('Read chapter two');
  const person = await course.join('Ada Lovelace');
  const laptop = laptopOf(person);
  const ada = await laptop.open();
  const adas = await ada.openChannel('reading');
  const phone = await sitDown(person);

  await adas.askMenu('Read chapter one', /^Save for later/);
  await expect(adas.message('Read chapter one')).toContainText('Saved for later');
  await ada.canOpenOffline();
  site.network.blackHole();
  await ada.saysOffline();
  await adas.message('Read chapter two').focus();
  await adas.message('Read chapter two').press('s');
  await expect(adas.message('Read chapter two')).toContainText('Saved for later');
  await laptop.shut();
  const again = await laptop.open('/saved');
  await expect(again.saved).toHaveText([/Read chapter two/, /Read chapter one/]);

  await site.network.pass();
  await phone.page.goto(new URL('/saved', site.url).href);
  await expect(phone.saved).toHaveText([/Read chapter two/, /Read chapter one/]);
  await phone.saved.first().getByRole('button', { name: 'Remove from saved' }).click();
  await expect(again.saved).toHaveText([/Read chapter one/]);
  await again.saved.getByRole('link').click();
  await expect(again.page).toHaveURL(/\/m\/1$/);

  await emmys.edit('Read chapter one', 'Read chapter three');
  const there = await again.openChannel('reading');
  await expect(there.message('Read chapter three')).toContainText('(edited)');
  await expect(
    there.message('Read chapter three').getByRole('button', { name: /Earlier versions/ }),
  ).toHaveCount(0);
  await emmys
    .message('Read chapter three')
    .getByRole('button', { name: /Earlier versions/ })
    .click();
  await expect(emmy.dialog.getByRole('listitem')).toContainText('Read chapter one');
});
