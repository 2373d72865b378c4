import { expect, test } from './support/journey.ts';
import type { LecternPage } from './support/pages/lectern-page.ts';

const bell = (lectern: LecternPage) => lectern.sidebar.getByRole('link', { name: /^Notifications/ });
const told = (lectern: LecternPage) => lectern.page.getByRole('main').getByRole('listitem');
/** Today's date and the running minute, as the page's own fields write them. */
const thisMinute = (lectern: LecternPage) =>
  lectern.page.evaluate(() => {
    const two = (n: number) => String(n).padStart(2, '0');
    const now = new Date();
    return {
      day: `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`,
      time: `${two(now.getHours())}:${two(now.getMinutes())}`,
    };
  });

test('one is reminded of a message once, offline and after a reload, and the other device knows when it is done', async ({
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
  await expect(adas.message('Read chapter two')).toBeVisible();
  await ada.canOpenOffline();
  site.network.blackHole();
  await ada.saysOffline();

  // By key: tomorrow, seen where it is kept, and moved there to a time that has come.
  await adas.message('Read chapter two').focus();
  await adas.message('Read chapter two').press('m');
  await ada.dialog.getByRole('button', { name: /^Tomorrow/ }).click();
  await expect(ada.toast(/^You will be reminded tomorrow at /)).toBeVisible();
  await ada.page.getByRole('link', { name: 'Saved' }).click();
  await expect(ada.saved).toHaveText([/Read chapter two.*Reminder tomorrow at /]);
  await ada.saved.getByRole('button', { name: 'Change reminder' }).click();
  await ada.dialog.getByLabel('Day').fill('2020-01-01');
  await ada.dialog.getByRole('button', { name: 'Remind me then' }).click();
  await expect(ada.dialog.getByRole('alert')).toContainText('That is over.');
  await expect(ada.dialog).toContainText(/Reminder tomorrow at/);
  const { day, time } = await thisMinute(ada);
  await ada.dialog.getByLabel('Day').fill(day);
  await ada.dialog.getByLabel('Time').fill(time);
  await ada.dialog.getByRole('button', { name: 'Remind me then' }).click();
  await expect(ada.toast('Reminder in #reading')).toBeVisible();
  await expect(ada.toast('Read chapter two')).toBeVisible();
  await expect(bell(ada)).toContainText('1');
  await laptop.shut();

  const again = await laptop.open('/saved');
  await expect(again.saved).toHaveText([/Read chapter two.*Due at /]);
  // Only what is new is told now: both together would be one word on two reminders.
  const theirs = await again.openChannel('reading');
  await theirs.composer.fill('/remind 1s stretch');
  await theirs.composer.press('Enter');
  await expect(again.toast('stretch')).toBeVisible();
  await expect(bell(again)).toContainText('2');
  await again.page.getByRole('link', { name: 'Saved' }).click();

  await site.network.pass();
  const phone = await sitDown(person, '/notifications');
  await expect(told(phone)).toHaveText([/stretch/, /Reminder in #reading.*Read chapter two/]);
  await told(phone).last().getByRole('button', { name: 'Done' }).click();
  await expect(told(phone)).toHaveText([/stretch/]);
  await expect(bell(again)).toContainText('1');
  await expect(again.saved).toHaveText([/stretch.*Due at /, /Read chapter two.*Reminded at /]);
});

test('what is typed behind /remind comes back, here or at the thread where it was typed', async ({
  course,
  sitDown,
}) => {
  const emmy = await sitDown(course.lecturer);
  const channel = await emmy.createChannel(course.name, 'reading');
  const { composer } = channel;
  const fault = emmy.page.getByRole('alert');
  await composer.fill('/remind 20m');
  await composer.press('Enter');
  await expect(fault).toContainText('There is no message here yet');
  await composer.fill('/remind read chapter 3');
  await composer.press('Enter');
  await expect(fault).toContainText('Begin with a time');
  await composer.fill('/remind 1s read chapter 3');
  await composer.press('Enter');
  await composer.fill('What is written at once behind it');
  await expect(emmy.toast(/^You will be reminded at /)).toBeVisible();
  await expect(composer).toHaveText('What is written at once behind it');
  await expect(emmy.toast('read chapter 3')).toBeVisible();
  await expect(emmy.toast('Reminder')).toBeVisible();

  await channel.send('who brings the chalk?');
  const thread = await channel.openThread('who brings the chalk?');
  await thread.composer.fill('/remind monday 14:30');
  await thread.composer.press('Enter');
  await expect(emmy.toast(/^You will be reminded /)).toHaveCount(2);
  await expect(channel.messages).toHaveCount(1);

  await bell(emmy).click();
  await expect(told(emmy)).toHaveText([/Reminder.*read chapter 3/]);
  await emmy.page.getByRole('link', { name: 'Saved' }).click();
  await expect(emmy.saved).toHaveText([/who brings the chalk\?.*Reminder /, /read chapter 3.*Reminded at /]);
  await expect(bell(emmy)).not.toContainText('1');
  await emmy.saved.first().getByRole('button', { name: 'Change reminder' }).click();
  await emmy.dialog.getByRole('button', { name: 'Remove reminder' }).click();
  await expect(emmy.saved).toHaveText([/who brings the chalk\?$/, /read chapter 3/]);
});
