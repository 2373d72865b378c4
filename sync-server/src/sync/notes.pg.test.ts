import { noteFault, noteRoot, readNote, seedOf, writeNote } from '@lectern/channel-doc';
import {
  type ChannelId,
  type ClientCursor,
  type CourseId,
  closeReasons,
  MAX_NOTE_BYTES,
  movedReason,
  type NoteId,
  newId,
  type OpId,
  type ServerCursors,
  type UserId,
} from '@lectern/contracts';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { appendUpdates, lockDocuments, readDocument } from '../database/documents.ts';
import { readNoteClients } from '../database/note-clients.ts';
import { readNotes } from '../database/notes.ts';
import { testDatabases } from '../database/test-database.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';
import { type OpenDocument, poll } from '../testing/test-device.ts';

describe.each(await testDatabases())('notes on $name', (target) => {
  let fixture: SyncFixture;
  let [ada, bob, sam] = [newId<UserId>(), newId<UserId>(), newId<UserId>()];
  let course = newId<CourseId>();
  let channel = newId<ChannelId>();
  let note = newId<NoteId>();
  let logged: Record<string, unknown>[] = [];

  const begin = async (limits: Parameters<typeof SyncFixture.start>[1] = {}) => {
    // What a server that was stopped gives up later is no line of this one.
    const lines: typeof logged = [];
    logged = lines;
    const log = pino({ level: 'warn' }, { write: (line: string) => lines.push(JSON.parse(line)) });
    fixture = await SyncFixture.start(target, { log, ...limits });
    const { people } = fixture;
    [ada, bob, sam] = [await people.person('Ada'), await people.person('Bob'), await people.person('Sam')];
    course = await people.course([
      [ada, 'lecturer'],
      [bob, 'tutor'],
      [sam, 'student'],
    ]);
    channel = await people.channel(course);
    note = await people.note(channel, ada);
  };
  beforeEach(() => begin());
  afterEach(() => fixture.stop());

  const open = (person: UserId, on = fixture) => on.device(person).open('note', note).synced();
  const wordsOf = ({ doc }: OpenDocument) => textOf(doc);
  const says = (document: OpenDocument, text: string) =>
    poll(() => wordsOf(document).includes(text), `${text}, not ${wordsOf(document)}`);
  const saved = ({ provider }: OpenDocument) =>
    poll(() => !provider.hasUnsyncedChanges, 'the server to name what it has');
  const inLog = async () => {
    const doc = new Y.Doc();
    const { state, updates, life } = await readDocument(fixture.database.db, { kind: 'note', id: note });
    for (const update of [state, ...updates]) if (update !== null) Y.applyUpdate(doc, update);
    return { doc, life, text: textOf(doc), updates: updates.length };
  };
  const setRole = async (person: UserId, role: string) => {
    await sql`update course_member set role = ${role} where course_id = ${course} and person_id = ${person}`.execute(
      fixture.database.db,
    );
    fixture.sync.accessChanged([person]);
  };

  describe('who opens them', () => {
    test('everybody in the channel reads, and its staff write', async () => {
      const [staff, student] = [await open(ada), await open(sam)];
      expect([staff, student].map(({ provider }) => provider.authorizedScope)).toEqual([
        'read-write',
        'readonly',
      ]);
      type(staff.doc, 'a proof');
      await says(student, 'a proof');
      await saved(staff);
      expect((await inLog()).text).toContain('a proof');
    });

    test('a note that is not there and one that is not theirs to read get the same answer', async () => {
      const secret = await fixture.people.channel(course, 'private');
      const theirs = await fixture.people.note(secret, ada);
      const device = fixture.device(sam);
      for (const id of [theirs, newId()]) {
        const document = device.open('note', id);
        await document.closed(closeReasons.forbidden);
        expect(document.closings).toEqual([closeReasons.forbidden]);
      }
      await device.open('note', note, 3).closed(movedReason(1));
      // One that is made after it was asked for opens all the same.
      const later = await fixture.people.note(channel, ada);
      await device.open('note', later).synced();
    });

    test('SEC-3 what a reader writes goes nowhere, in an update and in a handshake', async () => {
      const [staff, student] = [await open(bob), await open(sam)];
      type(student.doc, 'graffiti');
      const offline = new Y.Doc();
      Y.applyUpdate(offline, Y.encodeStateAsUpdate(staff.doc));
      type(offline, 'scrawl');
      const late = fixture.device(sam).open('note', note);
      Y.applyUpdate(late.doc, Y.encodeStateAsUpdate(offline));
      await late.synced();
      const seen = wordsOf(staff);
      type(staff.doc, 'afterwards');
      await says(student, 'afterwards');
      await says(late, 'afterwards');
      expect(wordsOf(staff)).toBe(`${seen}afterwards`);
      expect((await inLog()).text).not.toMatch(/graffiti|scrawl/);
      expect(student.provider.hasUnsyncedChanges).toBe(true);
    });

    test.each(['demoted', 'archived'])(
      'SEC-7 who may not write any more, because they were %s, hears it within a second and comes back as a reader',
      async (how) => {
        const [writer, other] = [await open(bob), await open(sam)];
        type(writer.doc, 'before');
        await says(other, 'before');
        const began = Date.now();
        const closed = new Promise<string>((resolve) => {
          writer.provider.configuration.websocketProvider.on(
            'close',
            ({ event }: { event: { reason: string } }) => resolve(event.reason),
          );
        });
        if (how === 'demoted') await setRole(bob, 'student');
        else
          fixture
            .device(ada)
            .do({ id: newId<OpId>(), kind: 'channel.archive', channel, at: 1, archived: true });
        expect(await closed).toBe(closeReasons.accessChanged);
        expect(Date.now() - began).toBeLessThan(how === 'demoted' ? 1_000 : 2_000);
        type(writer.doc, 'after');
        await poll(
          () => writer.provider.authorizedScope === 'readonly' && writer.provider.isSynced,
          'to be a reader',
        );
        const third = await open(sam);
        expect(wordsOf(third)).toBe('before');
        expect((await inLog()).text).toBe('before');
      },
    );

    test('SEC-7 who may write from now on comes back as a writer', async () => {
      const reader = await open(sam);
      await setRole(sam, 'tutor');
      await poll(
        () => reader.provider.authorizedScope === 'read-write' && reader.provider.isSynced,
        'to be a writer',
      );
      type(reader.doc, 'at last');
      await says(await open(ada), 'at last');
    });
  });

  describe('how they begin', () => {
    test('with their template, once, whoever opens them first and on however many servers', async () => {
      note = await fixture.people.note(channel, ada, 'lab');
      const shared = { ...fixture.database, drop: async () => {} };
      const there = await SyncFixture.start({ name: target.name, create: async () => shared });
      // Made offline: the device has the seed itself, and has written on.
      const maker = fixture.device(ada).open('note', note);
      Y.applyUpdate(maker.doc, seedOf('lab'));
      type(maker.doc, 'made offline');
      const opened = await Promise.all([maker.synced(), open(sam), open(sam, there), open(bob, there)]);
      const wanted = new Y.Doc();
      Y.applyUpdate(wanted, seedOf('lab'));
      for (const document of opened) {
        await says(document, 'made offline');
        expect(readNote(document.doc).blocks).toHaveLength(readNote(wanted).blocks.length);
      }
      await there.stop();
    });
  });

  describe('what is refused', () => {
    const refused = async (document: OpenDocument, change: (doc: Y.Doc) => void) => {
      document.doc.transact(() => change(document.doc));
      await document.closed(closeReasons.refusedUpdate);
    };

    test('a script among blocks costs only the connection that sent it', async () => {
      const [attacker, other] = [await open(bob), await open(ada)];
      const before = (await inLog()).updates;
      await refused(attacker, (doc) => noteRoot(doc).push([new Y.XmlElement('script')]));
      type(other.doc, 'still here');
      const reader = await open(sam);
      await says(reader, 'still here');
      await saved(other);
      expect((await inLog()).updates).toBe(before + 1);
      expect(noteFault(reader.doc)).toBeNull();
      // And the device does not get it in by its handshake.
      await attacker.provider.sendToken();
      attacker.provider.startSync();
      await poll(() => attacker.closings.length > 1, 'the handshake to be refused');
      expect(attacker.closings).toEqual([closeReasons.refusedUpdate, closeReasons.refusedUpdate]);
    });

    test('SEC-9 a client id of another person, now and when they have gone, on this server and on another', async () => {
      const author = await open(ada);
      type(author.doc, 'mine');
      await saved(author);
      const { clientID } = author.doc;
      expect(await readNoteClients(fixture.database.db, note)).toEqual(new Map([[clientID, ada]]));
      const shared = { ...fixture.database, drop: async () => {} };
      const there = await SyncFixture.start({ name: target.name, create: async () => shared });
      const forged = async (on: SyncFixture) => {
        const forger = await open(bob, on);
        forger.doc.clientID = clientID;
        await refused(forger, (doc) => type(doc, 'forged'));
      };
      await forged(fixture);
      await forged(there);
      await fixture.restart();
      await forged(fixture);
      // The author goes on under it, on either server.
      const again = await open(ada, there);
      again.doc.clientID = clientID;
      type(again.doc, ' and mine');
      await saved(again);
      expect((await inLog()).text).toBe('mine and mine');
      await there.stop();
    });

    test('a client id that two people take at one moment on two servers is given to one of them', async () => {
      const shared = { ...fixture.database, drop: async () => {} };
      const there = await SyncFixture.start({ name: target.name, create: async () => shared });
      const [here, other] = [await open(ada), await open(bob, there)];
      here.doc.clientID = 4711;
      other.doc.clientID = 4711;
      // Both have been let in by their servers when the note’s row is free again.
      await fixture.database.db.transaction().execute(async (trx) => {
        await sql`select 1 from document where kind = 'note' and id = ${note} for update`.execute(trx);
        type(here.doc, 'ada');
        type(other.doc, 'bob');
        await poll(async () => {
          const { rows } = await sql<{
            n: number;
          }>`select count(*)::int as n from pg_locks where not granted`.execute(trx);
          return rows[0]!.n >= 2;
        }, 'both to wait for the row');
      });
      await poll(() => here.closings.length + other.closings.length > 0, 'one of them to be told');
      const owners = await readNoteClients(fixture.database.db, note);
      const winner = owners.get(4711) === ada ? here : other;
      await saved(winner);
      expect((await inLog()).text).toBe(owners.get(4711) === ada ? 'ada' : 'bob');
      expect([here, other].map(({ closings }) => closings.length).sort()).toEqual([0, 1]);
      await there.stop();
    });

    test('more than a note holds; what only takes away is still taken', async () => {
      const writer = await open(ada);
      const page = 'x'.repeat(600_000);
      for (let bytes = 0; bytes <= MAX_NOTE_BYTES; bytes += page.length) type(writer.doc, page);
      await writer.closed(closeReasons.refusedUpdate);
      await fixture.sync.idle();
      const again = await open(ada);
      const held = wordsOf(again).length;
      expect(held).toBeGreaterThan(MAX_NOTE_BYTES / 2);
      expect(held).toBeLessThan(MAX_NOTE_BYTES);
      const words = (noteRoot(again.doc).get(0) as Y.XmlElement).get(0) as Y.XmlText;
      words.delete(0, 2 * page.length);
      await saved(again);
      expect((await inLog()).text).toHaveLength(held - 2 * page.length);
    });
  });

  describe('what is saved', () => {
    test('nothing is named or shown before the log has it', async () => {
      const [writer, reader] = [await open(ada), await open(sam)];
      const { db } = fixture.database;
      await db.transaction().execute(async (trx) => {
        await sql`select 1 from document where kind = 'note' and id = ${note} for update`.execute(trx);
        type(writer.doc, 'unlogged');
        await poll(async () => {
          const { rows } = await sql`select 1 from pg_locks where not granted`.execute(trx);
          return rows.length > 0;
        }, 'the log to wait');
        // A message of the same socket that overtakes what waits for the log.
        writer.provider.sendStateless(
          JSON.stringify({ t: 'cursor', editor: 'a', none: 'caret' } satisfies ClientCursor),
        );
        await fixture.sync.look();
        expect(writer.provider.hasUnsyncedChanges).toBe(true);
        expect(wordsOf(reader)).toBe('');
      });
      await says(reader, 'unlogged');
      await saved(writer);
      expect((await inLog()).text).toBe('unlogged');
    });

    test('what was named is there after connections to the database broke and the server was started anew', async () => {
      const [one, two] = [await open(ada), await open(bob)];
      let named = '';
      for (let round = 0; round < 6; round++) {
        for (let n = 0; n < 10; n++) {
          type(one.doc, `a${round}.${n} `);
          type(two.doc, `b${round}.${n} `);
          if (n === 5)
            await sql`select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()`
              .execute(fixture.database.db)
              .catch(() => {});
        }
        if (round % 3 === 2) await fixture.restart();
        await Promise.all([saved(one), saved(two)]);
        // The test's own looks share these connections: one may be given a dead one before that is known.
        await poll(async () => (await inLog().catch(() => null)) !== null, 'a connection to the database');
        named = wordsOf(one);
        const { text } = await inLog();
        for (const word of named.split(' ')) expect(text).toContain(word);
      }
      await poll(() => wordsOf(one) === wordsOf(two), 'both to say the same');
      expect(named.split(' ').length).toBeGreaterThan(100);
      expect((await inLog()).text).toBe(wordsOf(one));
    });

    test('it is compacted, and never put into another life for its size', async () => {
      await fixture.stop();
      await begin({ bounds: { structs: 1, clientIds: 1, deadWeight: 0, lightBytes: 0 }, compactAfter: 5 });
      const writer = await open(ada);
      for (let n = 0; n < 20; n++) {
        type(writer.doc, `${n} `);
        await saved(writer);
      }
      writer.provider.destroy();
      await poll(async () => (await inLog()).updates === 0, 'the log to be folded');
      expect(await inLog()).toMatchObject({
        life: 1,
        text: Array.from({ length: 20 }, (_, n) => `${n} `).join(''),
      });
    });

    test('who wrote last is told with the list, gathered', async () => {
      const writer = await open(bob);
      for (let n = 0; n < 30; n++) type(writer.doc, `${n} `);
      await saved(writer);
      await fixture.sync.idle();
      const [entry] = await readNotes(fixture.database.db, channel);
      expect(entry).toMatchObject({ edited: { by: bob } });
      type((await open(ada)).doc, 'and I');
      await poll(async () => (await inLog()).text.includes('and I'), 'the words to be logged');
      expect((await readNotes(fixture.database.db, channel))[0]).toEqual(entry);
      // At the end of the server's time, if not before.
      await fixture.restart();
      expect((await readNotes(fixture.database.db, channel))[0]).toMatchObject({ edited: { by: ada } });
    });
  });

  test('acknowledgements keep the order of what was sent, also of what the server knows already', async () => {
    const [writer, other] = [await open(ada), await open(bob)];
    await saved(writer);
    const known = Y.encodeStateAsUpdate(writer.doc);
    const seen: string[] = [];
    other.provider.on('stateless', ({ payload }: { payload: string }) => seen.push(payload));
    await fixture.database.db.transaction().execute(async (trx) => {
      await lockDocuments(trx, 'note', [note]);
      type(writer.doc, 'not in the log yet');
      writer.provider.documentUpdateHandler(known, null);
      // What comes last on the socket has been read when somebody hears of it.
      writer.provider.sendStateless(JSON.stringify({ t: 'cursor', editor: 'last', none: 'caret' }));
      await poll(() => seen.some((payload) => payload.includes('last')), 'the cursor behind it');
      expect(writer.provider.unsyncedChanges).toBe(2);
    });
    await saved(writer);
    expect((await inLog()).text).toContain('not in the log yet');
  });

  describe('cursors', () => {
    const told = ({ stateless }: OpenDocument) => {
      const seen = new Map<string, unknown>();
      for (const payload of stateless) {
        const message = JSON.parse(payload) as ServerCursors;
        expect(message.t).toBe('cursors');
        for (const { user, editor, ...where } of message.cursors) {
          if ('none' in where && where.none === 'editor') seen.delete(editor);
          else seen.set(editor, { user, ...where });
        }
      }
      return Object.fromEntries(seen);
    };
    const at = (position: string) => ({ anchor: position, focus: position });
    const move = ({ provider }: OpenDocument, cursor: object) =>
      provider.sendStateless(JSON.stringify({ t: 'cursor', ...cursor }));
    const shows = (document: OpenDocument, wanted: object) =>
      poll(
        () => JSON.stringify(told(document)) === JSON.stringify(wanted),
        `${JSON.stringify(wanted)}, not ${JSON.stringify(told(document))}`,
      );

    test('others see where one is, whoever comes is told, and with a connection they go', async () => {
      const [one, two, reader] = [await open(ada), await open(bob), await open(sam)];
      move(one, { editor: 'tab 1', ...at('AAEC') });
      await shows(two, { 'tab 1': { user: ada, ...at('AAEC') } });
      move(one, { editor: 'tab 2', none: 'caret' });
      await shows(two, { 'tab 1': { user: ada, ...at('AAEC') }, 'tab 2': { user: ada, none: 'caret' } });
      const three = await open(bob);
      await shows(three, told(two));
      move(one, { editor: 'tab 1', none: 'editor' });
      await shows(two, { 'tab 2': { user: ada, none: 'caret' } });
      one.provider.configuration.websocketProvider.destroy();
      await shows(two, {});
      await shows(three, {});
      expect(told(one)).toEqual({});
      expect(reader.stateless).toEqual([]);
    });

    test('SEC-15 who one is, is the server’s to say; readers, strangers’ words and floods are passed over', async () => {
      const [one, two, reader] = [await open(ada), await open(bob), await open(sam)];
      move(reader, { editor: 'mine', ...at('AAEC') });
      move(one, { editor: 'forged', user: bob, ...at('AAEC') });
      move(one, { editor: 'long', ...at('A'.repeat(200)) });
      move(one, { editor: 'x'.repeat(50), none: 'caret' });
      move(one, { editor: 'odd', ...at('<b>!') });
      one.provider.sendStateless('{');
      for (let n = 0; n < 40; n++) move(one, { editor: `e${n}`, none: 'caret' });
      for (let n = 0; n < 500; n++)
        move(one, { editor: 'e0', ...at(Buffer.from(`${n}`).toString('base64')) });
      await poll(
        () => JSON.stringify(told(two)).includes(Buffer.from('499').toString('base64')),
        'the last place',
      );
      expect(Object.keys(told(two))).toEqual(Array.from({ length: 16 }, (_, n) => `e${n}`));
      expect(two.stateless.length).toBeLessThan(100);
    });

    test('a closed lid ends them when its socket has been silent', async () => {
      await fixture.stop();
      await begin({ silenceMs: 600 });
      const [lid, other] = [await open(ada), await open(bob)];
      move(lid, { editor: 'lid', none: 'caret' });
      await shows(other, { lid: { user: ada, none: 'caret' } });
      // The socket stays open, and nobody answers on it: not even to a ping.
      const { webSocket } = lid.provider.configuration.websocketProvider;
      const { _socket: raw } = webSocket as unknown as { _socket: { pause(): void } };
      raw.pause();
      await shows(other, {});
      // Who is quiet but there stays.
      move(other, { editor: 'other', none: 'caret' });
      const third = await open(bob);
      await shows(third, { other: { user: bob, none: 'caret' } });
      expect(other.closings).toEqual([]);
    });
  });

  describe('what is stored and broken', () => {
    const key = () => ({ kind: 'note', id: note }) as const;
    const write = async (...words: string[]) => {
      const writer = await open(ada);
      for (const word of words) {
        type(writer.doc, word);
        await saved(writer);
      }
      writer.provider.destroy();
      await fixture.sync.idle();
    };
    const append = async (bytes: Uint8Array) => {
      const { life, head } = await readDocument(fixture.database.db, key());
      await appendUpdates([{ ...key(), life, position: head + 1, bytes }]).execute(fixture.database.db);
    };
    const kept = () =>
      fixture.database.db.selectFrom('document_broken').selectAll().orderBy('position').execute();
    const script = (() => {
      const doc = new Y.Doc();
      noteRoot(doc).push([new Y.XmlElement('script')]);
      return Y.encodeStateAsUpdate(doc);
    })();

    test.each<[string, () => Uint8Array]>([
      ['garbage', () => Uint8Array.of(1, 2, 3, 255, 255, 255)],
      ['what no note may hold', () => script],
      [
        'what waits for something that is not there',
        () => {
          const doc = new Y.Doc();
          type(doc, 'lost');
          const state = Y.encodeStateVector(doc);
          type(doc, ' and found');
          return Y.encodeStateAsUpdate(doc, state);
        },
      ],
    ])('%s at the end of its log: what was before it opens under a new life', async (_, make) => {
      const bytes = make();
      await fixture.stop();
      await begin({ compactAfter: 1_000 });
      await write('one ', 'two ');
      await fixture.restart();
      const before = await readDocument(fixture.database.db, key());
      await append(bytes);
      const device = fixture.device(bob);
      await device.open('note', note).closed(movedReason(2));
      const next = await device.open('note', note, 2).synced();
      expect(wordsOf(next)).toBe('one two ');
      type(next.doc, 'three');
      await saved(next);
      expect(await inLog()).toMatchObject({ life: 2, text: 'one two three' });
      const rows = await kept();
      expect(rows.map((row) => row.kept)).toEqual([...rows.slice(1).map(() => true), false]);
      expect(rows.at(-1)!.bytes.equals(Buffer.from(bytes))).toBe(true);
      const parts = [...(before.state === null ? [] : [before.state]), ...before.updates];
      expect(
        rows.slice(0, -1).map(({ bytes: held }) => held.equals(Buffer.from(parts.shift()!))),
      ).not.toContain(false);
      expect(logged.filter(({ level }) => level === 50)).toMatchObject([
        { life: 2, lost: 1, msg: expect.stringContaining('docs/operations.md') },
      ]);
      await poll(
        async () => (await readNotes(fixture.database.db, channel))[0]?.life === 2,
        'the list to name the life',
      );
    });

    test('a state that cannot be read: the note begins anew, and its bytes are kept', async () => {
      await write('one');
      await fixture.restart();
      const { db } = fixture.database;
      const state = Buffer.from([9, 9, 9, 9, 255]);
      await sql`update document set state = ${state}, compacted = head where kind = 'note' and id = ${note}`.execute(
        db,
      );
      const device = fixture.device(ada);
      await device.open('note', note).closed(movedReason(2));
      const next = await device.open('note', note, 2).synced();
      expect(readNote(next.doc)).toEqual(readNote(seeded()));
      expect(await kept()).toMatchObject([{ position: 0, bytes: state, kept: false }]);
    });

    test('two who open it at once, on two servers, find one new life', async () => {
      await write('one ');
      await fixture.restart();
      await append(script);
      const shared = { ...fixture.database, drop: async () => {} };
      const there = await SyncFixture.start({ name: target.name, create: async () => shared });
      const asked = [fixture.device(ada), there.device(bob)].map((device) => device.open('note', note));
      await Promise.all(asked.map((document) => document.closed(movedReason(2))));
      expect((await inLog()).life).toBe(2);
      await there.stop();
    });
  });
});

const seeded = () => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, seedOf('blank'));
  return doc;
};

/** Writes at the end of the first block, as an editor does. */
function type(doc: Y.Doc, text: string): void {
  const root = noteRoot(doc);
  doc.transact(() => {
    if (root.length === 0) writeNote(doc, { blocks: [] });
    const block = root.get(0) as Y.XmlElement;
    if (block.length === 0) block.insert(0, [new Y.XmlText()]);
    const words = block.get(block.length - 1) as Y.XmlText;
    words.insert(words.length, text);
  });
}

const textOf = (doc: Y.Doc): string =>
  readNote(doc)
    .blocks.flatMap((block) => ('c' in block ? block.c : []))
    .map((inline) => (inline.t === 'text' ? inline.s : ''))
    .join('');
