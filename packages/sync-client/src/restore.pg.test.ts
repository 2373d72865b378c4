import type { ChannelId, MessageId, NoteBody, NoteId, Op, OpId } from '@lectern/contracts';
import { createMemoryStorage } from '@lectern/local-store';
import { plainText } from '@lectern/rich-text';
import { blockWords } from '@lectern/rich-text/notes';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { TimelineItem, TimelineView, TimelineWindow } from './port-values.ts';
import { ClassRoom, type TestPerson } from './testing/class-room.ts';
import { deleteOp, editOp, makeBody, markOp, reactOp, sendOp } from './testing/make.ts';
import { makeNote, NotePage, noteIs } from './testing/note-page.ts';
import type { TestHub } from './testing/test-hub.ts';

/**
 * The server is lost and goes on from a backup, while devices hold what that does not (SPEC.md, H): everybody who comes
 * back heals it with what they wrote, and shows nothing that it does not have without saying so.
 */
const PATIENCE_MS = 30_000;
const TEST_MS = 180_000;

let room: ClassRoom;
let [ada, ben, cleo]: TestPerson[] = [];

beforeAll(async () => {
  room = await ClassRoom.build();
  ada = room.ada;
  [ben, cleo] = [await room.invite(), await room.invite()];
}, 90_000);
afterEach(() => room?.closeHubs());
afterAll(() => room?.tearDown(), 60_000);

const id = () => crypto.randomUUID() as OpId;
const messageOf = (op: Op): MessageId => op.id as string as MessageId;
const end = (channel: ChannelId): TimelineWindow => ({ channel, anchor: 'end', before: 100, after: 0 });
const says = ({ record }: TimelineItem): string => ('body' in record ? plainText(record.body) : '(deleted)');
const isSettled = (view: TimelineView): boolean =>
  view.items.every(({ record, change }) => record.seq < 2 ** 51 && change === undefined);
const shows = (hub: TestHub, channel: ChannelId, wanted: readonly string[]) =>
  hub.until(
    'timeline',
    end(channel),
    (view) => isSettled(view) && JSON.stringify(view.items.map(says)) === JSON.stringify(wanted),
    PATIENCE_MS,
  );
const channelIn = (hub: TestHub, channel: ChannelId) =>
  hub
    .until(
      'sidebar',
      null,
      ({ courses }) => courses[0]?.channels.some((entry) => entry.id === channel) === true,
      PATIENCE_MS,
    )
    .then(({ courses }) => courses[0]!.channels.find((entry) => entry.id === channel)!);

