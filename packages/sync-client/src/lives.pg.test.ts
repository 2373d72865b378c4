import { type ChannelId, formatDocumentName, type Me, type MessageId, type OpId } from '@lectern/contracts';
import { createMemoryStorage } from '@lectern/local-store';
import { plainText } from '@lectern/rich-text';
import { ChaosProxy } from '@lectern/test-kit/chaos-proxy';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { TimelineWindow } from './port-values.ts';
import { outgrow } from './testing/heavy-writer.ts';
import { makeBody, newChannel, sendOp } from './testing/make.ts';
import { RealServer } from './testing/real-server.ts';
import type { ServerClient } from './testing/server-client.ts';
import { TestHub } from './testing/test-hub.ts';

/** A person's document begins a new life on the real server, under its real bounds, while devices are and are not there. */
const PATIENCE_MS = 30_000;
const TEST_MS = 120_000;
/** Messages that are compared: many more than are on their way at one time. */
const SHOWN = 200;

let server: RealServer;
let proxy: ChaosProxy;
let ada: { client: ServerClient; me: Me };
const hubs: TestHub[] = [];

beforeAll(async () => {
  server = await RealServer.start();
  proxy = await ChaosProxy.before(server.port);
  ada = await server.setUp();
}, 90_000);
afterEach(async () => {
  for (const hub of hubs.splice(0)) await hub.stop();
});
afterAll(async () => {
  proxy?.close();
  await server?.stop();
}, 60_000);

async function open(
  client: ServerClient,
  storage = createMemoryStorage({ durable: true }),
  makeSocket = client.WebSocket,
) {
  const hub = new TestHub(client, storage, makeSocket);
  hubs.push(hub);
  await hub.tab.command('open', ada.me);
  return hub;
}
const end = (channel: ChannelId): TimelineWindow => ({ channel, anchor: 'end', before: SHOWN, after: 0 });
const send = (hub: TestHub, channel: ChannelId, text: string) =>
  hub.tab.command('submit', sendOp(channel, text));
async function newRoom(hub: TestHub): Promise<ChannelId> {
  const { courses } = await hub.until('sidebar', null, (value) => value.courses.length > 0);
  const channel = newChannel();
  const named = {
    course: courses[0]!.id,
    name: `room ${channel.slice(0, 8)}`,
    topic: '',
    type: 'public',
  } as const;
  const id = crypto.randomUUID() as OpId;
  await hub.tab.command('submit', { kind: 'channel.create', id, at: 1, channel, ...named });
  return channel;
}
const nameOf = (life: number): string => formatDocumentName('user', ada.me.id, life);
const draftIs = (hub: TestHub, channel: ChannelId, text: string) =>
  hub.until('draft', { channel }, (body) => body !== null && plainText(body) === text, PATIENCE_MS);

/** Resolves when the newest messages of a channel are these, all committed, each once and in this order. */
const says = (hub: TestHub, channel: ChannelId, wanted: readonly string[]) =>
  hub.until(
    'timeline',
    end(channel),
    ({ items }) =>
      items.every(({ record, change }) => record.seq < 2 ** 51 && change === undefined) &&
      JSON.stringify(items.map(({ record }) => ('body' in record ? plainText(record.body) : ''))) ===
        JSON.stringify(wanted.slice(-SHOWN)),
    PATIENCE_MS,
  );

