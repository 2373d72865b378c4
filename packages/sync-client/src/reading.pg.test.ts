import type { ChannelId } from '@lectern/contracts';
import { createMemoryStorage } from '@lectern/local-store';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { FOR_EVER, type SidebarChannel, type SidebarView } from './port-values.ts';
import { ClassRoom, type TestPerson } from './testing/class-room.ts';
import { sendOp } from './testing/make.ts';
import type { TestHub } from './testing/test-hub.ts';

/** How much of a channel a person wants to hear, and reading all of it at once, against the real server process. */
let room: ClassRoom;
let ada: TestPerson;
let bob: TestPerson;

beforeAll(async () => {
  room = await ClassRoom.build();
  ({ ada } = room);
  bob = await room.invite();
}, 90_000);
afterEach(() => room?.closeHubs());
afterAll(() => room?.tearDown(), 60_000);

const inSidebar = ({ courses }: SidebarView, id: ChannelId): SidebarChannel | undefined =>
  courses.flatMap(({ channels }) => channels).find((channel) => channel.id === id);
const until = (hub: TestHub, id: ChannelId, wanted: (channel: SidebarChannel) => boolean) =>
  hub.until('sidebar', null, (view) => {
    const channel = inSidebar(view, id);
    return channel !== undefined && wanted(channel);
  });
const unread = (count: number) => (channel: SidebarChannel) => channel.unread === count;

/** Two channels in which Bob has said something that Ada has not read. */
async function twoChannels(hub: TestHub, theirs: TestHub): Promise<[ChannelId, ChannelId]> {
  const channels: [ChannelId, ChannelId] = [await room.newChannel(hub), await room.newChannel(hub)];
  for (const channel of channels) {
    await theirs.until('sidebar', null, (view) => inSidebar(view, channel) !== undefined);
    await theirs.tab.command('submit', sendOp(channel, 'one'));
    await theirs.tab.command('submit', sendOp(channel, 'two'));
    await until(hub, channel, unread(2));
  }
  return channels;
}

test('everything is read at once and on all devices, and unread again when that is taken back', async () => {
  const [hub, theirs, other] = [await room.open(ada), await room.open(bob), await room.open(ada)];
  const [first, second] = await twoChannels(hub, theirs);
  await hub.tab.command('markRead', { channel: first, seq: 1 });
  await until(hub, first, unread(1));
  const before = await hub.tab.command('markAllRead', { course: null });
  expect(before.map(({ key, seq }) => [key, seq]).sort()).toEqual(
    [
      [first, 1],
      [second, 0],
    ].sort(),
  );
  for (const each of [hub, other]) {
    await until(each, first, unread(0));
    await until(each, second, unread(0));
  }
  await hub.tab.command('readAgain', { before });
  for (const each of [hub, other]) {
    await until(each, first, unread(1));
    await until(each, second, unread(2));
  }
  // Whoever comes with a fresh device counts the same.
  const fresh = await room.open(ada);
  await until(fresh, first, unread(1));
  await until(fresh, second, unread(2));
});

test('a course is read without the others, and nothing is done where nothing is new', async () => {
  const [hub, theirs] = [await room.open(ada), await room.open(bob)];
  const [channel] = await twoChannels(hub, theirs);
  expect(await hub.tab.command('markAllRead', { course: crypto.randomUUID() as never })).toEqual([]);
  await until(hub, channel, unread(2));
  expect(await hub.tab.command('markAllRead', { course: room.course })).not.toEqual([]);
  await until(hub, channel, unread(0));
  expect(await hub.tab.command('markAllRead', { course: room.course })).toEqual([]);
});

test('a muted channel counts nothing, on all devices and over a restart without a server', async () => {
  const storage = createMemoryStorage({ durable: true });
  const [hub, theirs, other] = [await room.open(ada, storage), await room.open(bob), await room.open(ada)];
  const [channel] = await twoChannels(hub, theirs);
  await hub.tab.command('care', { channel, care: { level: 'all', mutedUntil: FOR_EVER } });
  for (const each of [hub, other]) {
    await until(each, channel, ({ isMuted, unread: count, isNew }) => isMuted && count === 0 && !isNew);
  }
  // Inside of the channel it is still said what is new.
  const end = { channel, anchor: 'end', before: 50, after: 0 } as const;
  expect((await hub.until('timeline', end, ({ items }) => items.length === 2)).unread).toBe(2);
  await hub.stop();
  const again = room.reopen(ada, storage);
  await until(again, channel, ({ isMuted }) => isMuted);
  await again.tab.command('care', { channel, care: { level: 'mentions', mutedUntil: null } });
  for (const each of [again, other])
    await until(each, channel, ({ isMuted, unread: count, isNew }) => !isMuted && count === 0 && isNew);
});

test('a channel is heard of again when its time is over', async () => {
  const [hub, theirs] = [await room.open(ada), await room.open(bob)];
  const [channel] = await twoChannels(hub, theirs);
  await hub.tab.command('care', { channel, care: { level: 'all', mutedUntil: Date.now() + 700 } });
  await until(hub, channel, ({ isMuted }) => isMuted);
  await until(hub, channel, ({ isMuted, unread: count }) => !isMuted && count === 2);
});
