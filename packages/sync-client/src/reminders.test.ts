import { MAX_REMINDER_AHEAD_MS, type MessageId } from '@lectern/contracts';
import { createMemoryStorage, type Storage } from '@lectern/local-store';
import { createManualClock } from '@lectern/test-kit';
import { afterEach, describe, expect, test } from 'vitest';
import { createApi } from './api.ts';
import { createHub, type HubCore } from './hub.ts';
import type { ViewName, Views } from './port.ts';
import { isNearEnough, nextDue, reminderState } from './reminders.ts';
import { makeEntry, makeMe, makeMessage, makeTombstone, newCourse } from './testing/make.ts';

const START = 1_700_000_000_000;
const HOUR = 3_600_000;

describe('whether a reminder is due', () => {
  test.each([
    [{}, 10, null],
    [{ remind: 11 }, 10, 'waiting'],
    [{ remind: 10 }, 10, 'due'],
    [{ remind: 10, reminded: 10 }, 10, 'over'],
    [{ remind: 20, reminded: 10 }, 15, 'waiting'],
    [{ remind: 20, reminded: 10 }, 20, 'due'],
    [{ remind: 20, reminded: 20 }, 15, 'over'],
  ])('%j at %i: %j', (reminding, now, state) => expect(reminderState(reminding, now)).toBe(state));

  test('the next is the soonest that is still to come', () => {
    expect(nextDue([{}, { remind: 5 }, { remind: 30, reminded: 30 }], 10)).toBeNull();
    expect(nextDue([{ remind: 40 }, { remind: 12 }, { remind: 30 }], 10)).toBe(12);
  });

  test('nobody is reminded in a far future', () => {
    expect(isNearEnough(MAX_REMINDER_AHEAD_MS, 0)).toBe(true);
    expect(isNearEnough(MAX_REMINDER_AHEAD_MS + 1, 0)).toBe(false);
    expect(isNearEnough(Number.NaN, 0)).toBe(false);
  });
});

/** The hub without a server, in time that the test lets pass. */
const hubs: HubCore[] = [];
afterEach(async () => {
  for (const hub of hubs.splice(0)) await hub.stop();
});

const me = makeMe();
const course = newCourse();
const entry = makeEntry(course);
const kept = makeMessage({ seq: 1, text: 'Read chapter one' });

async function classroom(): Promise<Storage> {
  const storage = createMemoryStorage({ durable: true });
  await storage.device.signIn(me);
  const store = await storage.openStore(me.id);
  await store.facts.write('inbox', {
    courses: [{ course, role: 'student', life: 1, since: 0 }],
    ...{ channels: [], threads: [], notices: [] },
  });
  await store.facts.write('courses', { [course]: { name: 'Optics', channels: [entry], people: [] } });
  await store.mirror.applyRecords(entry.id, [kept], { from: 0, to: 1 }, 1);
  await store.close();
  return storage;
}

function open(storage: Storage) {
  const timers = createManualClock(START);
  let slept = 0;
  let tellOfNetwork = (_online: boolean): void => {};
  const hub = createHub({
    openStorage: async () => storage,
    api: createApi('http://localhost:9', () => Promise.reject(new TypeError('no network'))),
    clock: {
      now: () => timers.now() + slept,
      ticks: () => timers.now(),
      after: (ms, call) => timers.after(ms, call),
      random: () => 0.5,
    },
    socketUrl: 'ws://localhost:9',
    WebSocket,
    network: {
      online: () => false,
      listen: (listener) => {
        tellOfNetwork = listener;
      },
    },
  });
  hubs.push(hub);
  const until = <Name extends ViewName>(name: Name, holds: (value: Views[Name]['value']) => boolean) =>
    new Promise<Views[Name]['value']>((resolve) => {
      const stop = hub.watch(name, null as Views[Name]['params'], (value) => {
        if (!holds(value)) return;
        queueMicrotask(() => stop());
        resolve(value);
      });
    });
  return {
    tab: hub.openTab(() => {}),
    hub,
    until,
    advance: (ms: number) => timers.advance(ms),
    sleep: (ms: number) => {
      slept += ms;
    },
    tellOfNetwork: (online: boolean) => tellOfNetwork(online),
  };
}
/** What a view says now and from now on. Each view is told in frames of its own: `heard` waits for this one. */
function watch(hub: HubCore) {
  const said: (readonly string[])[] = [];
  let tell = (): void => {};
  const stop = hub.watch('reminders', null, (items) => {
    said.push(items.map((item) => ('text' in item ? item.text : String(item.record?.seq ?? item.missing))));
    tell();
  });
  const heard = (count: number) =>
    new Promise<void>((resolve) => {
      tell = () => said.length >= count && resolve();
      tell();
    });
  return { said, heard, stop };
}
const message = { message: kept.id, channel: entry.id, seq: 1 };
const words = () => ({ message: crypto.randomUUID() as MessageId, text: 'chapter 3' });