test(
  'devices that are ahead bring back what they wrote, and let go of what nobody brings',
  async () => {
    const stores = {
      ada: createMemoryStorage({ durable: true }),
      ben: createMemoryStorage({ durable: true }),
    };
    let [hub, theirs] = [await room.open(ada!, stores.ada), await room.open(ben!, stores.ben)];
    const third = await room.open(cleo!);
    const channel = await room.newChannel(hub);
    const do_ = async (by: TestHub, ...ops: Op[]) => {
      for (const op of ops) await by.tab.command('submit', op);
    };
    const [a1, a2, b1] = [sendOp(channel, 'a1'), sendOp(channel, 'a2'), sendOp(channel, 'b1')];
    await do_(hub, a1, a2);
    await channelIn(theirs, channel);
    await shows(theirs, channel, ['a1', 'a2']);
    await do_(theirs, b1);
    for (const each of [hub, theirs, third]) await shows(each, channel, ['a1', 'a2', 'b1']);
    await hub.tab.command('saveDraft', { channel, body: makeBody('before') });
    const file = await room.server.backUp();

    // What the backup lacks.
    const [b2, c1] = [sendOp(channel, 'b2'), sendOp(channel, 'nobody brings this')];
    await do_(theirs, b2);
    await shows(third, channel, ['a1', 'a2', 'b1', 'b2']);
    await do_(third, c1);
    for (const each of [hub, theirs])
      await shows(each, channel, ['a1', 'a2', 'b1', 'b2', 'nobody brings this']);
    const a3 = { ...sendOp(channel, 'a3'), reply: messageOf(b2) };
    const inThread = { ...sendOp(channel, 'in the thread of b2'), thread: messageOf(b2) };
    const inBoth = { ...sendOp(channel, 'said in both'), thread: messageOf(b1), inChannel: true as const };
    await do_(
      hub,
      a3,
      editOp(channel, messageOf(a1), 'a1, mended'),
      deleteOp(channel, messageOf(a2)),
      reactOp(channel, messageOf(b1), '👍', true),
      reactOp(channel, messageOf(b2), '❤️', true),
      markOp(channel, messageOf(b2), { kind: 'pin', order: 1 }),
      inThread,
      inBoth,
    );
    await do_(theirs, reactOp(channel, messageOf(c1), '👍', true));
    const room2 = await room.newChannel(hub, 'private');
    const x1 = sendOp(room2, 'x1');
    await do_(hub, x1, {
      kind: 'channel.member',
      id: id(),
      at: 1,
      channel: room2,
      user: ben!.me.id,
      role: 'member',
    });
    await channelIn(theirs, room2);
    await do_(theirs, sendOp(room2, 'x2'));
    await shows(hub, room2, ['x1', 'x2']);
    const all = ['a1, mended', '(deleted)', 'b1', 'b2', 'nobody brings this', 'a3', 'said in both'];
    const { items } = await shows(theirs, channel, all);
    await hub.tab.command('save', { message: messageOf(b2), channel, seq: 4, on: true });
    await hub.tab.command('saveDraft', { channel, body: makeBody('half a thought') });
    await theirs.tab.command('markRead', { channel, seq: items.at(-1)!.record.seq });
    for (const each of [hub, theirs])
      await each.until('pending', null, (ops) => ops.length === 0, PATIENCE_MS);
    await room.closeHubs();

    await room.server.goBackTo(file);

    // Ada is the first to come back: what she said about a message of Ben's waits for Ben.
    await room.server.signIn(ada!.client, ada!.me);
    hub = await room.open(ada!, stores.ada);
    await hub.until(
      'timeline',
      end(channel),
      ({ items: rows }) =>
        JSON.stringify(rows.map(says)) ===
        JSON.stringify(['a1, mended', '(deleted)', 'b1', 'said in both', 'a3']),
      PATIENCE_MS,
    );
    const away = await hub.tab
      .command('viewing', { channel })
      .then(() => hub.until('away', { channel }, (value) => (value?.lost.count ?? 0) > 0, PATIENCE_MS));
    expect(away!.lost.records.map((record) => says({ record }))).toEqual(['b2', 'nobody brings this']);
    const waiting = await hub.until('pending', null, (ops) => ops.length === 4, PATIENCE_MS);
    expect(waiting.map(({ op }) => op.kind)).toEqual(['send', 'react', 'pin', 'send']);

    await room.server.signIn(ben!.client, ben!.me);
    theirs = await room.open(ben!, stores.ben);
    const healed = ['a1, mended', '(deleted)', 'b1', 'said in both', 'b2', 'a3'];
    for (const each of [hub, theirs]) await shows(each, channel, healed);
    await hub.until('pending', null, (ops) => ops.length === 0, PATIENCE_MS);
    await shows(theirs, room2, ['x1', 'x2']);
    await shows(hub, room2, ['x1', 'x2']);

    // A browser that holds nothing sees the same.
    const fresh = await room.open(ben!);
    const seen = await shows(fresh, channel, healed);
    const pins = await fresh.until('pins', { channel }, (view) => view.items.length === 1, PATIENCE_MS);
    expect(pins.items.map(says)).toEqual(['b2']);
    const reactions = (view: TimelineView) =>
      view.items.map(({ record }) => ('reactions' in record ? record.reactions : null));
    for (const each of [hub, theirs]) {
      const view = await shows(each, channel, healed);
      expect(view.items.map(({ record }) => record)).toEqual(seen.items.map(({ record }) => record));
    }
    expect(JSON.stringify(reactions(seen))).toContain('❤️');
    const thread = { channel, thread: messageOf(b2), most: 10 };
    const { replies } = await fresh.until('thread', thread, (view) => view.state === 'open', PATIENCE_MS);
    expect(replies.map(says)).toEqual(['in the thread of b2']);
    const [counted, recounted] = [await channelIn(fresh, channel), await channelIn(theirs, channel)];
    expect([recounted.unread, recounted.mentions]).toEqual([counted.unread, counted.mentions]);

    // What is nowhere any more is not found, and what it was is told until it is put aside.
    const found = await theirs.tab.command('search', { q: 'nobody', order: 'newest', limit: 10 });
    expect(found.hits).toEqual([]);
    await theirs.tab.command('viewing', { channel });
    const told = await theirs.until('away', { channel }, (value) => value?.lost.count === 1, PATIENCE_MS);
    expect(told!.lost.records.map((record) => says({ record }))).toEqual(['nobody brings this']);
    await theirs.tab.command('putAside', { channel });
    await theirs.until('away', { channel }, (value) => value === null, PATIENCE_MS);
    const left = await theirs.until('pending', null, (ops) => ops.length === 1, PATIENCE_MS);
    expect(left.map(({ op }) => op.kind)).toEqual(['react']);
    await hub.until(
      'draft',
      { channel },
      (body) => body !== null && plainText(body) === 'half a thought',
      PATIENCE_MS,
    );
    await hub.until('saved', null, (saved) => saved.length === 1, PATIENCE_MS);
  },
  TEST_MS,
);

