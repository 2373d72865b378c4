import { readNote } from '@lectern/channel-doc';
import type { ChannelId, NoteBody, NoteId, OpId } from '@lectern/contracts';
import { createMemoryStorage, type Storage } from '@lectern/local-store';
import { bodyFromText } from '@lectern/rich-text';
import { blockWords, diffNotes } from '@lectern/rich-text/notes';
import { ChaosProxy } from '@lectern/test-kit/chaos-proxy';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { NoteChanges, NoteView } from './note-port.ts';
import type { AwayNote, AwayView } from './port-values.ts';
import { ClassRoom, type TestPerson } from './testing/class-room.ts';
import { NotePage } from './testing/note-page.ts';
import type { TestHub } from './testing/test-hub.ts';

/** What changed in notes since they were read, on devices with the real server process. */
const PATIENCE_MS = 30_000;
const TEST_MS = 120_000;

let room: ClassRoom;
let ada: TestPerson;
beforeAll(async () => {
  room = await ClassRoom.build();
  ({ ada } = room);
}, 90_000);
afterEach(() => room?.closeHubs());
afterAll(() => room?.tearDown(), 60_000);

const student = () => room.server.invite(ada.client, room.course);
const submit = (hub: TestHub, op: object) =>
  hub.tab.command('submit', { at: 1, ...op, id: crypto.randomUUID() as OpId } as never);

async function makeNote(hub: TestHub, channel: ChannelId, title = 'Lenses'): Promise<NoteId> {
  const note = crypto.randomUUID() as NoteId;
  await submit(hub, { kind: 'note.create', note, channel, title, order: 1, template: 'blank' });
  return note;
}

const said = ({ blocks }: NoteBody): string => blocks.map(blockWords).join('\n');
const noteIs = (hub: TestHub, channel: ChannelId, note: NoteId, holds: (view: NoteView) => boolean) =>
  hub.until('note', { channel, note }, (view) => view.state === 'here' && holds(view), PATIENCE_MS);
const says = (hub: TestHub, channel: ChannelId, note: NoteId, text: string) =>
  noteIs(hub, channel, note, ({ body, rung }) => said(body) === text && rung.state === 'server');
/** What became of each paragraph, word by word. */
const told = ({ before, after }: NoteChanges): string[] =>
  diffNotes(before, after).flatMap((change) => {
    if (change.kind === 'same') return [];
    if (change.kind !== 'changed') return [`${change.kind} ${blockWords(change.block)}`];
    return [
      change.words
        .map(({ kind, text }) => `${{ same: '', added: '+', removed: '-' }[kind]}${text}`)
        .join('|'),
    ];
  });

/** When the channel's list says that its only note was written in last. */
async function editedAt(hub: TestHub, channel: ChannelId): Promise<number> {
  const [note] = await hub.until('notes', { channel }, ([first]) => first?.edited !== undefined, PATIENCE_MS);
  return note!.edited!.at;
}
/** The list tells of an edit within ten seconds. */
const listTells = (hub: TestHub, channel: ChannelId, since: number) =>
  hub.until('notes', { channel }, ([first]) => (first?.edited?.at ?? 0) > since, PATIENCE_MS);

const go = async (hub: TestHub, channel: ChannelId | null): Promise<void> => {
  await hub.tab.command('viewing', { channel });
};
/** The note is open and in sight, or none is. */
const show = (hub: TestHub, note: NoteId | null) =>
  hub.tab.command('showing', { note, inSight: note !== null });
/** Reads a note to the end that it is known to say this, and puts it away. */
async function read(
  hub: TestHub,
  channel: ChannelId,
  note: NoteId,
  text: string,
  storage: Storage,
  who: TestPerson,
) {
  await go(hub, null);
  await show(hub, note);
  await says(hub, channel, note, text);
  await show(hub, null);
  const { seenNotes } = await storage.openStore(who.me.id);
  await expect
    .poll(async () => said((await seenNotes.readBody(note)) ?? { blocks: [] }), { timeout: PATIENCE_MS })
    .toBe(text);
}
/** Until it is written down how far the channel was seen. */
async function look(hub: TestHub, channel: ChannelId, storage: Storage, who: TestPerson): Promise<void> {
  await go(hub, channel);
  const { facts } = await storage.openStore(who.me.id);
  await expect
    .poll(async () => (await facts.readAll()).seen?.[channel] !== undefined, { timeout: PATIENCE_MS })
    .toBe(true);
}
const awayIs = (hub: TestHub, channel: ChannelId, holds: (notes: readonly AwayNote[]) => boolean) =>
  hub.until('away', { channel }, (away) => holds(away?.notes ?? []), PATIENCE_MS) as Promise<AwayView>;
const changesAre = (hub: TestHub, channel: ChannelId, note: NoteId) =>
  hub.until(
    'noteChanges',
    { channel, note },
    (changes) => changes !== null,
    PATIENCE_MS,
  ) as Promise<NoteChanges>;