describe('P6: reminders', () => {
  test('fall due by the clock, the next one after the other, without a server', async () => {
    const { tab, hub, until, advance } = open(await classroom());
    const { said, heard, stop } = watch(hub);
    await until('session', (session) => session.state === 'open');
    expect(await tab.command('remind', { ...message, at: START + HOUR })).toBe('done');
    expect(await tab.command('remind', { ...words(), at: START + 2 * HOUR })).toBe('done');
    const saved = await until('saved', (items) => items.length === 2);
    expect(saved.map(({ reminder }) => reminder)).toEqual([
      { at: START + HOUR, state: 'waiting' },
      { at: START + 2 * HOUR, state: 'waiting' },
    ]);
    advance(HOUR - 1);
    await until('saved', (items) => items.length === 2);
    expect(said.flat()).toEqual([]);
    advance(1);
    await heard(2);
    advance(HOUR);
    await heard(3);
    expect(said).toEqual([[], ['1'], ['1', 'chapter 3']]);
    stop();
  });

  test('fall due while the device sleeps, soon after it wakes, and while nothing runs', async () => {
    const storage = await classroom();
    const { tab, hub, until, advance, sleep } = open(storage);
    await tab.command('remind', { ...message, at: START + 8 * HOUR });
    const due = until(
      'reminders',
      ([item]) => item !== undefined && 'record' in item && item.record !== null,
    );
    await until('saved', (items) => items.length === 1);
    sleep(9 * HOUR);
    advance(30_000);
    await due;
    await tab.command('remind', { ...message, at: START + 20 * HOUR });
    await until('reminders', (items) => items.length === 0);
    await hub.stop();
    const next = open(storage);
    next.advance(21 * HOUR);
    await next.until('reminders', (items) => items.length === 1);
  });

  test('are never shown without their message, whatever else changes at the moment they fall due', async () => {
    const { tab, hub, until, advance, sleep, tellOfNetwork } = open(await classroom());
    const { said, heard, stop } = watch(hub);
    await tab.command('remind', { ...message, at: START + HOUR });
    await until('saved', (items) => items.length === 1);
    sleep(HOUR);
    await new Promise<void>((resolve) => {
      let online = false;
      let changes = 0;
      const stopLink = hub.watch('connection', null, () => {
        // The others are told within the frame that this view, too, waits for before its next word.
        if (++changes > 2) return resolve(queueMicrotask(() => stopLink()));
        online = !online;
        tellOfNetwork(online);
      });
    });
    advance(30_000);
    await heard(2);
    expect(said).toEqual([[], ['1']]);
    stop();
  });

  test('are moved, cancelled and over, also after a restart; what was saved stays saved', async () => {
    const storage = await classroom();
    const first = open(storage);
    const text = words();
    await first.tab.command('save', { ...message, on: true });
    await first.tab.command('remind', { ...message, at: START });
    await first.tab.command('remind', { ...text, at: START });
    await first.until('reminders', (items) => items.length === 2);
    await first.tab.command('remind', { ...message, at: START + HOUR });
    await first.until('reminders', (items) => items.length === 1);
    await first.tab.command('closeReminders', { messages: [text.message, kept.id] });
    await first.until('reminders', (items) => items.length === 0);
    await first.hub.stop();

    const { tab, until, advance } = open(storage);
    const states = (await until('saved', (items) => items.length === 2)).map(
      ({ reminder }) => reminder?.state,
    );
    expect(states).toEqual(['waiting', 'over']);
    await tab.command('remind', { ...message, at: null });
    await tab.command('remind', { ...text, at: null });
    const [left, ...others] = await until('saved', (items) => items.length === 1);
    expect([left?.message, left?.reminder, others]).toEqual([kept.id, null, []]);
    advance(2 * HOUR);
    // For the very moment of which one has been reminded, one is reminded again.
    await tab.command('remind', { ...message, at: START });
    await until('reminders', (items) => items.length === 1);
    await tab.command('closeReminders', { messages: [kept.id] });
    await until('reminders', (items) => items.length === 0);
    await tab.command('remind', { ...message, at: START });
    await until('reminders', (items) => items.length === 1);
  });

  test('of what was deleted, or is in a channel that was left, say so and go when they are read', async () => {
    const storage = await classroom();
    const store = await storage.openStore(me.id);
    await store.mirror.applyRecords(entry.id, [makeTombstone(kept, 2)], null, 2);
    await store.close();
    const { tab, until } = open(storage);
    const lost = { message: crypto.randomUUID() as MessageId, channel: makeEntry(course).id, seq: 4 };
    await tab.command('remind', { ...message, at: START });
    await tab.command('remind', { ...lost, at: START });
    const due = await until('reminders', (items) => items.length === 2);
    expect(
      due.map((item) => 'channel' in item && [item.missing, item.record && 'deletedAt' in item.record]),
    ).toEqual(
      expect.arrayContaining([
        [null, true],
        ['not-yours', null],
      ]),
    );
    await tab.command('closeReminders', { messages: due.map((item) => item.message) });
    await until('saved', (items) => items.length === 0);
  });

  test('lie no further ahead than they may, and there are no more of them than can be kept', async () => {
    const { tab, until } = open(await classroom());
    expect(await tab.command('remind', { ...message, at: START + MAX_REMINDER_AHEAD_MS + 1 })).toBe(
      'too-far',
    );
    for (let n = 0; n < 500; n++) await tab.command('remind', { ...words(), at: START + HOUR });
    expect(await tab.command('remind', { ...message, at: START + HOUR })).toBe('full');
    expect(await until('saved', (items) => items.length > 0)).toHaveLength(500);
  });
});
