import type { ChannelEntry, CourseId, CreateChannelOp, Op, OpId } from '@lectern/contracts';
import { createMemoryStorage, type JournalStore } from '@lectern/local-store';
import { createManualClock } from '@lectern/test-kit';
import { expect, test } from 'vitest';
import type { Catalog } from './catalog.ts';
import { checkOp } from './check-op.ts';
import { Journal } from './journal.ts';
import { OwnOps } from './own-ops.ts';
import { makeEntry, makeMe, newChannel, newCourse, newUser } from './testing/make.ts';
import { Topics } from './topics.ts';

/** How long the directory of a server that is there has to show what was committed, in milliseconds. */
const SHOWN_WITHIN_MS = 5_000;

const me = makeMe();
const course: CourseId = newCourse();

const catalogWith = (...channels: ChannelEntry[]): Catalog => ({
  me,
  inbox: {
    courses: [{ course, role: 'student', life: 1, since: 0 }],
    channels: [],
    threads: [],
    notices: [],
  },
  courses: { [course]: { name: 'Optics', channels, people: [] } },
});

/** A person's ops on a device whose server comes and goes, over a journal that outlives it. */
async function device(store: JournalStore, isLive: boolean) {
  const manual = createManualClock();
  const clock = { ...manual, ticks: manual.now, random: () => 0 };
  const server = { isLive, catalog: catalogWith() };
  const onFault = (error: unknown): void => {
    throw error;
  };
  const journal: Journal = new Journal({
    store,
    durable: true,
    clock,
    onFault,
    onChange: (channels) => ops.changed(channels),
  });
  const ops = new OwnOps({
    journal,
    clock,
    onFault,
    outbox: () => null,
    document: () => null,
    topics: new Topics(),
    check: async (op) => checkOp(op),
    catalog: () => server.catalog,
    isLive: () => server.isLive,
  });
  await journal.read();
  ops.reflected();
  return {
    after: clock.advance,
    /** The server goes or comes back. */
    link(to: boolean): void {
      server.isLive = to;
      ops.rungsChanged();
    },
    /** Makes a channel, which the server commits and the directory does not show yet. */
    async make(): Promise<CreateChannelOp> {
      const op: CreateChannelOp = {
        kind: 'channel.create',
        id: crypto.randomUUID() as OpId,
        channel: newChannel(),
        at: 1_000,
        course,
        name: 'questions',
        topic: '',
        type: 'public',
      };
      await ops.submit(op);
      journal.conclude([{ op: op.id, ok: true, rev: 1 }]);
      return op;
    },
    /** Names it anew, which the server commits. */
    async rename({ channel }: CreateChannelOp, name: string): Promise<void> {
      const op: Op = { kind: 'channel.describe', id: crypto.randomUUID() as OpId, channel, at: 1_000, name };
      await ops.submit(op);
      journal.conclude([{ op: op.id, ok: true, rev: 2 }]);
    },
    /** The directory comes, with these channels in it. */
    show(...channels: CreateChannelOp[]): void {
      server.catalog = catalogWith(
        ...channels.map(({ channel, name }) => makeEntry(course, { id: channel, name })),
      );
      ops.reflected();
    },
    waitsFor: ({ id }: CreateChannelOp): boolean => journal.find(id) !== null,
    sees: ({ channel }: CreateChannelOp, name = 'questions'): boolean => ops.channelName(channel) === name,
  };
}

const newStore = async () => (await createMemoryStorage().openStore(newUser())).journal;

test('L2: a channel that was made stays while the server is away, however long', async () => {
  const { make, link, after, sees } = await device(await newStore(), true);
  const channel = await make();
  after(SHOWN_WITHIN_MS - 1);
  link(false);
  after(60 * 60 * 1_000);
  expect(sees(channel)).toBe(true);
  link(true);
  after(SHOWN_WITHIN_MS - 1);
  expect(sees(channel)).toBe(true);
});

test('L2: it is over with the directory that shows it', async () => {
  const { make, show, after, sees, waitsFor } = await device(await newStore(), true);
  const channel = await make();
  show(channel);
  expect([waitsFor(channel), sees(channel)]).toEqual([false, true]);
  after(SHOWN_WITHIN_MS);
  expect(sees(channel)).toBe(true);
});

test('L2: it was overtaken when the server is there and does not show it', async () => {
  const { make, after, sees } = await device(await newStore(), true);
  const channel = await make();
  after(SHOWN_WITHIN_MS);
  expect(sees(channel)).toBe(false);
});

test('L2: also after a restart it stays until the server is there and does not show it', async () => {
  const store = await newStore();
  const channel = await (await device(store, false)).make();
  const { link, after, sees } = await device(store, false);
  after(SHOWN_WITHIN_MS);
  expect(sees(channel)).toBe(true);
  link(true);
  after(SHOWN_WITHIN_MS);
  expect(sees(channel)).toBe(false);
});

test('L2: so does its new name', async () => {
  const { make, rename, show, sees, waitsFor } = await device(await newStore(), true);
  const channel = await make();
  await rename(channel, 'answers');
  show();
  expect(sees(channel, 'answers')).toBe(true);
  show({ ...channel, name: 'answers' });
  expect([sees(channel, 'answers'), waitsFor(channel)]).toEqual([true, false]);
});
