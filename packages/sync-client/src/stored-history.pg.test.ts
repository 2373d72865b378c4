import type { ChannelId, CourseId, Me, MessageId } from '@lectern/contracts';
import { createMemoryStorage, type Storage } from '@lectern/local-store';
import { plainText } from '@lectern/rich-text';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { StoredHistoryView, TimelineView } from './port-values.ts';
import { deleteOp, editOp, newChannel, sendOp } from './testing/make.ts';
import { RealServer } from './testing/real-server.ts';
import type { ServerClient } from './testing/server-client.ts';
import { TestHub } from './testing/test-hub.ts';

/** What a device keeps of the history by itself, with the real server. */
const PATIENCE_MS = 40_000;
/** More than a channel's document holds and than two pages of the fill. */
const MESSAGES = 800;

let server: RealServer;
let ada: { client: ServerClient; me: Me };
let channel: ChannelId;
const hubs: TestHub[] = [];

beforeAll(async () => {
  server = await RealServer.start();
  ada = await server.setUp();
  const hub = await open(ada);
  const course = (await hub.until('sidebar', null, ({ courses }) => courses.length > 0)).courses[0]!.id;
  channel = await newRoom(hub, course);
  for (let n = 1; n <= MESSAGES; n += 1) await hub.tab.command('submit', sendOp(channel, `m${n}`));
  await hub.until('pending', null, (pending) => pending.length === 0, PATIENCE_MS);
  await hub.stop();
}, 120_000);
afterEach(async () => {
  for (const hub of hubs.splice(0)) await hub.stop();
});
afterAll(() => server?.stop(), 60_000);

async function open(person: { client: ServerClient; me: Me }, storage?: Storage): Promise<TestHub> {
  const hub = new TestHub(person.client, storage);
  hubs.push(hub);
  await hub.tab.command('open', person.me);
  return hub;
}
async function newRoom(hub: TestHub, course: CourseId): Promise<ChannelId> {
  const made = newChannel();
  await hub.tab.command('submit', {
    ...{ kind: 'channel.create', id: crypto.randomUUID() as never, at: 1, channel: made, course },
    ...{ name: 'history', topic: '', type: 'public' },
  });
  return made;
}
const isWhole = ({ state }: StoredHistoryView): boolean => state === 'whole';
const oldest = (count: number) => ({ channel, anchor: 50, before: 50, after: count - 50 });
const texts = (view: TimelineView): string[] =>
  view.items.map(({ record }) => ('body' in record ? plainText(record.body) : '(deleted)'));

test('a device that is left alone has everything after a while, says so, and shows it without a connection', async () => {
  const storage = createMemoryStorage({ durable: true });
  const hub = await open(ada, storage);
  const part = await hub.until('coverage', null, ({ channels }) =>
    channels.some((each) => each.channel === channel && each.since !== null),
  );
  expect(part.channels.find((each) => each.channel === channel)?.whole).toBe(false);
  const whole = await hub.until('storedHistory', null, isWhole, PATIENCE_MS);
  expect(whole).toMatchObject({ since: null, wholeChannels: whole.channels });
  expect(whole.bytes).toBeGreaterThan(MESSAGES * 200);
  expect((await hub.until('coverage', null, () => true)).channels).toContainEqual({
    channel,
    whole: true,
    since: null,
  });
  await hub.stop();

  // Meanwhile somebody changes what only the filled store has.
  const other = await open(ada);
  const first = await other.until('timeline', oldest(100), ({ items }) => items.length === 100);
  const [edited, deleted] = [first.items[2]!, first.items[3]!].map(({ record }) => record.id as MessageId);
  await other.tab.command('submit', editOp(channel, edited!, 'other words'));
  await other.tab.command('submit', deleteOp(channel, deleted!));
  await other.until('pending', null, (pending) => pending.length === 0);

  const again = await open(ada, storage);
  await again.until(
    'timeline',
    oldest(100),
    (view) => texts(view).slice(0, 5).join() === 'm1,m2,other words,(deleted),m5',
  );
});

test('a person says how much may be kept, and the device remembers', async () => {
  const storage = createMemoryStorage({ durable: true });
  const hub = await open(ada, storage);
  await hub.tab.command('setHistoryBudget', { bytes: 0 });
  await hub.until('storedHistory', null, ({ state }) => state === 'off');
  await hub.stop();
  const again = await open(ada, storage);
  await again.until('storedHistory', null, ({ state, budget }) => state === 'off' && budget === 0);
  await again.tab.command('setHistoryBudget', { bytes: 1_000_000_000 });
  await again.until('storedHistory', null, isWhole, PATIENCE_MS);
});

test('a link beyond the newest message shows the newest', async () => {
  const hub = await open(ada);
  const beyond = { channel, anchor: MESSAGES + 5_000, before: 30, after: 30 };
  const view = await hub.until('timeline', beyond, ({ items }) => items.length > 0);
  expect(texts(view).at(-1)).toBe(`m${MESSAGES}`);
  expect(view.newer).toBe('end');
});
