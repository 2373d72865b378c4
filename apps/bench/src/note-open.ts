import type { Page } from 'playwright-core';
import { atRest, canOpenOffline, Laptop, MESSAGE_LIST } from './chromium.ts';
import { addChannels, openCourse } from './course.ts';
import { FrontDoor } from './front-door.ts';
import { Lectern } from './lectern.ts';
import { addNotes, plausibleNote } from './notes.ts';
import { reportDetail, reportRow } from './report.ts';

const NOTE_BYTES = 100_000;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 15);
/** A hub is begun anew so often: what it has in memory is opened faster. */
const STARTS = 3;
const TITLES = { full: 'A long note', empty: 'An empty note' };
const EMPTY = 'Nothing is written here yet.';

/** A reader without a network opens a note of 100 kB, and an empty one, from the details of their channel. */
export async function measureNoteOpen(): Promise<void> {
  const door = await FrontDoor.open();
  const app = await Lectern.start({ publicPort: door.port });
  const laptop = await Laptop.buy();
  try {
    door.leadTo(app.port);
    const course = await openCourse(app);
    const db = await app.database();
    const [channel] = await addChannels(db, course, ['notes']);
    await db.end();
    const body = plausibleNote(NOTE_BYTES, 'open');
    await addNotes(app, course.admin, channel!, [
      { title: TITLES.full, body },
      { title: TITLES.empty, body: { blocks: [] } },
    ]);
    const first = body.blocks[1]!;
    const texts = {
      full: first.t === 'p' && 's' in first.c[0]! ? first.c[0].s.slice(0, 60) : '',
      empty: EMPTY,
    };
    const address = `${app.origin}/c/${channel}`;
    let page = await laptop.start({ app, person: await course.join('Reader') });
    await page.goto(address);
    await canOpenOffline(page);
    for (const name of ['full', 'empty'] as const) await open(page, TITLES[name], texts[name]);
    // It is told here that the newest of both is stored: pinned notes are, whether anybody opens them or not.
    await page.waitForTimeout(3_000);
    await laptop.shut();
    door.shut();
    await app.halt();

    const times = { full: [] as number[], empty: [] as number[] };
    const firsts = { full: [] as number[], empty: [] as number[] };
    for (let start = 0; start < STARTS; start++) {
      page = await laptop.start();
      await page.goto(address);
      await page.locator(MESSAGE_LIST).or(page.locator('h1')).first().waitFor();
      await atRest();
      for (let round = -1; round < ROUNDS / STARTS; round++) {
        for (const name of (start + round) % 2 === 0
          ? (['full', 'empty'] as const)
          : (['empty', 'full'] as const)) {
          const time = await open(page, TITLES[name], texts[name]);
          (round < 0 ? firsts : times)[name].push(time);
        }
      }
      await laptop.shut();
    }
    reportRow(
      `offline, a note of ${NOTE_BYTES / 1_000} kB against an empty one, from click to its text`,
      times.full.map((time, at) => time / times.empty[at]!),
      { atMost: 1.5, aim: 1.2 },
    );
    for (const name of ['full', 'empty'] as const) {
      reportDetail(`${TITLES[name]}`, times[name], 'ms');
      reportDetail(`${TITLES[name]}, the first time since the browser was started`, firsts[name], 'ms');
    }
  } finally {
    door.shut();
    await laptop.scrap();
    await app.stop();
  }
}

/** From the channel to the note and back. Answers the milliseconds from the click to the painted text. */
async function open(page: Page, title: string, text: string): Promise<number> {
  const link = page.getByRole('link', { name: title });
  if (!(await link.isVisible())) await page.getByRole('button', { name: 'Channel details' }).first().click();
  await link.waitFor();
  // What came with the last step is over.
  await page.waitForTimeout(300);
  await page.evaluate(watchForText, text);
  await link.click({ noWaitAfter: true });
  const time = await page.evaluate(() => (globalThis as BenchWindow).benchOpened!);
  await page.goBack();
  await page.locator('[data-note-page]').waitFor({ state: 'detached' });
  return time;
}

type BenchWindow = typeof globalThis & { benchOpened?: Promise<number> };

/** Runs in the page: promises the time from the next click until a text stands painted in a note. */
function watchForText(text: string): void {
  (globalThis as BenchWindow).benchOpened = new Promise((resolve) => {
    let clickedAt: number | null = null;
    addEventListener(
      'click',
      (event) => {
        clickedAt = event.timeStamp;
      },
      { capture: true, once: true },
    );
    const observer = new MutationObserver(() => {
      if (clickedAt === null) return;
      if (!document.querySelector('[data-note-page] article')?.textContent?.includes(text)) return;
      observer.disconnect();
      // Drawn with the next frame; a message to oneself arrives after the drawing.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now() - clickedAt!);
        port2.postMessage(null);
      });
    });
    observer.observe(document.body, { subtree: true, childList: true });
  });
}
