import type { ChannelId, CourseId, MessageId, Op, OpId } from '@lectern/contracts';
import { createMemoryStorage } from '@lectern/local-store';
import { plainText } from '@lectern/rich-text';
import { ChaosProxy } from '@lectern/test-kit/chaos-proxy';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TimelineItem, TimelineView, TimelineWindow } from './port-values.ts';
import { ClassRoom, type TestPerson } from './testing/class-room.ts';
import { deleteOp, editOp, makeBody, sendOp } from './testing/make.ts';
import type { RealServer } from './testing/real-server.ts';
import type { TestHub } from './testing/test-hub.ts';

/** The hub against the real server process: every test has its own channel, and the server is killed where it says. */
const PATIENCE_MS = 30_000;
/** Starting a server and its database again takes seconds, and many on a busy machine. */
const RESTARTS_MS = 120_000;

let room: ClassRoom;
let server: RealServer;
let ada: TestPerson;
let course: CourseId;

beforeAll(async () => {
  room = await ClassRoom.build();
  ({ server, ada, course } = room);
}, 90_000);
afterEach(() => room?.closeHubs());
afterAll(() => room?.tearDown(), 60_000);

const open: ClassRoom['open'] = (...browser) => room.open(...browser);
const reopen: ClassRoom['reopen'] = (...browser) => room.reopen(...browser);
const newRoom: ClassRoom['newChannel'] = (...wanted) => room.newChannel(...wanted);
const do_ = (hub: TestHub, op: Op) => hub.tab.command('submit', op);
const id = () => crypto.randomUUID() as OpId;
const end = (channel: ChannelId, before = 100): TimelineWindow => ({
  channel,
  anchor: 'end',
  before,
  after: 0,
});
const says = ({ record }: TimelineItem): string => ('body' in record ? plainText(record.body) : '(deleted)');
const texts = (view: TimelineView): string[] => view.items.map(says);
const allCommitted = (view: TimelineView): boolean =>
  view.items.every((item) => item.record.seq < 2 ** 51 && item.change === undefined);
const committed = (hub: TestHub, channel: ChannelId, wanted: readonly string[]) =>
  hub.until(
    'timeline',
    end(channel, 500),
    (view) => allCommitted(view) && JSON.stringify(texts(view)) === JSON.stringify(wanted),
    PATIENCE_MS,
  );