/** A student who has read a note of a channel, and a lecturer who has it open. */
async function lesson(words = 'The exam is on Monday.') {
  const sam = await student();
  const proxy = await ChaosProxy.before(room.server.port);
  const storage = createMemoryStorage({ durable: true });
  const hub = await room.open(ada);
  const channel = await room.newChannel(hub);
  const note = await makeNote(hub, channel);
  const editor = await NotePage.open(hub, note);
  await editor.say(words);
  await says(hub, channel, note, words);
  await submit(hub, { kind: 'send', channel, body: bodyFromText('Welcome.') });
  const far = { ...sam, client: sam.client.through(proxy.origin) };
  const theirs = await room.open(far, storage);
  await look(theirs, channel, storage, sam);
  return { sam, far, proxy, storage, hub, theirs, channel, note, editor };
}
type Lesson = Awaited<ReturnType<typeof lesson>>;
const closed = async (run: Promise<Lesson>, test: (lesson: Lesson) => Promise<void>): Promise<void> => {
  const given = await run;
  try {
    await test(given);
  } finally {
    given.editor.replica.close();
    await room.closeHubs();
    given.proxy.close();
  }
};

describe('notes that changed while their reader was away', { timeout: TEST_MS }, () => {
  test('N12: what others changed is told word by word, offline and after a restart, until the note is read', () =>
    closed(lesson(), async ({ sam, far, proxy, storage, hub, theirs, channel, note, editor }) => {
      await read(theirs, channel, note, 'The exam is on Monday.', storage, sam);
      const before = await editedAt(theirs, channel);
      await editor.say('The exam is on Friday.', 'Bring a pen.');
      await says(hub, channel, note, 'The exam is on Friday.\nBring a pen.');
      // It has come to the reader, who is elsewhere.
      await says(theirs, channel, note, 'The exam is on Friday.\nBring a pen.');
      await listTells(theirs, channel, before);
      await theirs.stop();
      proxy.blackHole();
      const again = room.reopen(far, storage);
      await go(again, channel);
      const { notes } = await awayIs(again, channel, ([first]) => first !== undefined);
      expect(notes).toMatchObject([
        { note, title: 'Lenses', kind: 'changed', paragraphs: 2, by: ada.me.id, since: expect.any(Number) },
      ]);
      expect(told(await changesAre(again, channel, note))).toEqual([
        'The exam is on |-Monday|+Friday|.',
        'added Bring a pen.',
      ]);
      // On the note's own page it is told as long as that is open, and not the next time.
      await go(again, null);
      await show(again, note);
      const { changed } = await noteIs(again, channel, note, (view) => view.changed !== null);
      expect(changed).toMatchObject({ paragraphs: 2, by: ada.me.id });
      expect(told(await changesAre(again, channel, note))).toHaveLength(2);
      await again.tab.command('showing', { note, inSight: false });
      await show(again, note);
      await noteIs(again, channel, note, (view) => view.changed !== null);
      await show(again, null);
      await go(again, channel);
      await again.until('away', { channel }, (away) => away === null, PATIENCE_MS);
      await again.until('noteChanges', { channel, note }, (changes) => changes === null);
      await go(again, null);
      await show(again, note);
      await noteIs(again, channel, note, (view) => view.changed === null);
    }));

  test('N12: what a person wrote is no news to them, and what others wrote beside it is', () =>
    closed(lesson(), async ({ storage, channel, note, editor }) => {
      const bob = await room.server.invite(ada.client, room.course, 'tutor');
      const theirs = await room.open(bob, storage);
      await look(theirs, channel, storage, bob);
      await read(theirs, channel, note, 'The exam is on Monday.', storage, bob);
      await show(theirs, note);
      const own = await NotePage.open(theirs, note);
      await own.say('The exam is on Monday.', 'Mine.');
      await says(theirs, channel, note, 'The exam is on Monday.\nMine.');
      await noteIs(theirs, channel, note, ({ changed }) => changed === null);
      own.replica.close();
      await show(theirs, null);
      await expect.poll(() => said(readNote(editor.doc))).toBe('The exam is on Monday.\nMine.');
      await editor.say('The exam is on Friday.', 'Mine.');
      await says(theirs, channel, note, 'The exam is on Friday.\nMine.');
      await go(theirs, channel);
      const { notes } = await awayIs(theirs, channel, ([first]) => first?.paragraphs === 1);
      expect(notes).toHaveLength(1);
      expect(told(await changesAre(theirs, channel, note))).toEqual(['The exam is on |-Monday|+Friday|.']);
    }));

  test('N12: of a note that was never opened here it is said who made or edited it, and no more', () =>
    closed(lesson(), async ({ theirs, hub, channel, note, editor, storage, sam }) => {
      const { facts } = await storage.openStore(sam.me.id);
      await expect
        .poll(async () => Object.keys((await facts.readAll()).notesTold?.[channel] ?? {}), {
          timeout: PATIENCE_MS,
        })
        .toEqual([note]);
      await go(theirs, null);
      const before = await editedAt(theirs, channel);
      await editor.say('The exam is on Friday.');
      await listTells(theirs, channel, before);
      const other = await makeNote(hub, channel, 'Prisms');
      await go(theirs, channel);
      const { notes } = await awayIs(theirs, channel, (all) => all.length === 2);
      const what = { paragraphs: null, since: null, by: ada.me.id };
      expect(notes).toEqual(
        expect.arrayContaining([
          { ...what, note, title: 'Lenses', kind: 'edited' },
          { ...what, note: other, title: 'Prisms', kind: 'new' },
        ]),
      );
      // It is told once.
      await go(theirs, null);
      await go(theirs, channel);
      await theirs.until('away', { channel }, (away) => away === null, PATIENCE_MS);
    }));

  test('N12: what was put aside is not told again until more has changed', () =>
    closed(lesson(), async ({ sam, storage, theirs, channel, note, editor }) => {
      await read(theirs, channel, note, 'The exam is on Monday.', storage, sam);
      await editor.say('The exam is on Friday.');
      await says(theirs, channel, note, 'The exam is on Friday.');
      await go(theirs, channel);
      await awayIs(theirs, channel, ([first]) => first?.paragraphs === 1);
      await theirs.tab.command('putAside', { channel });
      await theirs.until('away', { channel }, (away) => away === null, PATIENCE_MS);
      await go(theirs, null);
      await go(theirs, channel);
      await theirs.until('away', { channel }, (away) => away === null, PATIENCE_MS);
      await go(theirs, null);
      await editor.say('The exam is on Friday.', 'Bring a pen.');
      await says(theirs, channel, note, 'The exam is on Friday.\nBring a pen.');
      await go(theirs, channel);
      // All that has changed since it was read.
      await awayIs(theirs, channel, ([first]) => first?.paragraphs === 2);
    }));

  test('N13: who loses the channel keeps nothing of what its notes said', async () => {
    const sam = await student();
    const storage = createMemoryStorage({ durable: true });
    const hub = await room.open(ada);
    const channel = await room.newChannel(hub, 'private');
    const put = (role: 'member' | null) =>
      submit(hub, { kind: 'channel.member', channel, user: sam.me.id, role });
    await put('member');
    const note = await makeNote(hub, channel);
    const editor = await NotePage.open(hub, note);
    await editor.say('a secret');
    const theirs = await room.open(sam, storage);
    await look(theirs, channel, storage, sam);
    await read(theirs, channel, note, 'a secret', storage, sam);
    await put(null);
    const { seenNotes, facts } = await storage.openStore(sam.me.id);
    await expect.poll(() => seenNotes.readAll(), { timeout: PATIENCE_MS }).toEqual([]);
    expect(await seenNotes.readBody(note)).toBeNull();
    expect((await facts.readAll()).notesTold?.[channel]).toBeUndefined();
    editor.replica.close();
  });

  test('N13: words that are erased leave what was kept of the note, also on a device that was away', () =>
    closed(lesson('The key is hidden-7731 here.'), async (given) => {
      const { sam, far, proxy, storage, hub, theirs, channel, note, editor } = given;
      await read(theirs, channel, note, 'The key is hidden-7731 here.', storage, sam);
      await theirs.stop();
      proxy.blackHole();
      await editor.say('The key is gone.');
      await says(hub, channel, note, 'The key is gone.');
      editor.replica.close();
      await ada.client.request('POST', `/channels/${channel}/notes/${note}/versions/erase`, {
        passage: 'hidden-7731',
      });
      const { seenNotes } = await storage.openStore(sam.me.id);
      const kept = async () => JSON.stringify([await seenNotes.readAll(), await seenNotes.readBody(note)]);
      expect(await kept()).toContain('hidden-7731');
      await proxy.heal();
      const again = room.reopen(far, storage);
      await again.tab.command('probe', null);
      await expect.poll(kept, { timeout: PATIENCE_MS }).not.toContain('hidden-7731');
      // That it changed is known all the same.
      await go(again, channel);
      const { notes } = await awayIs(again, channel, ([first]) => first !== undefined);
      expect(notes).toMatchObject([{ note, kind: 'changed', paragraphs: null }]);
      // And where it is open, its page goes on with it.
      await says(hub, channel, note, 'The key is gone.');
    }));

  test('N13: a wipe takes what was seen with it', () =>
    closed(lesson(), async ({ sam, storage, theirs, channel, note }) => {
      await read(theirs, channel, note, 'The exam is on Monday.', storage, sam);
      await theirs.tab.command('wipe', null);
      const { seenNotes } = await storage.openStore(sam.me.id);
      expect([await seenNotes.readAll(), await seenNotes.readBody(note)]).toEqual([[], null]);
    }));
});
