import type { CDPSession, JSHandle, Page } from 'playwright-core';
import { Laptop, MESSAGE_LIST } from './chromium.ts';
import { addChannels, fillChannels, openCourse } from './course.ts';
import { Lectern } from './lectern.ts';
import { reportDetail, reportRow } from './report.ts';
import { type ScrollRecord, watchScrolling } from './watch-scrolling.ts';

const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 25_000);
const SCROLLED = Number(process.env.BENCH_SCROLLED ?? 20_000);
/** One turn of the wheel, in pixels: a fling that passes 300 messages a second, and as one reads across a page. */
const FLING = 400;
const READING = 100;
/** Messages that are passed at the pace of reading, after the fling. */
const READ = 1_000;
/** Time from one turn of the wheel to the next. */
const EVERY_MS = 16;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
/** Messages after which the heap is weighed for the first time: what is compiled and cached by then comes once. */
const WARM = 2_000;

/** Scrolling up through messages that come from the server while one scrolls. */
export async function measureScrolling(): Promise<void> {
  const app = await Lectern.start();
  const records: (ScrollRecord & { readonly heapGrowth: number })[] = [];
  const reading: ScrollRecord[] = [];
  try {
    const course = await openCourse(app);
    const db = await app.database();
    const [channel] = await addChannels(db, course, ['long']);
    await fillChannels(db, [channel!], MESSAGES, [course.admin]);
    await db.end();
    for (let round = 0; round < ROUNDS; round++) {
      const laptop = await Laptop.buy();
      try {
        const page = await laptop.start({ app, person: await course.join(`Reader${round}`) });
        await page.goto(`${app.origin}/c/${channel}`);
        await page.locator(`${MESSAGE_LIST} article`).first().waitFor();
        records.push(await fling(page));
        reading.push(await read(page));
      } finally {
        await laptop.scrap();
      }
    }
  } finally {
    await app.stop();
  }
  const of = (key: keyof (typeof records)[number]) => records.map((record) => record[key]);
  reportRow('longest time with no message in sight', of('longestBlankMs'), { atMost: 100, aim: 0 }, 'ms', 0);
  reportRow(
    'what is read moves when older messages come',
    reading.map(({ prependShift }) => prependShift),
    { atMost: 0, aim: 0 },
    'px',
    0,
  );
  reportRow('elements in the page at most', of('mostElements'), { atMost: 3_000, aim: 1_500 }, '', 0);
  reportRow('heap of the page grows by', of('heapGrowth'), { atMost: 20, aim: 5 }, 'MB', 1);
  reportDetail(
    'the same in the fling, with rows that are measured as they come',
    of('prependShift'),
    'px',
    0,
  );
  reportDetail('messages', of('messages'), '', 0);
  reportDetail('pages that came in above', of('prepends'), '', 0);
  reportDetail('longest frame', of('longestFrameMs'), 'ms', 0);
  reportDetail('frames over 50 ms', of('longFrames'), '', 0);
  reportDetail('seconds', of('seconds'), 's', 0);
}

async function fling(page: Page): Promise<ScrollRecord & { readonly heapGrowth: number }> {
  const cdp = await page.context().newCDPSession(page);
  const box = (await page.locator('[data-scroller]').last().boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const watch = await page.evaluateHandle(watchScrolling, FLING);
  await turnUntil(page, watch, FLING, WARM);
  const before = await heapOf(cdp);
  await turnUntil(page, watch, FLING, SCROLLED);
  const record = await watch.evaluate((each) => each.end());
  return { ...record, heapGrowth: ((await heapOf(cdp)) - before) / 1_000_000 };
}

async function read(page: Page): Promise<ScrollRecord> {
  const watch = await page.evaluateHandle(watchScrolling, READING);
  await turnUntil(page, watch, READING, READ);
  return watch.evaluate((each) => each.end());
}

type Watch = JSHandle<ReturnType<typeof watchScrolling>>;

async function turnUntil(page: Page, watch: Watch, pixels: number, messages: number): Promise<void> {
  while ((await watch.evaluate((each) => each.messages())) < messages) {
    // In bunches, so that asking how far it is does not slow the wheel.
    for (let turn = 0; turn < 20; turn++) {
      await page.mouse.wheel(0, -pixels);
      await page.waitForTimeout(EVERY_MS);
    }
  }
}

/** Bytes that live in the page's heap once what is not needed has gone. */
async function heapOf(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  return (await cdp.send('Runtime.getHeapUsage')).usedSize;
}
