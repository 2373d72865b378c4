import type { ChannelId, SearchHit, SearchOrder, SearchPage } from '@lectern/contracts';
import {
  judgedQueries,
  madeUpCorpus,
  queriesFor,
  readJudgedCorpus,
} from '@lectern/rich-text/judged-searches';
import { createRandom } from '@lectern/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ClassRoom } from './testing/class-room.ts';
import { sendOp } from './testing/make.ts';
import type { ServerClient } from './testing/server-client.ts';
import type { TestHub } from './testing/test-hub.ts';

/** The two engines of search over the same messages: what the device finds and what the server finds. */
const PATIENCE_MS = 120_000;

let room: ClassRoom;
let hub: TestHub;
let client: ServerClient;

beforeAll(async () => {
  room = await ClassRoom.build();
  ({ client } = room.ada);
  hub = await room.open(room.ada);
  const random = createRandom('parity');
  const channels = [await room.newChannel(hub), await room.newChannel(hub), await room.newChannel(hub)];
  for (const text of texts) await hub.tab.command('submit', sendOp(random.pick(channels), text));
  await hub.until('pending', null, (pending) => pending.length === 0, PATIENCE_MS);
  for (const channel of channels) await allHere(channel);
}, 2 * PATIENCE_MS);
afterAll(() => room?.tearDown(), 60_000);

/** Waits until the device has the rows of everything that it has sent. */
const allHere = (channel: ChannelId) =>
  hub.until(
    'timeline',
    { channel, anchor: 'end', before: 500, after: 0 },
    ({ ready, items }) => ready && items.every(({ rung }) => rung === undefined || rung === 'server'),
    PATIENCE_MS,
  );

/** Real sayings where there are any: those that are asked for, and others that stand in the way. */
const judged = readJudgedCorpus();
const random = createRandom('which');
const madeUp = madeUpCorpus(random, 300);
const meant = new Set(judgedQueries.map(([, hash]) => hash));
const texts =
  judged === null
    ? madeUp.map(({ text }) => text)
    : [
        ...judged.filter(({ hash }) => meant.has(hash)),
        ...random.shuffle(judged.filter(({ hash }) => !meant.has(hash))).slice(0, 700),
      ].map(({ text }) => text);
const queries =
  judged === null
    ? madeUp.slice(0, 20).flatMap((each) => queriesFor(random, each))
    : judgedQueries.map(([query]) => query);

describe.each<SearchOrder>(['newest', 'relevance'])('by %s', (order) => {
  test('device and server agree on the first five, for 95 of 100 queries at least', async () => {
    const apart: string[] = [];
    for (const q of queries) {
      const here = await hub.tab.command('search', { q, order, limit: 5 });
      const there = await client.request<SearchPage>('GET', `/search?${new URLSearchParams({ q, order })}`);
      expect(there.hits.length, q).toBeGreaterThan(0);
      expect(here.mended, q).toEqual(there.mended);
      if (firstFive(here.hits) !== firstFive(there.hits)) apart.push(q);
    }
    expect(apart.length / queries.length, apart.join('\n')).toBeLessThanOrEqual(0.05);
  });
});

test('a hit carries its words, its marks and its place, on both sides the same', async () => {
  const q = queries[0]!;
  const here = await hub.tab.command('search', { q, order: 'newest', limit: 50 });
  const there = await client.request<SearchPage>('GET', `/search?${new URLSearchParams({ q })}`);
  expect(here.hits).toEqual(there.hits);
  expect(here.hits[0]!.marks.length).toBeGreaterThan(0);
});

test('what is kept for later and what is unread is known to the device', async () => {
  const find = async (q: string) =>
    (await hub.tab.command('search', { q, order: 'newest', limit: 50 })).hits.map(
      ({ message }) => message.id,
    );
  const [some] = (await hub.tab.command('search', { q: queries[0]!, order: 'newest', limit: 1 })).hits;
  expect(await find('is:saved')).toEqual([]);
  const { id: message, channel, seq } = some!.message;
  await hub.tab.command('save', { message, channel, seq, on: true });
  expect(await find('is:saved')).toEqual([message]);
  expect(await find(`is:saved ${queries[0]}`)).toEqual([message]);
  // All of it was written by the one who asks.
  expect(await find('is:unread')).toEqual([]);
});

const firstFive = (hits: readonly SearchHit[]): string =>
  hits
    .slice(0, 5)
    .map(({ message }) => message.id)
    .join();