describe('online', () => {
  test('a message reaches the other person, with an unread count, a notice and a rung', async () => {
    const bob = await server.invite(ada.client, course);
    const [hub, theirs] = [await open(ada), await open(bob)];
    const channel = await newRoom(hub);
    await do_(hub, sendOp(channel, 'hello'));
    const mention = {
      ...sendOp(channel),
      body: {
        kind: 'plain' as const,
        blocks: [{ t: 'p' as const, c: [{ t: 'mention' as const, user: bob.me.id }] }],
      },
    };
    await do_(hub, mention);
    const seen = await hub.until(
      'timeline',
      end(channel),
      (view) => view.items.length === 2 && allCommitted(view),
    );
    expect(seen.items.map((item) => item.rung)).toEqual(['server', 'server']);
    await theirs.until('timeline', end(channel), (view) => view.items.length === 2);
    await theirs.until(
      'sidebar',
      null,
      ({ courses }) =>
        courses[0]?.channels.some(
          (entry) => entry.id === channel && entry.unread === 2 && entry.mentions === 1,
        ) === true,
    );
    const notices = await theirs.until('notices', null, (all) => all.some(({ record }) => record !== null));
    expect(notices[0]).toMatchObject({ channel, from: ada.me.id, read: false });
    await theirs.tab.command('markRead', { channel, seq: seen.items[1]!.record.seq });
    await theirs.until(
      'sidebar',
      null,
      ({ courses }) =>
        courses[0]?.channels.some((entry) => entry.id === channel && entry.unread === 0) === true,
    );
  });

  test('two devices of one person agree on what is read, on drafts and on settings', async () => {
    const [one, two] = [await open(ada), await open(ada)];
    const channel = await newRoom(one);
    await do_(one, sendOp(channel, 'a'));
    const { items } = await two.until(
      'timeline',
      end(channel),
      (view) => view.items.length === 1 && allCommitted(view),
    );
    await one.tab.command('markRead', { channel, seq: items[0]!.record.seq });
    await one.tab.command('saveDraft', { channel, body: makeBody('half a thought') });
    await one.tab.command('saveSettings', { theme: 'dark' });
    await two.until('timeline', end(channel), (view) => view.readSeq === items[0]!.record.seq);
    await two.until('draft', { channel }, (body) => body !== null && plainText(body) === 'half a thought');
    await two.until('settings', null, ({ theme }) => theme === 'dark');
    await two.tab.command('saveDraft', { channel, body: null });
    await one.until('draft', { channel }, (body) => body === null);
  });

  test('presence and typing are told to those who look', async () => {
    const bob = await server.invite(ada.client, course);
    const [hub, theirs] = [await open(ada), await open(bob)];
    const channel = await newRoom(hub);
    await do_(hub, sendOp(channel));
    await theirs.until('timeline', end(channel), (view) => view.items.length === 1);
    await theirs.tab.command('viewing', { channel });
    await theirs.until('people', { course }, ({ presence }) =>
      presence.some(({ user, state }) => user === ada.me.id && state === 'online'),
    );
    // Said after the view on the same socket: who hears of it knows that the server has heard of the view too.
    await theirs.tab.command('saveSettings', { presence: 'busy' });
    await hub.until('people', { course }, ({ presence }) =>
      presence.some(({ user, state }) => user === bob.me.id && state === 'busy'),
    );
    await hub.tab.command('typing', { channel });
    await theirs.until('typing', { channel }, (typists) => typists.includes(ada.me.id));
    await theirs.until('typing', { channel }, (typists) => typists.length === 0);
    await hub.tab.command('saveSettings', { presence: 'busy' });
    await theirs.until('people', { course }, ({ presence }) =>
      presence.some(({ user, state }) => user === ada.me.id && state === 'busy'),
    );
    await hub.tab.command('saveSettings', { presence: 'auto' });
  });

  test('older pages are fetched when the store ends, and a jump lands in its context', async () => {
    const hub = await open(ada);
    const channel = await newRoom(hub);
    const wanted = Array.from({ length: 520 }, (_, index) => `m${index + 1}`);
    for (const text of wanted) await do_(hub, sendOp(channel, text));
    await hub.until(
      'timeline',
      end(channel),
      (view) => view.items.length === 100 && allCommitted(view),
      PATIENCE_MS,
    );
    const fresh = await open(ada);
    await fresh.until('timeline', end(channel), (view) => view.items.length === 100);
    const jump = await fresh.until(
      'timeline',
      { channel, anchor: 60, before: 10, after: 10 },
      (view) => view.items.length === 20,
    );
    expect(texts(jump)).toEqual(wanted.slice(50, 70));
    const start = await fresh.until(
      'timeline',
      { channel, anchor: 60, before: 400, after: 0 },
      (view) => view.older === 'end',
    );
    expect(texts(start)).toEqual(wanted.slice(0, 60));
    const all = await fresh.until('timeline', end(channel, 500), (view) => view.items.length === 500);
    expect(texts(all)).toEqual(wanted.slice(20));
    expect(all.older).toBe('stored');
  });

  test('V6: a place beyond the newest message shows the newest ones, also those that come', async () => {
    const hub = await open(ada);
    const channel = await newRoom(hub);
    const beyond: TimelineWindow = { channel, anchor: 4, before: 10, after: 10 };
    const shown = (count: number) =>
      hub.until(
        'timeline',
        beyond,
        (view) =>
          view.items.length === count && allCommitted(view) && view.older === 'end' && view.newer === 'end',
      );
    await shown(0);
    for (const [at, text] of ['one', 'two', 'three', 'four', 'five'].entries()) {
      await do_(hub, sendOp(channel, text));
      await shown(at + 1);
    }
  });
});

