import type { ChannelId } from '@lectern/contracts';
import { createMemoryStorage } from '@lectern/local-store';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ClassRoom, type TestPerson } from './testing/class-room.ts';
import { sendOp } from './testing/make.ts';
import type { RealServer } from './testing/real-server.ts';
import type { TestHub } from './testing/test-hub.ts';

/** The hub against a real server that is of another version of the protocol than it is. */
const PATIENCE_MS = 30_000;
const RESTARTS_MS = 120_000;

let room: ClassRoom;
let server: RealServer;
let ada: TestPerson;

beforeAll(async () => {
  room = await ClassRoom.build();
  ({ server, ada } = room);
}, 90_000);
afterEach(async () => {
  await room.closeHubs();
  await server.kill();
  await server.run();
}, 60_000);
afterAll(() => room?.tearDown(), 60_000);

const write = (hub: TestHub, channel: ChannelId, text: string) =>
  hub.tab.command('submit', sendOp(channel, text));
const says = (hub: TestHub, wanted: string) =>
  hub.until('connection', null, ({ state }) => state === wanted, PATIENCE_MS);
const becomes = async (as?: readonly [oldest: number, own: number]) => {
  await server.kill();
  await server.run(as);
};
const onServer = async (channel: ChannelId): Promise<unknown[]> => {
  const { messages } = await ada.client.request<{ messages: unknown[] }>(
    'GET',
    `/channels/${channel}/messages`,
  );
  return messages;
};

describe('C10', { timeout: RESTARTS_MS }, () => {
  for (const [state, as] of [
    ['outdated', [2, 2]],
    ['ahead', [0, 0]],
  ] as const) {
    test(`${state}: what is written waits, survives the browser, and is sent once when versions fit again`, async () => {
      const storage = createMemoryStorage({ durable: true });
      const hub = await room.open(ada, storage);
      const channel = await room.newChannel(hub);
      await write(hub, channel, 'before');
      await hub.until('pending', null, (all) => all.length === 0, PATIENCE_MS);

      await becomes(as);
      hub.tab.command('probe', null);
      await says(hub, state);
      await write(hub, channel, 'meanwhile');
      const waiting = await hub.until('pending', null, (all) => all.length === 1);
      expect(waiting[0]?.rung).toBe('device');
      await hub.stop();

      const again = room.reopen(ada, storage);
      await says(again, state);
      await write(again, channel, 'and after a restart');
      expect(await onServer(channel), 'nothing has been sent').toHaveLength(1);
      const session = await again.until('session', null, () => true);
      expect(session.state, 'nobody is signed out').toBe('open');

      await becomes();
      again.tab.command('probe', null);
      await says(again, 'connected');
      await again.until('pending', null, (all) => all.length === 0, PATIENCE_MS);
      expect(await onServer(channel)).toHaveLength(3);
    });
  }

  test('a server that speaks more, and still serves this version, is met as any other', async () => {
    await becomes([1, 7]);
    const hub = await room.open(ada);
    await says(hub, 'connected');
  });

  test('a ticket of the server before opens no socket of the one after', async () => {
    const { ticket } = await ada.client.request<{ ticket: string }>('POST', '/socket-ticket?protocol=1');
    expect(ticket).not.toBe('');
    await becomes([2, 2]);
    const closed = (query: string) =>
      new Promise<boolean>((resolve) => {
        const socket = new ada.client.WebSocket(`${server.origin.replace('http', 'ws')}/sync${query}`);
        socket.onopen = () => {
          resolve(false);
          socket.close();
        };
        socket.onerror = () => resolve(true);
      });
    expect(await closed('?protocol=1')).toBe(true);
    expect(await closed(''), 'the first version says nothing').toBe(true);
    expect(await closed('?protocol=2')).toBe(false);
  });
});
