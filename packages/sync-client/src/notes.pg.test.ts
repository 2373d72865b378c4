import { noteRoot } from '@lectern/channel-doc';
import type { ChannelId, NoteId, OpId } from '@lectern/contracts';
import { createMemoryStorage } from '@lectern/local-store';
import { ChaosProxy } from '@lectern/test-kit/chaos-proxy';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { ClassRoom, type TestPerson } from './testing/class-room.ts';
import { makeNote, NotePage, noteIs, textOf } from './testing/note-page.ts';
import type { TestHub } from './testing/test-hub.ts';

/** Notes of hubs and pages against the real server process. */
const PATIENCE_MS = 30_000;
const TEST_MS = 120_000;

let room: ClassRoom;
let ada: TestPerson;

beforeAll(async () => {
  room = await ClassRoom.build();
  ({ ada } = room);
}, 90_000);
afterEach(async () => {
  for (const page of pages.splice(0)) page.replica.close();
  await room?.closeHubs();
  // What failed with the server down fails alone.
  if (room?.server.runs === false) await room.server.run();
});
afterAll(() => room?.tearDown(), 60_000);

const tutor = () => room.server.invite(ada.client, room.course, 'tutor');

const pages: NotePage[] = [];
async function openPage(hub: TestHub, note: NoteId): Promise<NotePage> {
  const page = await NotePage.open(hub, note);
  pages.push(page);
  return page;
}

const says = (hub: TestHub, channel: ChannelId, note: NoteId, text: string) =>
  noteIs(hub, channel, note, ({ body, rung }) => textOf(body) === text && rung.state === 'server');