describe('the server is killed', { timeout: RESTARTS_MS }, () => {
  test('what was written meanwhile is sent once and in order, across a restart of the browser', async () => {
    const storage = createMemoryStorage({ durable: true });
    const hub = await open(ada, storage);
    const channel = await newRoom(hub);
    for (const text of ['one', 'two', 'three']) await do_(hub, sendOp(channel, text));
    const before = await committed(hub, channel, ['one', 'two', 'three']);
    const [one, two] = before.items.map((item) => item.record.id as MessageId);
    await server.kill();
    await hub.until('connection', null, ({ state }) => state === 'server-down', 6_000);

    await do_(hub, sendOp(channel, 'four'));
    await do_(hub, editOp(channel, one!, 'one!'));
    await do_(hub, deleteOp(channel, two!));
    const shown = await hub.until('timeline', end(channel), (view) => view.items.length === 4);
    expect(texts(shown)).toEqual(['one!', '(deleted)', 'three', 'four']);
    expect(shown.items[3]?.rung).toBe('device');
    await hub.stop();

    const again = reopen(ada, storage);
    await again.until('session', null, ({ state }) => state === 'open');
    const still = await again.until('timeline', end(channel), (view) => view.items.length === 4);
    expect(texts(still)).toEqual(texts(shown));
    expect((await again.until('pending', null, (all) => all.length === 3)).map(({ rung }) => rung)).toEqual([
      'device',
      'device',
      'device',
    ]);
    await do_(again, sendOp(channel, 'five'));

    await server.run();
    await again.tab.command('probe', null);
    await committed(again, channel, ['one!', '(deleted)', 'three', 'four', 'five']);
    await again.until('pending', null, (all) => all.length === 0);
    await committed(await open(ada), channel, ['one!', '(deleted)', 'three', 'four', 'five']);
  });

  test('it may die at any moment: nothing is lost and nothing appears twice', async () => {
    const hub = await open(ada);
    const channel = await newRoom(hub);
    const wanted: string[] = [];
    for (let round = 0; round < 2; round += 1) {
      for (let index = 0; index < 30; index += 1) {
        const text = `${round}.${index}`;
        wanted.push(text);
        await do_(hub, sendOp(channel, text));
        if (index === 10 + 7 * round) await server.kill();
      }
      await server.run();
      await hub.tab.command('probe', null);
      await committed(hub, channel, wanted);
    }
    await committed(await open(ada), channel, wanted);
  });

  test('a month of ops waits in the journal and arrives whole', async () => {
    const storage = createMemoryStorage({ durable: true });
    const hub = await open(ada, storage);
    const channel = await newRoom(hub);
    await do_(hub, sendOp(channel, 'before'));
    await committed(hub, channel, ['before']);
    await server.kill();
    const texts = Array.from({ length: 400 }, (_, index) =>
      `${index} `.padEnd(index % 40 === 0 ? 12_000 : 200, 'x'),
    );
    for (const text of texts) await do_(hub, sendOp(channel, text));
    await server.run();
    await hub.tab.command('probe', null);
    await committed(hub, channel, ['before', ...texts.map((text) => text)]);
  });
});

describe('a wire that swallows everything', () => {
  test('is noticed within six seconds, and the link comes back', async () => {
    const proxy = await ChaosProxy.before(server.port);
    try {
      const bob = await server.invite(ada.client, course, 'tutor', proxy.origin);
      const hub = await open(bob);
      await hub.until('connection', null, ({ state }) => state === 'connected');
      proxy.blackHole();
      await hub.until('connection', null, ({ state }) => state === 'offline', 6_000);
      const channel = await newRoom(hub);
      await do_(hub, sendOp(channel, 'from the dark'));
      await proxy.heal();
      await hub.tab.command('probe', null);
      await committed(hub, channel, ['from the dark']);
    } finally {
      await room.closeHubs();
      proxy.close();
    }
  });
});

describe('a wire on which the server is not heard', { timeout: RESTARTS_MS }, () => {
  test('F11: a message that arrived and is then taken back is deleted, after a restart of the browser too', async () => {
    const proxy = await ChaosProxy.before(server.port);
    try {
      const bob = await server.invite(ada.client, course, 'tutor');
      const [hub, storage] = [await open(ada), createMemoryStorage({ durable: true })];
      const far = { ...bob, client: bob.client.through(proxy.origin) };
      const theirs = await open(far, storage);
      const channel = await newRoom(hub);
      // Not sent before the channel is there: two devices connect when they can.
      await hub.until('pending', null, (all) => all.length === 0, PATIENCE_MS);
      await do_(theirs, sendOp(channel, 'stays'));
      await committed(theirs, channel, ['stays']);
      proxy.mute();
      await do_(theirs, sendOp(channel, 'oops'));
      await committed(hub, channel, ['stays', 'oops']);
      const [pending] = await theirs.until('pending', null, ([op]) => op?.rung === 'device', PATIENCE_MS);
      await theirs.tab.command('discard', pending!.op.id);
      await theirs.until('timeline', end(channel), (view) => view.items.length === 1);
      await theirs.until('pending', null, (all) => all.length === 0);
      await theirs.stop();
      const again = reopen(far, storage);
      await again.until('session', null, ({ state }) => state === 'open');
      await proxy.heal();
      await again.tab.command('probe', null);
      await committed(hub, channel, ['stays', '(deleted)']);
      await committed(again, channel, ['stays', '(deleted)']);
      await again.until('pending', null, (all) => all.length === 0);
    } finally {
      await room.closeHubs();
      proxy.close();
    }
  });
});