test(
  'H9: what was written without a network goes behind what the server has lost, and the last word on a thing stays the last',
  async () => {
    const store = createMemoryStorage({ durable: true });
    let hub = await room.open(ada!, store);
    const theirs = await room.open(ben!);
    const channel = await room.newChannel(hub);
    const do_ = async (by: TestHub, ...ops: Op[]) => {
      for (const op of ops) await by.tab.command('submit', op);
    };
    const first = sendOp(channel, 'first');
    await do_(hub, first);
    await shows(hub, channel, ['first']);
    const file = await room.server.backUp();
    const lost = sendOp(channel, 'lost');
    await do_(hub, editOp(channel, messageOf(first), 'first, edited'), lost, sendOp(channel, 'lost too'));
    await do_(hub, reactOp(channel, messageOf(first), '👍', true));
    for (const each of [hub, theirs]) await shows(each, channel, ['first, edited', 'lost', 'lost too']);
    await hub.until('pending', null, (ops) => ops.length === 0, PATIENCE_MS);
    await room.server.kill();
    await do_(
      hub,
      editOp(channel, messageOf(first), 'first, edited again'),
      reactOp(channel, messageOf(first), '👍', false),
      editOp(channel, messageOf(lost), 'lost, edited'),
      sendOp(channel, 'written without a network'),
    );
    await room.closeHubs();

    await room.server.goBackTo(file);

    for (const person of [ada!, ben!]) await room.server.signIn(person.client, person.me);
    hub = await room.open(ada!, store);
    const fresh = await room.open(ben!);
    const healed = ['first, edited again', 'lost, edited', 'lost too', 'written without a network'];
    for (const each of [hub, fresh]) await shows(each, channel, healed);
    await hub.until('pending', null, (ops) => ops.length === 0, PATIENCE_MS);
    const { items } = await shows(fresh, channel, healed);
    expect('reactions' in items[0]!.record && items[0]!.record.reactions).toBeFalsy();
  },
  TEST_MS,
);

test(
  'a note gets back what those who come back wrote in it; what a third wrote is kept aside for editors, and readers see the server’s',
  async () => {
    const tutor = () => room.server.invite(ada!.client, room.course, 'tutor');
    const people = { ada: ada!, bob: await tutor(), dan: await tutor(), sam: await room.invite() };
    const names = ['ada', 'bob', 'dan', 'sam'] as const;
    const stores = Object.fromEntries(names.map((name) => [name, createMemoryStorage({ durable: true })]));
    const hubs = new Map<string, TestHub>();
    const come = async (name: (typeof names)[number]): Promise<TestHub> => {
      hubs.set(name, await room.open(people[name], stores[name]));
      return hubs.get(name)!;
    };
    for (const name of names) await come(name);
    const hub = hubs.get('ada')!;
    const channel = await room.newChannel(hub);
    const note = await makeNote(hub, channel, { pinned: true });
    const write = async (name: string, of: NoteId, ...lines: string[]) => {
      const page = await NotePage.open(hubs.get(name)!, of);
      await page.say(...lines);
      page.replica.close();
      for (const each of hubs.values()) await saysLines(each, channel, of, lines);
    };
    await write('ada', note, 'before');
    const file = await room.server.backUp();
    await write('ada', note, 'before, and after', 'by ada');
    await write('bob', note, 'before, and after', 'by ada', 'by bob');
    await write('dan', note, 'before, and after', 'by ada', 'by bob', 'by dan');
    const later = await makeNote(hub, channel, { pinned: true });
    await write('ada', later, 'made later');
    await hub.until('unsentNotes', null, (all) => all.length === 0, PATIENCE_MS);
    await room.closeHubs();
    hubs.clear();

    await room.server.goBackTo(file);

    for (const name of ['ada', 'bob', 'sam'] as const)
      await room.server.signIn(people[name].client, people[name].me);
    // What Bob wrote stands behind what Ada wrote: it waits for that.
    const theirs = await come('bob');
    await saysLines(theirs, channel, note, ['before']);
    const reader = await come('sam');
    await saysLines(reader, channel, note, ['before']);
    // She has open what the server has lost and says that nobody may read.
    await saysLines(await come('ada'), channel, later, ['made later']);
    const healed = ['before, and after', 'by ada', 'by bob'];
    for (const each of hubs.values()) {
      await saysLines(each, channel, note, healed);
      await saysLines(each, channel, later, ['made later']);
    }
    for (const name of ['ada', 'bob'] as const) {
      const asides = await hubs
        .get(name)!
        .until('unsentNotes', null, (all) => all.length === 1 && all[0]!.setAside !== null, PATIENCE_MS);
      expect(asides[0]).toMatchObject({ note, channel });
    }
    await reader.until('unsentNotes', null, (all) => all.length === 0, PATIENCE_MS);
    // They go on together.
    await write('bob', note, ...healed, 'and on');
  },
  TEST_MS,
);

const linesOf = ({ blocks }: NoteBody): readonly string[] => blocks.map(blockWords);
const saysLines = (hub: TestHub, channel: ChannelId, note: NoteId, lines: readonly string[]) =>
  noteIs(hub, channel, note, ({ body }) => JSON.stringify(linesOf(body)) === JSON.stringify(lines));
