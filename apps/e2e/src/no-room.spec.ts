import type { CDPSession } from '@playwright/test';
import { expect, test } from './support/journey.ts';
import type { LecternPage } from './support/pages/lectern-page.ts';
import { storedTexts } from './support/people.ts';

/** Room for the app and for what is in its courses, and little more. Bytes. */
const SMALL_DISK = 20_000_000;
/** Pieces in which a disk is filled up: when the last and smallest no longer fits, nothing does. Bytes. */
const PIECES = [1_000_000, 50_000, 2_000, 100, 1];

test('a full device is told: all goes on online, nothing is lost, and room is used again', async ({
  course,
  site,
  settleIn,
}) => {
  const here = await settleIn(course.lecturer, 'about:blank');
  const disk = await Disk.of(here, site.url);
  await disk.hold(SMALL_DISK);
  await here.page.goto(site.url);
  const questions = await here.createChannel(course.name, 'questions');
  await questions.send('There is room');
  const fullWord = here.page.getByRole('status').filter({ hasText: 'This device has no space left.' });
  await expect(fullWord).toBeHidden();
  // The app is opened anew without a network later on, and no part of it could be kept on a full disk.
  await here.canOpenOffline();

  await disk.fill();
  await questions.send('There is no room');
  await expect(fullWord).toBeVisible();
  await questions.send('And all goes on');
  await questions.edit('There is no room', 'There is no room here');
  await expect
    .poll(() => storedTexts(course.lecturer, questions.id))
    .toEqual(['There is room', 'There is no room here', 'And all goes on']);

  const kept = questions.message('Kept when there was room');
  await test.step('without a network nothing is taken that cannot be kept', async () => {
    site.network.blackHole();
    await here.saysOffline();
    await expect(fullWord).toBeVisible();
    await questions.write('Kept when there was room');
    await expect(kept).toContainText('This device has no space left, so this could not be saved.');
    await expect(kept.getByRole('img')).toHaveCount(0);
  });

  await test.step('with room again it is kept again, and the word goes', async () => {
    await disk.hold();
    await kept.getByRole('button', { name: 'Try again' }).click();
    await questions.isOnDevice('Kept when there was room');
    await expect(fullWord).toBeHidden();
    await here.page.reload();
    await questions.isOnDevice('Kept when there was room');
    await site.network.pass();
    await questions.isOnServer('Kept when there was room');
    expect(await storedTexts(course.lecturer, questions.id)).toEqual([
      'There is room',
      'There is no room here',
      'And all goes on',
      'Kept when there was room',
    ]);
  });
});

test('a browser that keeps nothing is told, and all goes on online', async ({ course, laptopOf }) => {
  const laptop = laptopOf(course.lecturer);
  laptop.refuseStorage();
  const here = await laptop.open();
  await expect(
    here.page.getByRole('status').filter({ hasText: 'This browser does not let Lectern keep data.' }),
  ).toBeVisible();
  const questions = await here.createChannel(course.name, 'questions');
  await questions.send('Nothing is kept here');
  await here.page.reload();
  await questions.isOnServer('Nothing is kept here');
  await questions.send('And all is well');
  expect(await storedTexts(course.lecturer, questions.id)).toEqual([
    'Nothing is kept here',
    'And all is well',
  ]);
});

test('what a browser has cleared away while it was shut comes back from the server', async ({
  course,
  laptopOf,
}) => {
  const laptop = laptopOf(course.lecturer);
  const before = await laptop.open();
  const questions = await before.createChannel(course.name, 'questions');
  await questions.send('Written before');
  await laptop.shut();
  laptop.clearStorage();
  const here = await laptop.open();
  const again = await here.openChannel('questions');
  await again.isOnServer('Written before');
  await again.send('Written after');
  expect(await storedTexts(course.lecturer, questions.id)).toEqual(['Written before', 'Written after']);
});

test('what a browser clears away while it is open comes back, and what was unsent is sent', async ({
  course,
  site,
  settleIn,
}) => {
  const here = await settleIn(course.lecturer);
  const questions = await here.createChannel(course.name, 'questions');
  await questions.send('Written before');
  site.network.blackHole();
  await here.saysOffline();
  await questions.write('Not sent yet');
  await questions.isOnDevice('Not sent yet');
  await questions.composer.pressSequentially('Half a thou');
  const disk = await Disk.of(here, site.url);
  await disk.clear();
  await site.network.pass();
  await questions.isOnServer('Written before');
  await questions.isOnServer('Not sent yet');
  await expect(questions.composer).toHaveText('Half a thou');
  await questions.composer.press('ControlOrMeta+a');
  await questions.send('Written after');
  await here.page.reload();
  await questions.isOnServer('Written after');
  expect(await storedTexts(course.lecturer, questions.id)).toEqual([
    'Written before',
    'Not sent yet',
    'Written after',
  ]);
});

/** The part of a disk that a browser gives to one site. */
class Disk {
  readonly #page: LecternPage['page'];
  readonly #chromium: CDPSession;
  readonly #origin: string;

  private constructor(page: LecternPage['page'], chromium: CDPSession, origin: string) {
    this.#page = page;
    this.#chromium = chromium;
    this.#origin = origin;
  }

  static async of({ page }: LecternPage, origin: string): Promise<Disk> {
    return new Disk(page, await page.context().newCDPSession(page), origin);
  }

  /** Makes it so large, or as large as the browser would. */
  async hold(bytes?: number): Promise<void> {
    await this.#chromium.send('Storage.overrideQuotaForOrigin', {
      origin: this.#origin,
      ...(bytes !== undefined && { quotaSize: bytes }),
    });
  }

  /** Throws away every database on it, whoever has one open. */
  async clear(): Promise<void> {
    await this.#chromium.send('Storage.clearDataForOrigin', {
      origin: this.#origin,
      storageTypes: 'indexeddb',
    });
  }

  /** Puts something else on it until nothing more fits. */
  async fill(): Promise<void> {
    await this.#page.evaluate(async (pieces) => {
      const opening = indexedDB.open('something else');
      opening.onupgradeneeded = () => opening.result.createObjectStore('pieces', { autoIncrement: true });
      await new Promise((resolve) => {
        opening.onsuccess = resolve;
      });
      const put = (size: number) =>
        new Promise<boolean>((resolve) => {
          const writing = opening.result.transaction('pieces', 'readwrite');
          const bytes = new Uint8Array(size);
          for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
          writing.objectStore('pieces').put(bytes);
          writing.oncomplete = () => resolve(true);
          writing.onabort = () => resolve(false);
        });
      for (const size of pieces) while (await put(size));
      opening.result.close();
    }, PIECES);
  }
}
