import { expect, test } from './support/journey.ts';
import { marks } from './support/pages/channel-page.ts';
import { storedTexts } from './support/people.ts';

/** The two ways in which a network ends: the machine at the other end dies, or nothing ever comes back. */
const cuts = {
  'the server is killed': {
    cut: (site: { kill(): Promise<void> }) => site.kill(),
    heal: (site: { restart(): Promise<void> }) => site.restart(),
  },
} as const;

for (const [name, { cut, heal }] of Object.entries(cuts)) {
  test(`${name}: everything can be read, what is written waits on this device, and is sent once when it is back`, async ({
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
    await atEmmys.send('The lecture begins at nine.');

    const ada = await course.join('Ada Lovelace');
    const laptop = laptopOf(ada);
    let here = await laptop.open();
    let lectures = await here.openChannel('lectures');
    await expect(lectures.message('begins at nine')).toBeVisible();
    await lectures.send('I shall bring my notes');
    await lectures.send('This is a slip');
    await here.canOpenOffline();

    await cut(site);
    await here.saysOffline();

    await lectures.edit('I shall bring my notes', 'I shall bring my notes and the engine');
    await lectures.delete('This is a slip');
    const written = {
      lectures: ['lectures: first', 'lectures: second'],
      exercises: ['exercises: first', 'exercises: second'],
      chatter: ['chatter: first', 'chatter: second'],
    };
    for (const [channel, texts] of Object.entries(written)) {
      const open = await here.openChannel(channel);
      for (const text of texts) {
        await open.write(text);
        await open.isOnDevice(text);
      }
    }
    await expect(here.pendingRow).toHaveText(/^8 things not yet on the server/);

    await laptop.shut();
    here = await laptop.open();
    await expect(here.pendingRow).toHaveText(/^8 things not yet on the server/);
    for (const [channel, texts] of Object.entries(written)) {
      const open = await here.openChannel(channel);
      for (const text of texts) await open.isOnDevice(text);
      expect(await open.texts(texts)).toEqual(texts);
    }
    lectures = await here.openChannel('lectures');
    await expect(lectures.message('begins at nine')).toBeVisible();
    await expect(lectures.mark('and the engine', marks.editOnDevice)).toBeVisible();
    await expect(lectures.message('This is a slip')).toHaveCount(0);
    await here.saysOffline();

    await heal(site);
    await expect(here.pendingRow).toBeHidden({ timeout: 20_000 });
    for (const [channel, texts] of Object.entries(written)) {
      const open = await here.openChannel(channel);
      for (const text of texts) await open.isOnServer(text);
    }
    expect(await storedTexts(course.lecturer, ids.lectures!)).toEqual([
      'The lecture begins at nine.',
      'I shall bring my notes and the engine',
      ...written.lectures,
    ]);
    expect(await storedTexts(course.lecturer, ids.exercises!)).toEqual(written.exercises);
    expect(await storedTexts(course.lecturer, ids.chatter!)).toEqual(written.chatter);
    await expect(atEmmys.message('and the engine')).toBeVisible();
    await expect(atEmmys.message('lectures: second')).toBeVisible();
    await expect(atEmmys.message('This is a slip')).toHaveCount(0);
  });
}
