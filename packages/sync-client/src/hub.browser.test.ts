import type { DeviceId } from '@lectern/contracts';
import { openStorage, type Storage } from '@lectern/local-store';
import { plainText } from '@lectern/rich-text';
import { afterEach, expect, test } from 'vitest';
import { createApi } from './api.ts';
import { systemClock } from './clock.ts';
import { connectHub } from './connect-hub.ts';
import { createHub, type HubCore } from './hub.ts';
import { startInPageHub } from './in-page-hub.ts';
import type { Hub, ViewName, Views } from './port.ts';
import {
  deleteOp,
  editOp,
  makeEntry,
  makeMe,
  makeMessages,
  newChannel,
  newCourse,
  sendOp,
} from './testing/make.ts';

/** The hub over a browser's own IndexedDB, without any server: what is offline is what is tested. */
const hubs: HubCore[] = [];
afterEach(async () => {
  for (const hub of hubs.splice(0)) await hub.stop();
});

function offlineHub(storage: () => Promise<Storage> = openStorage) {
  const hub = createHub({
    openStorage: storage,
    api: createApi(location.origin, () => Promise.reject(new TypeError('no network'))),
    clock: systemClock,
    socketUrl: 'ws://localhost:9',
    WebSocket,
    network: { online: () => false, listen: () => {} },
  });
  hubs.push(hub);
  return { hub, tab: hub.openTab(() => {}) };
}

function until<Name extends ViewName>(
  hub: Pick<Hub, 'watch'>,
  name: Name,
  params: Views[Name]['params'],
  holds: (value: Views[Name]['value']) => boolean,
): Promise<Views[Name]['value']> {
  return new Promise((resolve) => {
    const stop = hub.watch(name, params, (value) => {
      if (!holds(value)) return;
      queueMicrotask(() => stop());
      resolve(value);
    });
  });
}

const end = (channel: ReturnType<typeof newChannel>) => ({
  channel,
  anchor: 'end' as const,
  before: 50,
  after: 0,
});

test('what is written without a network is on this device after the hub has ended, in order and with its changes', async () => {
  const me = makeMe();
  const channel = newChannel();
  const first = offlineHub();
  await first.tab.command('open', me);
  const stored = makeMessages(1, 3);
  const store = await (await openStorage()).openStore(me.id);
  await store.mirror.applyRecords(channel, stored, { from: 0, to: 3 }, 3);
  await store.close();
  await first.tab.command('submit', sendOp(channel, 'a'));
  await first.tab.command('submit', editOp(channel, stored[0]!.id, 'edited'));
  await first.tab.command('submit', deleteOp(channel, stored[1]!.id));
  await first.tab.command('saveDraft', { channel, body: sendOp(channel, 'half').body });
  await first.tab.command('markRead', { channel, seq: 2 });
  await first.hub.stop();

  const { hub, tab } = offlineHub();
  await until(hub, 'session', null, ({ state }) => state === 'open');
  const view = await until(hub, 'timeline', end(channel), ({ items }) => items.length === 4);
  expect(view.items.map(({ record }) => ('body' in record ? plainText(record.body) : '-'))).toEqual([
    'edited',
    '-',
    'message 3',
    'a',
  ]);
  expect(view.items[3]?.rung).toBe('device');
  expect(view).toMatchObject({ older: 'end', newer: 'end', readSeq: 2, ready: true });
  expect(plainText((await until(hub, 'draft', { channel }, (body) => body !== null))!)).toBe('half');
  expect(await until(hub, 'connection', null, ({ state }) => state === 'offline')).toMatchObject({
    waiting: 3,
  });
  await tab.command('wipe', null);
});

test('courses and unread counts are there before any server is', async () => {
  const me = makeMe();
  const course = newCourse();
  const entry = makeEntry(course);
  const storage = await openStorage();
  await storage.device.signIn(me);
  const store = await storage.openStore(me.id);
  await store.facts.write('inbox', {
    courses: [{ course, role: 'student', life: 1, since: 0 }],
    channels: [],
    threads: [],
    notices: [],
  });
  await store.facts.write('courses', { [course]: { name: 'Optics', channels: [entry], people: [] } });
  await store.mirror.applyRecords(entry.id, makeMessages(1, 5), { from: 0, to: 5 }, 5);
  await store.close();
  const { hub, tab } = offlineHub();
  const sidebar = await until(hub, 'sidebar', null, ({ courses }) => courses[0]?.channels[0]?.unread === 5);
  expect(sidebar).toMatchObject({ ready: true, courses: [{ name: 'Optics' }] });
  await tab.command('wipe', null);
});

test('a browser that refuses storage is told so, and nothing is called safe', async () => {
  const me = makeMe();
  const channel = newChannel();
  const refusing = async (): Promise<Storage> => {
    const { createMemoryStorage } = await import('@lectern/local-store');
    return createMemoryStorage();
  };
  const { hub, tab } = offlineHub(refusing);
  await tab.command('open', me);
  await tab.command('submit', sendOp(channel, 'a'));
  expect(await until(hub, 'storage', null, () => true)).toMatchObject({ works: false });
  const view = await until(hub, 'timeline', end(channel), ({ items }) => items.length === 1);
  expect(view.items[0]?.rung).toBe('unsaved');
});

test('a store that cannot be opened keeps nobody out', async () => {
  const device = {
    read: async () => ({ me: makeMe(), device: 'x' as DeviceId, locked: false }),
  } as Storage['device'];
  const { hub } = offlineHub(async () => ({
    durable: true,
    device,
    openStore: () => Promise.reject(new Error('broken')),
  }));
  await until(hub, 'session', null, ({ state }) => state === 'open');
});

test('a page reaches the hub in its shared worker, or in itself when there is none', async () => {
  const worker = connectHub({
    joinWorker: () =>
      new SharedWorker(new URL('./hub-worker.ts', import.meta.url), { type: 'module', name: 'hub' }),
    startInPage: () => Promise.reject(new Error('the worker must do')),
  });
  expect(await until(worker, 'session', null, () => true)).toEqual({ state: 'none' });
  await expect(worker.command('submit', sendOp(newChannel()))).rejects.toMatchObject({ code: 'no-session' });

  const inPage = connectHub({
    joinWorker: () => {
      throw new Error('no shared worker here');
    },
    startInPage: startInPageHub,
  });
  expect(await until(inPage, 'session', null, () => true)).toEqual({ state: 'none' });
  let stopped = 0;
  const told = connectHub({ joinWorker: null, startInPage: startInPageHub, onStopped: () => (stopped += 1) });
  await told.command('stop', null);
  await expect(told.command('probe', null)).rejects.toMatchObject({ code: 'stopped' });
  expect(stopped).toBe(1);
});
