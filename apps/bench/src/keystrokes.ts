import type { Page } from 'playwright-core';
import { Laptop, MESSAGE_LIST } from './chromium.ts';
import { addChannels, fillChannels, openCourse } from './course.ts';
import { Lectern } from './lectern.ts';
import { KEY_EVERY_MS, type KeysRecord, reportKeys, THROTTLE, watchKeys } from './watch-keys.ts';

/** Messages of the channel, all of which the device stores before anybody types. */
const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 100_000);
/** Messages that are written at each speed of the processor. */
const WRITTEN = Number(process.env.BENCH_TYPED ?? 20);
/** Longest wait until the device has stored everything, in milliseconds. */
const FILL_MS = 900_000;

/** Typing and sending in a channel of which 100,000 messages are stored on the device: as it is, and slowed down. */
export async function measureKeystrokes(): Promise<void> {
  const app = await Lectern.start();
  const laptop = await Laptop.buy();
  try {
    const course = await openCourse(app);
    const db = await app.database();
    const [channel] = await addChannels(db, course, ['full']);
    await fillChannels(db, [channel!], MESSAGES, [course.admin]);
    await db.end();
    const page = await laptop.start({ app, person: await course.join('Typist') });
    await page.goto(`${app.origin}/c/${channel}`);
    await page.locator(`${MESSAGE_LIST} article`).first().waitFor();
    await page.locator('[contenteditable=true][role=textbox]').waitFor();
    await page.waitForFunction(isStored, MESSAGES, { timeout: FILL_MS, polling: 2_000 });
    const cdp = await page.context().newCDPSession(page);
    for (const rate of [1, THROTTLE]) {
      await cdp.send('Emulation.setCPUThrottlingRate', { rate });
      reportKeys('while typing and sending', rate, [await typeMessages(page, `rate ${rate}`)]);
    }
  } finally {
    await laptop.scrap();
    await app.stop();
  }
}

/** Runs in the page: whether a store of this browser holds so many messages. */
async function isStored(count: number): Promise<boolean> {
  const ended = <Result>(request: IDBRequest<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  let stored = 0;
  for (const { name } of await indexedDB.databases()) {
    const db = await ended(indexedDB.open(name!));
    if (db.objectStoreNames.contains('messages'))
      stored += await ended(db.transaction('messages').objectStore('messages').count());
    db.close();
  }
  return stored >= count;
}

/** Writes messages at the pace of a person; answers the tasks over 50 ms, and the sorted times from key to paint. */
async function typeMessages(page: Page, prefix: string): Promise<KeysRecord> {
  await page.locator('[contenteditable=true][role=textbox]').click();
  const watch = await watchKeys(page);
  const textOf = (i: number) => `${prefix}, message ${i}`;
  for (let i = 0; i < WRITTEN; i++) {
    await page.keyboard.type(textOf(i), { delay: KEY_EVERY_MS });
    await page.keyboard.press('Enter', { delay: KEY_EVERY_MS });
  }
  // Only now: whoever waits for a message looks for it in the page, time and again, and would be measured too.
  const last = textOf(WRITTEN - 1);
  await page.locator(`${MESSAGE_LIST} article`).filter({ hasText: last }).first().waitFor();
  return watch.end();
}
