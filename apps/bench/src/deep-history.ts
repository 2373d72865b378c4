import type { Page } from 'playwright-core';
import { Laptop } from './chromium.ts';
import { addChannels, fillChannels, openCourse } from './course.ts';
import { Lectern, type Person } from './lectern.ts';
import { ROUNDS, ratios, reportDetail, reportRow } from './report.ts';
import { quantile } from './statistics.ts';

const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 1_000_000);
const YEAR_S = 365 * 24 * 3_600;
/** So that the channel is two years and some months old. */
const EVERY_S = (2.2 * YEAR_S) / MESSAGES;
const TWO_YEARS_AGO = MESSAGES - Math.floor((2 * YEAR_S) / EVERY_S);
/** Openings of each kind in one round, in turn, each deep one at a place that the device has not got. */
const OPENINGS = 20;
const LIMIT = { atMost: 1.5, aim: 1 };
/** Room for the page that was opened before to come to rest, in milliseconds. */
const REST_MS = 400;

/** Opening a channel of a million messages at one from two years ago, against opening it at its end. */
export async function measureDeepHistory(): Promise<void> {
  const app = await Lectern.start();
  const laptop = await Laptop.buy();
  try {
    const course = await openCourse(app);
    const db = await app.database();
    const [many, other] = (await addChannels(db, course, ['many', 'other'])) as [string, string];
    console.log(`filling a channel with ${MESSAGES} messages`);
    await fillChannels(db, [many], MESSAGES, [course.admin], EVERY_S);
    await fillChannels(db, [other], 300, [course.admin]);
    await db.end();
    const reader = await course.join('Reader');
    await measureRoute(reader, many);
    const page = await laptop.start({ app, person: reader });
    await page.goto(`${app.origin}/c/${many}`);
    await page.locator(listOf('many')).first().waitFor();
    await measureScreen(page, many, other);
  } finally {
    await laptop.scrap();
    await app.stop();
  }
}

/** A place two years back that was not asked for yet. */
let places = 0;
const freshPlace = (): number => {
  places += 1;
  return TWO_YEARS_AGO + places * 200;
};

async function measureRoute(reader: Person, channel: string): Promise<void> {
  const address = `/api/channels/${channel}/messages`;
  const kinds = {
    end: () => address,
    deep: () => `${address}?around=${freshPlace()}`,
    date: () => `${address}?at=${Date.now() - Math.floor((MESSAGES - freshPlace()) * EVERY_S * 1_000)}`,
  };
  type Kind = keyof typeof kinds;
  const medians: Record<Kind, number[]> = { end: [], deep: [], date: [] };
  for (let round = -1; round < ROUNDS; round++) {
    const times: Record<Kind, number[]> = { end: [], deep: [], date: [] };
    for (let turn = 0; turn < OPENINGS; turn++) {
      for (const kind of ['end', 'deep', 'date'] as const) {
        const path = kinds[kind]();
        const start = performance.now();
        await reader.call('GET', path);
        times[kind].push(performance.now() - start);
      }
    }
    if (round >= 0)
      for (const kind of ['end', 'deep', 'date'] as const) medians[kind].push(median(times[kind]));
  }
  reportRow(
    'page around a message two years back, against the newest',
    ratios(medians.deep, medians.end),
    LIMIT,
  );
  reportRow(
    'page around a date two years back, against the newest',
    ratios(medians.date, medians.end),
    LIMIT,
  );
  reportDetail('the newest', medians.end, 'ms');
  reportDetail('around the message', medians.deep, 'ms');
  reportDetail('around the date', medians.date, 'ms');
}

async function measureScreen(page: Page, many: string, other: string): Promise<void> {
  const medians = { end: [] as number[], deep: [] as number[] };
  for (let round = -1; round < ROUNDS; round++) {
    const times = { end: [] as number[], deep: [] as number[] };
    for (let turn = 0; turn < OPENINGS; turn++) {
      for (const kind of turn % 2 === 0 ? (['end', 'deep'] as const) : (['deep', 'end'] as const)) {
        await open(page, `/c/${other}`, listOf('other'));
        await page.waitForTimeout(REST_MS);
        const address = kind === 'end' ? `/c/${many}` : `/c/${many}/m/${freshPlace()}`;
        times[kind].push(await open(page, address, listOf('many')));
      }
    }
    if (round >= 0) for (const kind of ['end', 'deep'] as const) medians[kind].push(median(times[kind]));
  }
  reportRow('on screen two years back, against the end', ratios(medians.deep, medians.end), LIMIT);
  reportDetail('at the end', medians.end, 'ms');
  reportDetail('two years back', medians.deep, 'ms');
}

const listOf = (channel: string): string => `[role=list][aria-label="Messages in #${channel}"] article`;
const median = (times: number[]): number =>
  quantile(
    [...times].sort((a, b) => a - b),
    0.5,
  );

/** Goes to an address within the app, and answers the milliseconds until what was looked for is painted. */
const open = (page: Page, address: string, selector: string): Promise<number> =>
  page.evaluate(
    ([to, wanted]) =>
      new Promise<number>((resolve) => {
        const start = performance.now();
        history.pushState(null, '', to);
        const look = (): void => {
          if (document.querySelector(wanted!) === null) {
            requestAnimationFrame(look);
            return;
          }
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - start);
          port2.postMessage(null);
        };
        requestAnimationFrame(look);
      }),
    [address, selector],
  );
