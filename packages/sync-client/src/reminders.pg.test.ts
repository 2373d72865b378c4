import type { MessageId } from '@lectern/contracts';
import { createMemoryStorage } from '@lectern/local-store';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { systemClock } from './clock.ts';
import type { SavedItem } from './port-values.ts';
import { ClassRoom, type TestPerson } from './testing/class-room.ts';
import { sendOp } from './testing/make.ts';
import type { TestHub } from './testing/test-hub.ts';

/** Reminders over the devices of one person, against the real server process. */
const HOUR = 3_600_000;
const YEARS = 3 * 365 * 24 * HOUR;
/** The server’s time is heard of when the link has been quiet for twice two seconds. */
const PATIENCE_MS = 15_000;

let room: ClassRoom;
let ada: TestPerson;

beforeAll(async () => {
  room = await ClassRoom.build();
  ({ ada } = room);
}, 90_000);
afterEach(() => room?.closeHubs());
afterAll(() => room?.tearDown(), 60_000);

const words = (text: string) => ({ message: crypto.randomUUID() as MessageId, text });
const due = (hub: TestHub, count: number) =>
  hub.until('reminders', null, (items) => items.length === count, PATIENCE_MS);
const at = (hub: TestHub, message: MessageId, moment: number) =>
  hub.until(
    'saved',
    null,
    (items) => items.some((item) => item.message === message && item.reminder?.at === moment),
    PATIENCE_MS,
  );

test('a reminder is due on all devices and over on all of them, whichever tells it', async () => {
  const [laptop, phone] = [await room.open(ada), await room.open(ada)];
  const channel = await room.newChannel(laptop);
  await laptop.tab.command('submit', sendOp(channel, 'Read chapter one'));
  const window = { channel, anchor: 'end', before: 5, after: 0 } as const;
  const { items } = await phone.until('timeline', window, (view) => view.items[0]?.record.seq === 1);
  const message = items[0]!.record.id;
  await phone.tab.command('remind', { message, channel, seq: 1, at: Date.now() + 500 });
  for (const hub of [laptop, phone]) {
    const [item] = await due(hub, 1);
    expect(item).toMatchObject({ message, record: { id: message }, reminder: { state: 'due' } });
  }
  await laptop.tab.command('closeReminders', { messages: [message] });
  for (const hub of [phone, laptop]) {
    await due(hub, 0);
    const saved = await hub.until('saved', null, (all) => all.some((each) => each.message === message));
    expect(saved.find((each) => each.message === message)?.reminder?.state).toBe('over');
  }
});

test('one that is moved on two devices at once ends at one time on both; one told and moved is to come', async () => {
  const storages = [createMemoryStorage({ durable: true }), createMemoryStorage({ durable: true })] as const;
  const [laptop, phone] = [await room.open(ada, storages[0]), await room.open(ada, storages[1])];
  const [one, two] = [words('one'), words('two')];
  const soon = Date.now();
  for (const each of [one, two]) await laptop.tab.command('remind', { ...each, at: soon });
  await phone.until('reminders', null, (items) => items.length >= 2, PATIENCE_MS);
  const later = [soon + HOUR, soon + 2 * HOUR] as const;
  await Promise.all([
    laptop.tab.command('remind', { ...one, at: later[0] }),
    phone.tab.command('remind', { ...one, at: later[1] }),
    laptop.tab.command('remind', { ...two, at: later[0] }),
    phone.tab.command('closeReminders', { messages: [two.message] }),
  ]);
  for (const hub of [laptop, phone]) {
    await at(hub, two.message, later[0]);
    await due(hub, 0);
  }
  await laptop.stop();
  await phone.stop();
  // A device may have stopped before its last word was sent, and says it again once it has heard what the other one said.
  const again = storages.map((storage) => room.reopen(ada, storage));
  const say = async (text: string): Promise<(items: readonly SavedItem[]) => boolean> => {
    const said = again.map(() => words(text));
    for (const [n, hub] of again.entries()) await hub.tab.command('remind', { ...said[n]!, at: later[0] });
    return (items) => said.every((word) => items.some(({ message }) => message === word.message));
  };
  const met = await say('back');
  for (const hub of again) await hub.until('saved', null, met, PATIENCE_MS);
  const done = await say('done');
  // A third device changed nothing: when it has what both said last, what it shows is what came out on top.
  const saved = await (await room.open(ada)).until('saved', null, done, PATIENCE_MS);
  const moment = saved.find(({ message }) => message === one.message)!.reminder!.at;
  expect(later).toContain(moment);
  for (const hub of again) {
    const items = await at(hub, one.message, moment);
    expect(items.find(({ message }) => message === two.message)?.reminder?.state).toBe('waiting');
  }
});

test('a device whose clock is years wrong reminds, and is reminded, when it is time', async () => {
  const storage = createMemoryStorage({ durable: true });
  const wrong = { ...systemClock, now: () => systemClock.now() - YEARS };
  const [laptop, old] = [await room.open(ada), await room.open(ada, storage, wrong)];
  const [first, second, third] = [words('first'), words('second'), words('third')];
  const moment = Date.now() + HOUR;
  await laptop.tab.command('remind', { ...first, at: moment });
  const isNear = (a: number | undefined, b: number) => a !== undefined && Math.abs(a - b) < 60_000;
  const near = (hub: TestHub, message: MessageId, wanted: number) =>
    hub.until(
      'saved',
      null,
      (items) => items.some((item) => item.message === message && isNear(item.reminder?.at, wanted)),
      PATIENCE_MS,
    );
  await near(old, first.message, wrong.now() + HOUR);
  await old.tab.command('remind', { ...second, at: wrong.now() + HOUR });
  await near(laptop, second.message, Date.now() + HOUR);
  await laptop.tab.command('remind', { ...third, at: Date.now() });
  const isThird = ({ message }: { message: MessageId }) => message === third.message;
  for (const hub of [laptop, old])
    await hub.until('reminders', null, (all) => all.some(isThird), PATIENCE_MS);
  // Also before the server is heard of again.
  await old.stop();
  await room.server.stop();
  const again = room.reopen(ada, storage, wrong);
  await again.until('reminders', null, (all) => all.some(isThird), PATIENCE_MS);
  await near(again, first.message, wrong.now() + HOUR);
}, 60_000);
