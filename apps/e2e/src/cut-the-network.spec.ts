import { expect, test } from './support/journey.ts';
import { marks } from './support/pages/channel-page.ts';
import { storedTexts } from './support/people.ts';
import { placesOf } from './support/places-of.ts';
import type { Site } from './support/site.ts';

interface Cut {
  readonly name: string;
  cut(site: Site): void | Promise<void>;
  heal(site: Site): Promise<void>;
}
/** The ways in which a network ends: nothing ever comes back, or the machine at the other end dies. */
const cuts: readonly Cut[] = [
  {
    name: 'the network swallows everything',
    cut: (site) => site.network.blackHole(),
    heal: (site) => site.network.pass(),
  },
  { name: 'the server is killed', cut: (site) => site.kill(), heal: (site) => site.restart() },
];
/** A word that stands nowhere else. */
const CANARY = 'zwitscherkanarie';
/** Long enough that a few of them fill more than the screen. */
const PAGE_OF_TEXT = 'What was said is kept whole on this device and can be read without a network. '.repeat(
  12,
);

for (const { name, cut, heal } of cuts) {
  test(`${name}: all can be read, what is written waits here over a restart, and is sent once, in order`, async ({
    course,
    site,
    sitDown,
    laptopOf,
  }) => {
    const emmy = await sitDown(course.lecturer);
    const ids: Record<string, string> = {};
    for (const channel of ['lectures', 'exercises', 'chatter'])
      ids[channel] = (await emmy.createChannel(course.name, channel)).id;
    const atEmmys = await emmy.openChannel('lectures');
    await atEmmys.write('The lecture begins at nine.');
    const pages = Array.from({ length: 6 }, (_, page) => `Page ${page}. ${PAGE_OF_TEXT}`);
    for (const page of pages) await atEmmys.write(page);
    await atEmmys.isOnServer('Page 5.');

    const ada = await course.join('Ada Lovelace');
    const laptop = laptopOf(ada);
    let here = await laptop.open();
    let lectures = await here.openChannel('lectures');
    await expect(lectures.message('Page 5.')).toBeVisible();
    await lectures.send('I shall bring my notes');
    await lectures.send('This is a slip');
    await here.canOpenOffline();

    await cut(site);
    await here.saysOffline();

    const written = {
      lectures: ['lectures: first', 'lectures: second'],
      exercises: ['exercises: first', 'exercises: second'],
      chatter: ['chatter: first', 'chatter: second'],
    };
    await test.step('read, and write in three channels', async () => {
      await lectures.edit('I shall bring my notes', 'I shall bring my notes and the engine');
      await lectures.delete('This is a slip');
      for (const [channel, texts] of Object.entries(written)) {
        const open = await here.openChannel(channel);
        for (const text of texts) {
          await open.write(text);
          await open.isOnDevice(text);
        }
      }
      await expect(here.pendingRow).toHaveText(/^8 things not yet on the server/);
    });

    await test.step('close the browser, and open it again', async () => {
      await laptop.shut();
      here = await laptop.open();
      await here.saysOffline();
      await expect(here.pendingRow).toHaveText(/^8 things not yet on the server/);
      for (const [channel, texts] of Object.entries(written)) {
        const open = await here.openChannel(channel);
        for (const text of texts) await open.isOnDevice(text);
        expect(await open.texts(texts)).toEqual(texts);
      }
      lectures = await here.openChannel('lectures');
      await expect(lectures.mark('and the engine', marks.editOnDevice)).toBeVisible();
      await expect(lectures.message('This is a slip')).toHaveCount(0);
      await lectures.scrollTo('The lecture begins at nine.');
      await here.pendingRow.click();
      await expect(here.dialog.getByRole('heading', { level: 2 })).toHaveText(
        /^8 things not yet on the server, safe on this device since /,
      );
      await expect(here.dialog.getByRole('article')).toHaveCount(8);
      await here.dialog.getByRole('button', { name: 'Close' }).click();
    });

    await test.step('the network is back', async () => {
      await heal(site);
      await expect(here.pendingRow).toBeHidden({ timeout: 20_000 });
      for (const [channel, texts] of Object.entries(written)) {
        const open = await here.openChannel(channel);
        for (const text of texts) await open.isOnServer(text);
      }
      expect(await storedTexts(course.lecturer, ids.lectures!)).toEqual([
        'The lecture begins at nine.',
        ...pages.map((page) => page.trim()),
        'I shall bring my notes and the engine',
        ...written.lectures,
      ]);
      expect(await storedTexts(course.lecturer, ids.exercises!)).toEqual(written.exercises);
      expect(await storedTexts(course.lecturer, ids.chatter!)).toEqual(written.chatter);
      await expect(atEmmys.message('and the engine')).toBeVisible();
      await expect(atEmmys.message('lectures: second')).toBeVisible();
      await expect(atEmmys.message('This is a slip')).toHaveCount(0);
    });
  });
}