describe('access and sessions', { timeout: RESTARTS_MS }, () => {
  test('what may no longer be sent keeps its words and says why, and the channel leaves the device', async () => {
    const bob = await server.invite(ada.client, course);
    const proxy = await ChaosProxy.before(server.port);
    try {
      const storage = createMemoryStorage({ durable: true });
      const hub = await open(ada);
      const theirs = await open({ ...bob, client: bob.client.through(proxy.origin) }, storage);
      const channel = await newRoom(hub, 'private');
      await do_(hub, { kind: 'channel.member', id: id(), at: 1, channel, user: bob.me.id, role: 'member' });
      await do_(hub, sendOp(channel, 'secret'));
      await committed(theirs, channel, ['secret']);
      proxy.blackHole();
      await theirs.until('connection', null, ({ state }) => state === 'offline', 6_000);
      await do_(theirs, sendOp(channel, 'too late'));
      await do_(hub, { kind: 'channel.member', id: id(), at: 1, channel, user: bob.me.id, role: null });
      await hub.until('pending', null, (all) => all.length === 0);
      await proxy.heal();
      await theirs.tab.command('probe', null);
      const [refused] = await theirs.until('pending', null, (all) => all[0]?.rung === 'refused', PATIENCE_MS);
      expect(refused).toMatchObject({ reason: 'not-member', channelName: `room ${channel.slice(0, 8)}` });
      await theirs.until('timeline', end(channel), (view) =>
        view.items.every((item) => says(item) !== 'secret'),
      );
      expect(await (await storage.openStore(bob.me.id)).mirror.channels()).not.toContain(channel);
      await theirs.tab.command('discard', refused!.op.id);
      await theirs.until('pending', null, (all) => all.length === 0);
    } finally {
      await room.closeHubs();
      proxy.close();
    }
  });

  test('a session that ended elsewhere locks the store until its person comes back; unsent words survive', async () => {
    const bob = await server.invite(ada.client, course, 'tutor');
    const storage = createMemoryStorage({ durable: true });
    const hub = await open(bob, storage);
    const channel = await newRoom(hub);
    await do_(hub, sendOp(channel, 'a'));
    await committed(hub, channel, ['a']);
    await server.kill();
    await do_(hub, sendOp(channel, 'unsent'));
    bob.client.dropSession();
    await server.run();
    await hub.tab.command('probe', null);
    const locked = await hub.until('session', null, ({ state }) => state === 'locked', PATIENCE_MS);
    expect(locked).toMatchObject({ unsent: 1 });
    const lastWords = makeBody('half a thou');
    await hub.tab.command('saveDraft', { channel, body: lastWords });
    await hub.until('connection', null, ({ state }) => state === 'locked');
    await expect(do_(hub, sendOp(channel))).rejects.toMatchObject({ code: 'no-session' });

    const again = reopen(bob, storage);
    await again.until('session', null, ({ state }) => state === 'locked');
    await again.stop();

    const carol = await server.invite(ada.client, course);
    await hub.tab.command('open', carol.me).catch(() => {});
    await hub.until('session', null, (session) => session.state === 'locked' || session.state === 'open');

    const me = await server.signIn(bob.client, bob.me);
    await hub.tab.command('open', me);
    await committed(hub, channel, ['a', 'unsent']);
    expect(await hub.until('draft', { channel }, (draft) => draft !== null)).toEqual(lastWords);
  });

  test('a wipe leaves nothing', async () => {
    const bob = await server.invite(ada.client, course, 'tutor');
    const storage = createMemoryStorage({ durable: true });
    const hub = await open(bob, storage);
    const channel = await newRoom(hub);
    await do_(hub, sendOp(channel, 'a'));
    await committed(hub, channel, ['a']);
    await hub.tab.command('wipe', null);
    await hub.until('session', null, ({ state }) => state === 'none');
    expect(await storage.device.read()).toBeNull();
    const store = await storage.openStore(bob.me.id);
    expect(await store.mirror.channels()).toEqual([]);
    expect(await store.documents.names()).toEqual([]);
  });
});
