import { isListed } from '@lectern/contracts';
import { createMemoryStorage } from '@lectern/local-store';
import { createManualClock, createRandom } from '@lectern/test-kit';
import { expect, test } from 'vitest';
import { ApiError } from './api.ts';
import { History } from './history.ts';
import { placeOfDate } from './place-of-date.ts';
import { ChannelServer } from './testing/channel-server.ts';
import { newChannel, newUser } from './testing/make.ts';

/** One message every ten seconds: the message `n` is from this moment. */
const EVERY_MS = 10_000;
const timeOf = (n: number): number => 1_000 + n * EVERY_MS;

async function device(count: number) {
  const { mirror: store } = await (await createMemoryStorage()).openStore(newUser());
  const [channel, server] = [newChannel(), new ChannelServer({ everyMs: EVERY_MS })];
  server.append(count);
  const network = { online: true };
  const history = new History({
    store,
    clock: createManualClock(),
    api: {
      history: (...request) =>
        network.online ? server.history(...request) : Promise.reject(new ApiError(0, 'cut off')),
      thread: () => Promise.reject(new ApiError(404, 'no threads here')),
      questions: () => Promise.reject(new ApiError(404, 'no questions here')),
    },
    isLive: () => network.online,
    onArrived: () => {},
    onChange: () => {},
  });
  const hold = (from: number, to: number) =>
    store.applyRecords(
      channel,
      server.rows.slice(Math.max(0, from - 1), to),
      { from, to },
      to === count ? server.rev : null,
    );
  const find = (at: number) => placeOfDate(store, history, channel, at);
  return { store, channel, server, network, hold, find };
}

test('what is stored answers without the server', async () => {
  const { server, hold, find } = await device(1_000);
  await hold(900, 1_000);
  await hold(200, 300);
  expect(await find(timeOf(950))).toEqual({ seq: 950, sure: true });
  expect(await find(timeOf(949) + 1)).toEqual({ seq: 950, sure: true });
  expect(await find(timeOf(250))).toEqual({ seq: 250, sure: true });
  expect(await find(timeOf(5_000))).toEqual({ seq: null, sure: true });
  expect(server.requests).toBe(0);
});

test('what is not is asked for once, and is here then', async () => {
  const { store, channel, server, hold, find } = await device(1_000);
  await hold(900, 1_000);
  expect(await find(timeOf(400))).toEqual({ seq: 400, sure: true });
  expect(
    (await store.readWindow(channel, { anchor: 400, before: 5, after: 5, replies: true })).records,
  ).toEqual(server.rows.slice(395, 405));
  expect(await find(timeOf(401))).toEqual({ seq: 401, sure: true });
  expect(server.requests).toBe(1);
  expect(await find(0)).toEqual({ seq: 1, sure: true });
});

test('without a connection it says the nearest that is here, and that it may not be the first', async () => {
  const { network, hold, find } = await device(1_000);
  await hold(900, 1_000);
  await hold(200, 300);
  network.online = false;
  expect(await find(timeOf(400))).toEqual({ seq: 901, sure: false });
  expect(await find(timeOf(100))).toEqual({ seq: 200, sure: false });
  expect(await find(timeOf(301))).toEqual({ seq: 901, sure: false });
  await hold(0, 300);
  expect(await find(0)).toEqual({ seq: 1, sure: true });
});

test('an empty channel has nowhere to go but its end', async () => {
  const { hold, find } = await device(0);
  await hold(0, 0);
  expect(await find(timeOf(1))).toEqual({ seq: null, sure: true });
});

test.each([1, 2, 3, 4])(
  'whatever is stored, the place is the one that the server would say (seed %i)',
  async (seed) => {
    const random = createRandom(seed);
    const { server, hold, find } = await device(500);
    if (random.chance(0.5)) await hold(480, 500);
    for (let turn = 0; turn < 40; turn += 1) {
      const from = random.int(0, 490);
      if (random.chance(0.5)) await hold(from, from + random.int(1, 10));
      const at = random.int(0, timeOf(520));
      const truth = server.rows.find((row) => row.at >= at && isListed(row))?.seq ?? null;
      expect(await find(at)).toEqual({ seq: truth, sure: true });
    }
  },
);