test('SEC-6 what may no longer be sent stays with its text and the reason, to copy and to discard', async ({
  course,
  site,
  settleIn,
  sitDownAtServer,
}) => {
  const ada = await course.join('Ada Lovelace');
  const emmy = await sitDownAtServer(course.lecturer);
  const emmys = await emmy.createChannel(course.name, 'reading-group', 'Private');
  await emmy.page.getByRole('button', { name: 'Channel details' }).click();
  const details = emmy.page.getByRole('complementary', { name: 'Channel details' });
  await details.getByRole('button', { name: 'Add people' }).click();
  await emmy.dialog.getByRole('listitem').filter({ hasText: 'Ada Lovelace' }).getByRole('button').click();
  await emmy.dialog.getByRole('button', { name: 'Close' }).click();

  const here = await settleIn(ada);
  await here.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const group = await here.openChannel('reading-group');
  await group.send('I like the second chapter');
  await emmys.send(`It begins with a ${CANARY}`);
  await expect(group.message(CANARY)).toBeVisible();
  await expect.poll(() => placesOf(here.page, CANARY)).not.toEqual([]);
  site.network.blackHole();
  await here.saysOffline();
  await group.write('The third is hard');
  await group.isOnDevice('The third is hard');

  await details.getByRole('button', { name: 'Actions for Ada Lovelace' }).click();
  await emmy.page.getByRole('menuitem', { name: 'Remove from channel' }).click();
  await emmy.dialog.getByRole('button', { name: 'Remove from channel' }).click();
  await expect(details.getByRole('listitem').filter({ hasText: 'Ada Lovelace' })).toHaveCount(0);

  await site.network.pass();
  await expect(here.channelLink('reading-group')).toBeHidden();
  // Of what others said there nothing is left on the device.
  await expect.poll(() => placesOf(here.page, CANARY), { timeout: 20_000 }).toEqual([]);
  await expect(here.pendingRow).toHaveText(/^1 thing was not sent/);
  await here.pendingRow.click();
  await expect(here.dialog.getByRole('heading', { level: 2 })).toHaveText('1 thing was not sent');
  const refused = here.dialog.getByRole('article');
  await expect(refused).toContainText('The third is hard');
  await expect(refused).toContainText('you are no longer in #reading-group');
  await refused.getByRole('button', { name: 'Copy' }).click();
  await expect.poll(() => here.page.evaluate(() => navigator.clipboard.readText())).toBe('The third is hard');
  await refused.getByRole('button', { name: 'Discard' }).click();
  await here.dialog.getByRole('button', { name: 'Discard' }).last().click();
  await expect(here.pendingRow).toBeHidden();
  expect(await storedTexts(course.lecturer, group.id)).toEqual([
    'I like the second chapter',
    `It begins with a ${CANARY}`,
  ]);
});

test('a slow connection that breaks again and again is not worth a word, and sends each thing once', async ({
  course,
  site,
  sitDown,
}) => {
  const emmy = await sitDown(course.lecturer);
  const questions = await emmy.createChannel(course.name, 'questions');
  await site.network.slow(120);
  const texts = Array.from({ length: 12 }, (_, at) => `Question ${at}.`);
  for (const [at, text] of texts.entries()) {
    await questions.write(text);
    if (at % 4 === 0) site.network.reset();
  }
  for (const text of texts) await questions.isOnServer(text);
  await expect(emmy.offlineWord).toBeHidden();
  expect(await storedTexts(course.lecturer, questions.id)).toEqual(texts);
});

test('what others wrote meanwhile comes above what waits here, and the list stays at its end', async ({
  course,
  site,
  settleIn,
  sitDownAtServer,
}) => {
  const emmy = await sitDownAtServer(course.lecturer);
  const emmys = await emmy.createChannel(course.name, 'questions');
  const ada = await settleIn(await course.join('Ada Lovelace'));
  const adas = await ada.openChannel('questions');
  await adas.send('the first');
  site.network.blackHole();
  await ada.saysOffline();
  const waiting = Array.from({ length: 12 }, (_, i) => `waiting ${i + 1}.`);
  for (const text of waiting) await adas.write(text);
  for (let i = 1; i <= 25; i++) await emmys.write(`meanwhile ${i}.`);
  await emmys.isOnServer('meanwhile 25.');
  await site.network.pass();
  await adas.isOnServer('waiting 12.');
  await expect(adas.message('waiting 12.')).toBeInViewport();
  await expect(adas.jumpToLatest).toBeHidden();
  await adas.write('and on');
  await expect(adas.message('and on')).toBeInViewport();
});
