import { type Me, OFFLINE_AFTER_MS } from '@lectern/contracts';
import { createManualClock } from '@lectern/test-kit';
import { expect, test } from 'vitest';
import { ApiError } from './api.ts';
import { LateLink } from './late-link.ts';
import { Link } from './link.ts';

/** A link towards a network that is gone, whose program comes when the test says so. */
function makeLink() {
  const manual = createManualClock();
  const clock = { ...manual, ticks: manual.now, random: () => 0 };
  const programs: PromiseWithResolvers<void>[] = [];
  const faults: unknown[] = [];
  let [asked, changes] = [0, 0];
  const link = new LateLink({
    clock,
    online: true,
    heardAt: 7,
    async make(online) {
      const program = Promise.withResolvers<void>();
      programs.push(program);
      await program.promise;
      return new Link({
        api: {
          admission: () => {
            asked += 1;
            return Promise.reject(new ApiError(0, 'no network'));
          },
        } as never,
        clock,
        socketUrl: 'ws://nowhere.invalid',
        WebSocket,
        online,
        isOurs: (_: Me) => true,
        ping: () => {},
        prepare: async () => {},
        onSocket: () => {},
        onLost: () => {},
        onLocked: () => {},
        onChange: () => {},
      });
    },
    onChange: () => {
      changes += 1;
    },
    onFault: (error) => faults.push(error),
  });
  return { link, clock: manual, programs, faults, asked: () => asked, changes: () => changes };
}

/** Lets promises that are settled go on. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('until its program has come a link says what a first attempt says, and then it makes one', async () => {
  const { link, programs, asked } = makeLink();
  link.start();
  expect([link.state, link.live, link.heardAt]).toEqual(['connecting', false, 7]);
  link.setOnline(false);
  expect(link.state).toBe('offline');
  link.setOnline(true);
  programs[0]!.resolve();
  await turn();
  expect([asked(), link.state, link.heardAt]).toEqual([1, 'connecting', 7]);
});

test('the server is silent since the link was wanted, however late its program comes', async () => {
  const { link, clock, programs } = makeLink();
  link.start();
  clock.advance(OFFLINE_AFTER_MS - 1);
  expect(link.state).toBe('connecting');
  programs[0]!.resolve();
  await turn();
  expect(link.state).toBe('connecting');
  clock.advance(1);
  expect(link.state).not.toBe('connecting');
});

test('a link whose program does not come is offline as soon as any other would be, and says so', () => {
  const { link, clock, changes } = makeLink();
  link.start();
  clock.advance(OFFLINE_AFTER_MS - 1);
  expect([link.state, changes()]).toEqual(['connecting', 0]);
  clock.advance(1);
  expect([link.state, changes()]).toEqual(['offline', 1]);
});

test('what the browser said of the network meanwhile is known to it', async () => {
  const { link, programs } = makeLink();
  link.start();
  link.setOnline(false);
  programs[0]!.resolve();
  await turn();
  expect(link.state).toBe('offline');
});

test('a program that cannot be fetched is asked for again', async () => {
  const { link, clock, programs, faults, asked } = makeLink();
  link.start();
  programs[0]!.reject(new TypeError('no such file'));
  await turn();
  expect([faults.length, programs.length]).toEqual([1, 1]);
  clock.advance(3_000);
  expect(programs).toHaveLength(2);
  programs[1]!.resolve();
  await turn();
  expect(asked()).toBe(1);
});

test('a link that is stopped before its program has come makes no attempt', async () => {
  const { link, clock, programs, asked } = makeLink();
  link.start();
  link.stop();
  programs[0]!.resolve();
  await turn();
  clock.advance(60_000);
  await turn();
  expect([asked(), programs.length]).toEqual([0, 1]);
});
