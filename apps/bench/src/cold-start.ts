import type { Page } from 'playwright-core';
import { canOpenOffline, Laptop, MESSAGE_LIST } from './chromium.ts';
import { addChannels, openCourse } from './course.ts';
import { EMPTY_PAGE, EMPTY_TEXT, emptyPage } from './empty-page.ts';
import { FrontDoor } from './front-door.ts';
import { Lectern, type Person } from './lectern.ts';
import { say } from './ops.ts';
import { ROUNDS, ratios, reportDetail, reportRow } from './report.ts';
import { plausibleTexts } from './texts.ts';
import { unwatchedPaintOf } from './unwatched.ts';

const CHANNELS = 30;
const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 50_000);
const SPEAKERS = 10;
/** Messages a second while the laptop listens: what a browser stores without falling behind. */
const PACE = 800;
/** Time for what was seen to be told and stored as read, in milliseconds. */
const READING_MS = 2_000;
const NEWEST = 'This is the newest message.';

/**
 * A cold start without a network to a readable channel, against an empty React page that the same service worker
 * serves. The laptop has stored everything by itself: it was open while 50,000 messages were said.
 */
export async function measureColdStart(): Promise<void> {
  const door = await FrontDoor.open(await emptyPage());
  const app = await Lectern.start({ publicPort: door.port });
  const laptop = await Laptop.buy();
  try {
    door.leadTo(app.port);
    const channel = await fillLaptop(app, laptop);
    door.shut();
    await app.halt();
    const pages = {
      channel: { url: `${app.origin}/c/${channel}`, place: MESSAGE_LIST, text: NEWEST },
      empty: { url: `${app.origin}${EMPTY_PAGE}`, place: '#root', text: EMPTY_TEXT },
    };
    const times = { channel: [] as number[], empty: [] as number[] };
    // One unmeasured start each, after which the browser has the code of both compiled and kept, as after any day.
    for (let round = -1; round < ROUNDS; round++) {
      for (const name of ['empty', 'channel'] as const) {
        const { url, place, text } = pages[name];
        const time = await unwatchedPaintOf(laptop.folder, url, place, text);
        if (round >= 0) times[name].push(time);
      }
    }
    reportRow(
      `cold offline start, ${CHANNELS} channels, ${MESSAGES} messages, against an empty page`,
      ratios(times.channel, times.empty),
      { atMost: 4, aim: 2 },
    );
    reportDetail('to a readable channel', times.channel, 'ms', 0);
    reportDetail('to the empty page', times.empty, 'ms', 0);
  } finally {
    door.shut();
    await laptop.scrap();
    await app.stop();
  }
}

/** Signs a reader in on the laptop and has people talk until it has stored all of it. Answers the channel to open. */
async function fillLaptop(app: Lectern, laptop: Laptop): Promise<string> {
  const course = await openCourse(app);
  const db = await app.database();
  const names = Array.from({ length: CHANNELS }, (_, index) => `channel-${index}`);
  const channels = await addChannels(db, course, names);
  const reader = await course.join('Reader');
  const speakers: Person[] = [];
  for (let i = 0; i < SPEAKERS; i++) speakers.push(await course.join(`Speaker${i}`));
  const page = await laptop.start({ app, person: reader });
  await page.goto(`${app.origin}/c/${channels[0]}`);
  await canOpenOffline(page);
  await page.locator('h1').waitFor();
  const texts = plausibleTexts(MESSAGES - 1, 'cold start');
  const said = texts.map((text, at) => ({ text, channel: channels[(at * 7) % CHANNELS]! }));
  console.log(`the laptop listens to ${MESSAGES} messages`);
  await say(app, db, speakers, said, PACE);
  await say(app, db, speakers, [{ text: NEWEST, channel: channels[0]! }], PACE);
  await db.end();
  await storedMessages(page, reader, MESSAGES);
  const newest = page.locator(MESSAGE_LIST).getByText(NEWEST);
  const jump = page.getByRole('button', { name: /^Jump to latest/ });
  await newest.or(jump).first().waitFor();
  if (await jump.isVisible()) await jump.click();
  await newest.waitFor();
  await page.waitForTimeout(READING_MS);
  // Opened again it stands at the first unread message, which must by now be none.
  await page.reload();
  await newest.waitFor();
  await laptop.shut();
  return channels[0]!;
}

/** Waits until the browser's own database of this person holds so many messages. */
async function storedMessages(page: Page, person: Person, count: number): Promise<void> {
  const stored = async (): Promise<number> =>
    page.evaluate(async (user) => {
      const known = (await indexedDB.databases()).find(({ name }) => name?.endsWith(user));
      const done = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const db = await done(indexedDB.open(known!.name!));
      const rows = await done(db.transaction('messages').objectStore('messages').count());
      db.close();
      return rows;
    }, person.id);
  while ((await stored()) < count) await page.waitForTimeout(500);
}