describe('notes on a server', { timeout: TEST_MS }, () => {
  test('what is written is on its way, then on the server, and with the others; readers are given nothing to write in', async () => {
    const [bob, sam] = [await tutor(), await room.server.invite(ada.client, room.course)];
    const [hub, theirs, students] = [await room.open(ada), await room.open(bob), await room.open(sam)];
    const channel = await room.newChannel(hub);
    const note = await makeNote(hub, channel);
    const [page, other] = [await openPage(hub, note), await openPage(theirs, note)];
    await page.type('a thin lens');
    await expect.poll(() => other.text).toBe('a thin lens');
    await other.type(', and a thick one');
    const text = 'a thin lens, and a thick one';
    for (const each of [hub, theirs, students]) await says(each, channel, note, text);
    const view = await noteIs(students, channel, note, ({ state }) => state === 'here');
    expect(view).toMatchObject({ mayEdit: false, note: { title: 'Lenses', waiting: false, life: 1 } });
    const reader = await openPage(students, note);
    await expect.poll(() => reader.ended).toBe('read-only');
    await hub.until('unsentNotes', null, (all) => all.length === 0);
  });

  test('N8: carets come with who they are, and go with the page and with the connection', async () => {
    const bob = await tutor();
    const proxy = await ChaosProxy.before(room.server.port);
    try {
      const hub = await room.open(ada);
      const theirs = await room.open({ ...bob, client: bob.client.through(proxy.origin) });
      const channel = await room.newChannel(hub);
      const note = await makeNote(hub, channel);
      const page = await openPage(hub, note);
      const [one, two] = [await openPage(theirs, note), await openPage(theirs, note)];
      const cursor = { anchor: Uint8Array.of(0, 1, 2), focus: Uint8Array.of(3, 4) };
      one.replica.setCursor(cursor);
      const who = () => page.present.map(({ user, cursor }) => [user, cursor]);
      await expect.poll(who, { timeout: PATIENCE_MS }).toEqual(
        expect.arrayContaining([
          [bob.me.id, cursor],
          [bob.me.id, null],
        ]),
      );
      await expect.poll(() => two.present.length).toBe(2);
      one.replica.close();
      await expect.poll(who).toEqual([[bob.me.id, null]]);
      proxy.blackHole();
      await theirs.until('connection', null, ({ state }) => state === 'offline', 6_000);
      expect(two.present).toEqual([]);
      await proxy.heal();
      await theirs.tab.command('probe', null);
      await expect.poll(() => two.present.length, { timeout: PATIENCE_MS }).toBe(1);
    } finally {
      await room.closeHubs();
      proxy.close();
    }
  });

  test('N3: a pinned note is readable offline by a student who has never opened it', async () => {
    const sam = await room.server.invite(ada.client, room.course);
    const hub = await room.open(ada);
    const channel = await room.newChannel(hub);
    const note = await makeNote(hub, channel, { pinned: true });
    await (await openPage(hub, note)).type('read me anywhere');
    await says(hub, channel, note, 'read me anywhere');
    const storage = createMemoryStorage({ durable: true });
    const theirs = await room.open(sam, storage);
    const { documents } = await storage.openStore(sam.me.id);
    await expect
      .poll(async () => (await documents.names()).some((name) => name.includes(note)), {
        timeout: PATIENCE_MS,
      })
      .toBe(true);
    await theirs.until('notes', { channel }, ([first]) => first?.pinned === true);
    // Everything that is under way has come.
    await expect
      .poll(
        async () => {
          const copy = new Y.Doc();
          const stored = documents.open(`note/${note}/1`, copy);
          await stored.loaded;
          await stored.close();
          return noteRoot(copy).toString();
        },
        { timeout: PATIENCE_MS },
      )
      .toContain('read me anywhere');
    await theirs.stop();
    await room.server.kill();
    try {
      const again = room.reopen(sam, storage);
      const view = await noteIs(again, channel, note, ({ state }) => state === 'here');
      expect(textOf(view.body)).toBe('read me anywhere');
    } finally {
      await room.server.run();
    }
  });

  test('N1, N2: what is written offline is there after a restart, and logged once', async () => {
    const storage = createMemoryStorage({ durable: true });
    const hub = await room.open(ada, storage);
    const channel = await room.newChannel(hub);
    const note = await makeNote(hub, channel);
    const page = await openPage(hub, note);
    await page.type('online');
    await says(hub, channel, note, 'online');
    await room.server.kill();
    await page.type(', offline');
    const waiting = await noteIs(hub, channel, note, ({ rung }) => rung.changes === 1);
    expect(waiting.rung.state).toBe('device');
    await hub.stop();
    // Killed between the journal and the copy: the copy knows nothing of it.
    await (await storage.openStore(ada.me.id)).documents.drop(`note/${note}/1`);
    const again = room.reopen(ada, storage);
    await again.until('unsentNotes', null, ([first]) => first?.note === note && first.rung.changes === 1);
    await room.server.run();
    await again.tab.command('probe', null);
    await says(again, channel, note, 'online, offline');
    await again.until('unsentNotes', null, (all) => all.length === 0, PATIENCE_MS);
    expect(await (await storage.openStore(ada.me.id)).notes.read()).toEqual([]);
    await says(await room.open(ada), channel, note, 'online, offline');
  });

  test('N5: a note that was made and written without a server is there for everybody when there is one, once', async () => {
    const storage = createMemoryStorage({ durable: true });
    const bob = await tutor();
    const hub = await room.open(ada, storage);
    const channel = await room.newChannel(hub);
    await hub.until('pending', null, (all) => all.length === 0, PATIENCE_MS);
    await room.server.kill();
    const note = await makeNote(hub, channel, { template: 'lecture', pinned: true });
    const page = await openPage(hub, note);
    await page.type(', and lenses');
    await hub.stop();
    const again = room.reopen(ada, storage);
    const text = 'What this lecture is about, and lensesNotesTo rememberTo read before the next one';
    await noteIs(again, channel, note, ({ body, rung }) => textOf(body) === text && rung.state === 'device');
    await room.server.run();
    await again.tab.command('probe', null);
    await says(again, channel, note, text);
    await says(await room.open(bob), channel, note, text);
    const [item] = await again.until(
      'notes',
      { channel },
      ([first]) => first?.waiting === false,
      PATIENCE_MS,
    );
    expect(item).toMatchObject({ id: note, pinned: true });
  });

  test('N11: more than one update may hold comes to the server in pieces, though it dies on the way', async () => {
    const bob = await tutor();
    const storage = createMemoryStorage({ durable: true });
    const hub = await room.open(ada, storage);
    const channel = await room.newChannel(hub);
    const note = await makeNote(hub, channel);
    const page = await openPage(hub, note);
    await page.type('begin ');
    await says(hub, channel, note, 'begin ');
    await room.server.kill();
    // 2.4 MB, one pasted text of them larger than the server takes at once.
    await page.type('a pasted page. '.repeat(60_000));
    for (let n = 0; n < 10; n += 1) await page.type(`chapter ${n} `.repeat(15_000));
    await page.type('end');
    const text = page.text;
    await noteIs(hub, channel, note, ({ rung }) => rung.state === 'device' && rung.changes === 12);
    await room.server.run();
    await hub.tab.command('probe', null);
    // Some of it is there, and typing goes on.
    const theirs = await room.open(bob);
    await noteIs(theirs, channel, note, ({ body }) => textOf(body).length > 100_000);
    await page.type(' and more');
    await room.server.kill();
    await room.server.run();
    for (const each of [hub, theirs]) await each.tab.command('probe', null);
    for (const each of [hub, theirs])
      await noteIs(
        each,
        channel,
        note,
        ({ body, rung }) => rung.state === 'server' && textOf(body).length === text.length + 9,
      );
    await hub.until('unsentNotes', null, (all) => all.length === 0, PATIENCE_MS);
    expect(await (await storage.openStore(ada.me.id)).notes.read()).toEqual([]);
    const late = await room.open(await tutor());
    await noteIs(late, channel, note, ({ body }) => textOf(body) === `${text} and more`);
  });

  test('two who wrote in one paragraph offline both keep all of theirs', async () => {
    const bob = await tutor();
    const proxy = await ChaosProxy.before(room.server.port);
    try {
      const far = (person: TestPerson) => ({ ...person, client: person.client.through(proxy.origin) });
      const [hub, theirs] = [await room.open(far(ada)), await room.open(far(bob))];
      const channel = await room.newChannel(hub);
      const note = await makeNote(hub, channel);
      const [page, other] = [await openPage(hub, note), await openPage(theirs, note)];
      await page.type('both: ');
      await expect.poll(() => other.text).toBe('both: ');
      proxy.blackHole();
      for (const each of [hub, theirs])
        await each.until('connection', null, ({ state }) => state === 'offline', 6_000);
      for (const letter of 'from one. ') await page.type(letter);
      for (const letter of 'from two. ') await other.type(letter);
      await proxy.heal();
      for (const each of [hub, theirs]) await each.tab.command('probe', null);
      await expect.poll(() => page.text, { timeout: PATIENCE_MS }).toMatch(/from one\. /);
      await expect.poll(() => page.text, { timeout: PATIENCE_MS }).toMatch(/from two\. /);
      await says(theirs, channel, note, page.text);
      await says(hub, channel, note, page.text);
      expect(page.text).toHaveLength('both: from one. from two. '.length);
    } finally {
      await room.closeHubs();
      proxy.close();
    }
  });

  test('N6, N7: who was demoted while offline finds the note untouched and their text beside it', async () => {
    const bob = await tutor();
    const proxy = await ChaosProxy.before(room.server.port);
    try {
      const storage = createMemoryStorage({ durable: true });
      const hub = await room.open(ada);
      const theirs = await room.open({ ...bob, client: bob.client.through(proxy.origin) }, storage);
      const unsent = (waiting: number, refused: number) =>
        theirs.until(
          'connection',
          null,
          (view) => view.waiting === waiting && view.waitingNotes === waiting && view.refused === refused,
        );
      const channel = await room.newChannel(hub);
      const note = await makeNote(hub, channel);
      await (await openPage(hub, note)).type('as it is');
      const page = await openPage(theirs, note);
      await expect.poll(() => page.text).toBe('as it is');
      proxy.blackHole();
      await theirs.until('connection', null, ({ state }) => state === 'offline', 6_000);
      await page.type(', and as I want it');
      await unsent(1, 0);
      await ada.client.request('PUT', `/courses/${room.course}/members/${bob.me.id}`, { role: 'student' });
      await proxy.heal();
      await theirs.tab.command('probe', null);
      const view = await noteIs(
        theirs,
        channel,
        note,
        ({ setAside, state }) => setAside !== null && state === 'here',
      );
      expect(textOf(view.setAside!.body)).toBe('as it is, and as I want it');
      await noteIs(theirs, channel, note, ({ body, mayEdit }) => textOf(body) === 'as it is' && !mayEdit);
      await says(hub, channel, note, 'as it is');
      expect(page.ended).toBe('read-only');
      expect(await (await storage.openStore(bob.me.id)).notes.read()).toEqual([]);
      // Not that everything is sent.
      await unsent(0, 1);
      const [kept] = await theirs.until('unsentNotes', null, ([first]) => first?.setAside != null);
      await theirs.tab.command('discardAside', { note, at: kept!.setAside! });
      await noteIs(theirs, channel, note, ({ setAside }) => setAside === null);
      await unsent(0, 0);
    } finally {
      await room.closeHubs();
      proxy.close();
    }
  });

  test('N7: who lost the channel keeps their own unsent words, and nothing else of the note', async () => {
    const bob = await tutor();
    const proxy = await ChaosProxy.before(room.server.port);
    try {
      const storage = createMemoryStorage({ durable: true });
      const hub = await room.open(ada);
      const channel = await room.newChannel(hub, 'private');
      const member = { kind: 'channel.member', at: 1, channel, user: bob.me.id } as const;
      const put = (role: 'moderator' | null) =>
        hub.tab.command('submit', { ...member, id: crypto.randomUUID() as OpId, role });
      await put('moderator');
      const note = await makeNote(hub, channel);
      await (await openPage(hub, note)).type('a secret');
      const theirs = await room.open({ ...bob, client: bob.client.through(proxy.origin) }, storage);
      const page = await openPage(theirs, note);
      await expect.poll(() => page.text).toBe('a secret');
      proxy.blackHole();
      await theirs.until('connection', null, ({ state }) => state === 'offline', 6_000);
      await page.type(' of mine');
      await put(null);
      await hub.until('pending', null, (all) => all.length === 0, PATIENCE_MS);
      await proxy.heal();
      await theirs.tab.command('probe', null);
      await noteIs(theirs, channel, note, ({ state, body }) => state === 'gone' && body.blocks.length === 0);
      const [unsent] = await theirs.until(
        'unsentNotes',
        null,
        ([first]) => first?.setAside != null,
        PATIENCE_MS,
      );
      expect(unsent).toMatchObject({ title: 'Lenses', channelName: `room ${channel.slice(0, 8)}` });
      const store = await storage.openStore(bob.me.id);
      await expect
        .poll(async () => (await store.documents.names()).some((name) => name.includes(note)))
        .toBe(false);
      const [aside] = await store.notes.readAsides();
      const copy = new Y.Doc();
      Y.applyUpdate(copy, aside!.copy);
      expect(noteRoot(copy).toString()).toMatch(/of mine/);
      expect(noteRoot(copy).toString()).not.toMatch(/secret/);
    } finally {
      await room.closeHubs();
      proxy.close();
    }
  });

  test('N2: the server may die at any moment: nothing that was written is lost, and nothing is there twice', async () => {
    const bob = await tutor();
    const [hub, theirs] = [await room.open(ada), await room.open(bob)];
    const channel = await room.newChannel(hub);
    const note = await makeNote(hub, channel);
    const [page, other] = [await openPage(hub, note), await openPage(theirs, note)];
    for (let round = 0; round < 2; round += 1) {
      for (let n = 0; n < 40; n += 1) {
        await page.type(`a${round}.${n} `);
        await other.type(`b${round}.${n} `);
        if (n === 10 + 9 * round) await room.server.kill();
      }
      await room.server.run();
      for (const each of [hub, theirs]) await each.tab.command('probe', null);
      for (const each of [hub, theirs])
        await noteIs(each, channel, note, ({ rung }) => rung.state === 'server');
      await expect.poll(() => page.text === other.text, { timeout: PATIENCE_MS }).toBe(true);
    }
    const words = page.text.split(' ').filter((word) => word !== '');
    expect(words.toSorted()).toEqual([...new Set(words)].toSorted());
    expect(words).toHaveLength(2 * 2 * 40);
    await says(await room.open(ada), channel, note, page.text);
  });
});
