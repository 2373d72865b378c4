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
/** Channels whose ends go round: more than the page remembers. */
const RING = 25;
/** Room for the page that was opened before to come to rest, in milliseconds. */
const REST_MS = 400;

/** Opening a channel of a million messages at one from two years ago, against opening it at its end. */
export async function measureDeepHistory(): Promise<void> {
  const app = await Lectern.start();
  const laptop = await Laptop.buy();
  try {
    const course = await openCourse(app);
    const db = await app.database();
    const names = ['many', 'other', ...Array.from({ length: RING }, (_, i) => `ring-${i}`)];
    const ids = await addChannels(db, course, names);
    console.log(`filling a channel with ${MESSAGES} messages`);
    await fillChannels(db, ids.slice(0, 1), MESSAGES, [course.admin], EVERY_S);
    await fillChannels(db, ids.slice(1), 300, [course.admin]);
    await db.end();
    const [many, other, ...ring] = ids.map((id, i) => ({ name: names[i]!, path: `/c/${id}` }));
    const reader = await course.join('Reader');
    await measureRoute(reader, ids[0]!);
    const page = await laptop.start({ app, person: reader });
    await page.goto(`${app.origin}${many!.path}`);
    await page.locator(listOf(many!.name)).first().waitFor();
    await measureOpening(page, many!, other!, ring);
    await measureReturning(page, many!, other!);
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

/**
 * Opens channels at their ends and the large one two years back, from the same other one. The page remembers what it has
 * shown lately: the ends go round among so many channels that none is remembered when its turn comes again, so that
 * both kinds are openings of what this page does not have.
 */
async function measureOpening(
  page: Page,
  many: Channel,
  other: Channel,
  ring: readonly Channel[],
): Promise<void> {
  let turn = 0;
  const medians = await inTurns(page, other, {
    end: () => {
      turn += 1;
      return { ...ring[turn % ring.length]! };
    },
    deep: () => deepIn(many),
  });
  reportRow('on screen two years back, against the end', ratios(medians.deep, medians.end), LIMIT);
  reportDetail('at the end', medians.end, 'ms');
  reportDetail('two years back', medians.deep, 'ms');
}

/** The end was on this page's screen a moment ago, and the page still has it. */
async function measureReturning(page: Page, many: Channel, other: Channel): Promise<void> {
  const medians = await inTurns(page, other, { end: () => many, deep: () => deepIn(many) });
  reportDetail('at an end that the page still has', medians.end, 'ms');
  reportDetail('two years back, beside it', medians.deep, 'ms');
}

/** A channel, and where in it. */
interface Channel {
  readonly name: string;
  readonly path: string;
}

const deepIn = ({ name, path }: Channel): Channel => ({ name, path: `${path}/m/${freshPlace()}` });

/** Medians of the rounds, the first of which warms up; the two kinds take turns in going first. */
async function inTurns<Kind extends 'end' | 'deep'>(
  page: Page,
  other: Channel,
  places: Record<Kind, () => Channel>,
): Promise<Record<Kind, number[]>> {
  const kinds = Object.keys(places) as Kind[];
  const none = () =>
    Object.fromEntries(kinds.map((kind) => [kind, [] as number[]])) as Record<Kind, number[]>;
  const medians = none();
  for (let round = -1; round < ROUNDS; round++) {
    const times = none();
    for (let turn = 0; turn < OPENINGS; turn++) {
      for (const kind of turn % 2 === 0 ? kinds : kinds.toReversed()) {
        const { name, path } = places[kind]();
        await open(page, other.path, listOf(other.name));
        await page.waitForTimeout(REST_MS);
        times[kind].push(await open(page, path, listOf(name)));
      }
    }
    if (round >= 0) for (const kind of kinds) medians[kind].push(median(times[kind]));
  }
  return medians;
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