test('P1: a new life of a person’s document loses nothing, away or online', {
  timeout: TEST_MS,
}, async () => {
  const storage = createMemoryStorage({ durable: true });
  const proxied = ada.client.through(proxy.origin);
  const away = await open(proxied, storage);
  const bag = createMemoryStorage({ durable: true });
  const closed = await open(proxied, bag);
  const online = await open(ada.client);
  const [channel, other] = [await newRoom(online), await newRoom(online)];
  await send(online, channel, 'before');
  for (const hub of [online, away, closed]) await says(hub, channel, ['before']);
  const { items } = await away.until('timeline', end(channel), (view) => view.items.length === 1);

  const soon = { message: items[0]!.record.id, channel, seq: items[0]!.record.seq };
  await online.tab.command('remind', { ...soon, at: Date.now() });
  await away.until('reminders', null, (due) => due.length === 1, PATIENCE_MS);

  proxy.blackHole();
  await away.until('connection', null, ({ state }) => state === 'offline', 6_000);
  await away.tab.command('markRead', { channel, seq: items[0]!.record.seq });
  await away.tab.command('saveDraft', { channel, body: makeBody('half a thought') });
  await away.tab.command('saveSettings', { theme: 'dark' });
  const text = { message: crypto.randomUUID() as MessageId, text: 'chapter 3' };
  await away.tab.command('remind', { ...text, at: Date.now() + 3_600_000 });
  await away.tab.command('closeReminders', { messages: [soon.message] });
  for (const text of ['away 1', 'away 2', 'away 3']) await send(away, channel, text);
  await closed.until('connection', null, ({ state }) => state === 'offline', 6_000);
  await closed.tab.command('saveDraft', { channel: other, body: makeBody('another half') });
  for (const text of ['closed 1', 'closed 2']) await send(closed, channel, text);
  await closed.stop();

  const outgrown = outgrow(ada.client);
  const said: string[] = [];
  const isOver = outgrown.then(() => true);
  for (let over = false; !over; ) {
    said.push(`online ${said.length}`);
    await send(online, channel, said.at(-1)!);
    await says(online, channel, ['before', ...said]);
    over = await Promise.race([isOver, Promise.resolve(false)]);
  }
  expect(await outgrown).toBe('moved:2');
  expect((await ada.client.me()).lives.user).toBe(2);
  await online.tab.command('saveSettings', { presence: 'busy' });
  await send(online, channel, 'after');
  const present = ['before', ...said, 'after'];
  await says(online, channel, present);

  await proxy.heal();
  await away.tab.command('probe', null);
  const more = [...present, 'away 1', 'away 2', 'away 3'];
  await says(away, channel, more);
  const reopened = new TestHub(proxied, bag);
  hubs.push(reopened);
  const all = [...more, 'closed 1', 'closed 2'];
  for (const hub of [online, away, reopened]) {
    await says(hub, channel, all);
    await hub.until('pending', null, (ops) => ops.length === 0, PATIENCE_MS);
  }
  await draftIs(online, channel, 'half a thought');
  await draftIs(online, other, 'another half');
  await online.until('settings', null, ({ theme }) => theme === 'dark', PATIENCE_MS);
  await online.until('timeline', end(channel), (view) => view.readSeq === items[0]!.record.seq, PATIENCE_MS);

  // A device that begins with nothing has it all from the new life, and the old one has left the disk.
  const fresh = await open(ada.client);
  await draftIs(fresh, channel, 'half a thought');
  const kept = await fresh.until('saved', null, (saved) => saved.length === 2, PATIENCE_MS);
  expect(kept.map(({ message, reminder }) => [message, reminder?.state])).toEqual([
    [text.message, 'waiting'],
    [soon.message, 'over'],
  ]);
  await fresh.until('settings', null, ({ theme, presence }) => theme === 'dark' && presence === 'busy');
  await says(fresh, channel, all);
  const { documents } = await storage.openStore(ada.me.id);
  const lives = async () => (await documents.names()).filter((name) => name.startsWith('user/'));
  expect(await lives()).toEqual([nameOf(2)]);

  // A hub that was killed in between leaves both; the next connection removes the one that is over.
  await away.stop();
  await documents.open(nameOf(1), new Y.Doc()).close();
  const again = new TestHub(ada.client, storage);
  hubs.push(again);
  await again.until('connection', null, ({ state }) => state === 'connected', PATIENCE_MS);
  await expect.poll(lives).toEqual([nameOf(2)]);
});

test('R3: a device that is online goes on in the new life, over the socket that it has', {
  timeout: TEST_MS,
}, async () => {
  let sockets = 0;
  class Counted extends ada.client.WebSocket {
    constructor(url: string | URL) {
      super(url);
      sockets += 1;
    }
  }
  const hub = await open(ada.client, undefined, Counted);
  const channel = await newRoom(hub);
  await send(hub, channel, 'before');
  await says(hub, channel, ['before']);
  await hub.until('pending', null, (ops) => ops.length === 0, PATIENCE_MS);
  const { lives } = await ada.client.me();
  expect(await outgrow(ada.client)).toBe(`moved:${lives.user + 1}`);
  await send(hub, channel, 'after');
  await says(hub, channel, ['before', 'after']);
  expect(sockets).toBe(1);
});
