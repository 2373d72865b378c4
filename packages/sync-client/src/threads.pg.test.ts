import type { ChannelId, MessageId, Op, OpId } from '@lectern/contracts';
import { createMemoryStorage } from '@lectern/local-store';
import { plainText } from '@lectern/rich-text';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { NoticeItem, ThreadView, ThreadWindow, TimelineItem } from './port-values.ts';
import { ClassRoom, type TestPerson } from './testing/class-room.ts';
import { makeBody, sendOp } from './testing/make.ts';
import type { ServerClient } from './testing/server-client.ts';
import type { TestHub } from './testing/test-hub.ts';

/** Threads through the hub, against the real server process. */
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

const open: ClassRoom['open'] = (...browser) => room.open(...browser);
const do_ = (hub: TestHub, ...ops: Op[]) => Promise.all(ops.map((op) => hub.tab.command('submit', op)));
const says = ({ record }: TimelineItem): string => ('body' in record ? plainText(record.body) : '(deleted)');
const texts = ({ replies }: ThreadView): string[] => replies.map(says);
const channelOf = (channel: ChannelId) => ({ channel, anchor: 'end', before: 50, after: 0 }) as const;

/** A channel with one message, and what is watched of its thread. */
async function begin(hub: TestHub): Promise<ThreadWindow> {
  const channel = await room.newChannel(hub);
  const root = sendOp(channel, 'who brings the chalk?');
  await do_(hub, root);
  await hub.until('timeline', channelOf(channel), ({ items }) => items[0]?.rung === 'server');
  return { channel, thread: root.id as string as MessageId, most: 50 };
}
const reply = ({ channel, thread }: ThreadWindow, text: string) => ({ ...sendOp(channel, text), thread });

test('both see the thread; it is new to who follows it until they have read it, on all their devices', async () => {
  const [hub, theirs, other] = [await open(ada), await open(bob), await open(ada)];
  const window = await begin(hub);
  const { channel, thread } = window;
  await theirs.until('timeline', channelOf(channel), ({ items }) => items.length === 1);
  await do_(theirs, reply(window, 'I do'), { ...reply(window, 'and a sponge'), inChannel: true });
  const view = await hub.until('thread', window, ({ replies }) => replies.length === 2);
  expect(view).toMatchObject({ state: 'open', older: 'end', root: { record: { id: thread } } });
  expect(texts(view)).toEqual(['I do', 'and a sponge']);
  const { items, unread } = await hub.until(
    'timeline',
    channelOf(channel),
    (value) => value.items[0]?.newReplies === 2 && value.unread === 1,
  );
  expect([items.map(says), unread]).toEqual([['who brings the chalk?', 'and a sponge'], 1]);
  expect((await hub.until('thread', window, (value) => value.follows)).readSeq).toBe(0);
  const unreadNotices = (wanted: number) => (all: readonly NoticeItem[]) =>
    all.filter((one) => one.kind === 'reply' && !one.read).length === wanted;
  await hub.until('notices', null, unreadNotices(2));
  expect((await theirs.until('thread', window, (value) => value.follows)).replies).toHaveLength(2);

  await hub.tab.command('markRead', { channel, thread, seq: view.replies[1]!.record.seq });
  for (const one of [hub, other])
    await one.until('timeline', channelOf(channel), (value) => value.items[0]?.newReplies === undefined);
  // Of what they have read there they need not be told.
  await other.until('notices', null, unreadNotices(0));
  const id = crypto.randomUUID() as OpId;
  await do_(hub, { kind: 'thread.follow', id, at: 1, channel, message: thread, on: false });
  await other.until('thread', window, (value) => !value.follows);
});

test('a thread has a draft of its own, on every device', async () => {
  const [one, two] = [await open(ada), await open(ada)];
  const { channel, thread } = await begin(one);
  await one.tab.command('saveDraft', { channel, thread, body: makeBody('half a reply') });
  await one.tab.command('saveDraft', { channel, body: makeBody('half a message') });
  const is = (text: string) => (body: unknown) => body !== null && plainText(body as never) === text;
  await two.until('draft', { channel, thread }, is('half a reply'));
  await two.until('draft', { channel }, is('half a message'));
});

test('replies that are on the server alone are fetched, page by page, and stay for when there is no network', async () => {
  const hub = await open(ada);
  const window = await begin(hub);
  const { channel, thread } = window;
  const replies = Array.from({ length: 70 }, (_, n) => reply(window, `reply ${n}`));
  await do_(hub, ...replies);
  await hub.until('thread', { ...window, most: 100 }, (view) => view.replies.at(-1)?.rung === 'server');
  // They leave the living end of the channel: a new device does not get them with it.
  await do_(hub, ...Array.from({ length: 500 }, (_, n) => sendOp(channel, `other ${n}`)));
  await hub.until('timeline', channelOf(channel), ({ items }) => items.at(-1)?.record.seq === 571, 60_000);
  const storage = createMemoryStorage({ durable: true });
  const fresh = await open(ada, storage);
  await fresh.until('timeline', channelOf(channel), ({ items }) => items.at(-1)?.record.seq === 571);

  const newest = await fresh.until(
    'thread',
    { channel, thread, most: 20 },
    ({ replies: shown }) => shown.length === 20,
  );
  expect([says(newest.root!), texts(newest).at(-1), newest.older]).toEqual([
    'who brings the chalk?',
    'reply 69',
    'stored',
  ]);
  await fresh.stop();

  const noNetwork: typeof fetch = () => Promise.reject(new TypeError('no network'));
  const refuses = { ...ada.client, fetch: noNetwork } as Partial<ServerClient> as ServerClient;
  const offline = room.reopen({ client: refuses }, storage);
  const here = await offline.until(
    'thread',
    { ...window, most: 100 },
    (view) => view.older === 'needs-connection',
  );
  expect(here.replies).toHaveLength(50);
  await offline.stop();

  const again = await open(ada, storage);
  const whole = await again.until('thread', { ...window, most: 100 }, (view) => view.older === 'end');
  expect(texts(whole)).toEqual(replies.map((_, n) => `reply ${n}`));
  const nowhere = crypto.randomUUID() as MessageId;
  await again.until('thread', { channel, thread: nowhere, most: 20 }, (view) => view.state === 'missing');
}, 120_000);
