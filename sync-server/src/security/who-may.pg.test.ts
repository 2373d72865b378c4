import { noteRoot, setSetting } from '@lectern/channel-doc';
import {
  type ChannelId,
  type ChannelRole,
  type CourseRole,
  closeReasons,
  type DocumentKind,
  documentKinds,
  formatDocumentName,
  newId,
  type UserId,
} from '@lectern/contracts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readDocument } from '../database/documents.ts';
import { testDatabases } from '../database/test-database.ts';
import { systemClock } from '../limits/clock.ts';
import {
  awarenessFrame,
  frameFor,
  messageTypes,
  NOTHING,
  RawSocket,
  statelessFrame,
  syncFrame,
} from '../testing/raw-socket.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';
import { poll } from '../testing/test-device.ts';

/**
 * Every document and every kind of person, over raw sockets: what they are let read and write, and whom their words
 * beside the documents reach. The law below is written by hand and knows nothing of the code that decides.
 */

interface Row {
  readonly state: 'in' | 'left' | 'removed';
  readonly role?: ChannelRole;
  readonly mayPost?: boolean;
}
interface Kind {
  readonly course?: CourseRole;
  readonly siteAdmin?: boolean;
  /** Their row in every channel there is. */
  readonly row?: Row;
}

/** The people, by the letter of their column. Those of another course only are strangers here. */
const kinds: Record<string, Kind> = {
  /** In another course, as its admin. */
  '-': {},
  /** Looks after the site and is in no course. */
  X: { siteAdmin: true },
  S: { course: 'student' },
  /** Students with a row: in the channel, muted, who left, who was removed; the last two have held office. */
  i: { course: 'student', row: { state: 'in' } },
  q: { course: 'student', row: { state: 'in', mayPost: false } },
  l: { course: 'student', row: { state: 'left', role: 'admin' } },
  r: { course: 'student', row: { state: 'removed', role: 'admin' } },
  /** Out of the course, with a row that says otherwise. */
  o: { row: { state: 'in', role: 'admin' } },
  m: { course: 'student', row: { state: 'in', role: 'moderator' } },
  a: { course: 'student', row: { state: 'in', role: 'admin' } },
  T: { course: 'tutor' },
  L: { course: 'lecturer' },
  // Last, because they may most: what others said has been passed on by the time that their word is heard.
  A: { course: 'admin' },
};
const ALL = Object.keys(kinds).join('');

/**
 * Who may, by letter; everybody else may not. `tells`: whose words beside the document others are told, which are
 * typing in a channel and cursors in a note. Awareness is nobody's.
 */
const law: Record<string, { reads: string; writes: string; tells?: string }> = {
  'user, their own': { reads: ALL, writes: ALL },
  'user, of somebody else': { reads: '', writes: '' },
  'inbox, their own': { reads: ALL, writes: '' },
  'inbox, of somebody else': { reads: '', writes: '' },
  'course, this one': { reads: 'STLAimaqlr', writes: '' },
  'course, of others': { reads: '-', writes: '' },
  'course, none': { reads: '', writes: '' },
  'channel, public': { reads: 'STLAimaq', writes: '', tells: 'STLAima' },
  'channel, announcement': { reads: 'STLAimaq', writes: '', tells: 'TLAma' },
  'channel, private': { reads: 'imaq', writes: '', tells: 'ima' },
  'channel, archived': { reads: 'STLAimaq', writes: '', tells: '' },
  'channel, of others': { reads: '-', writes: '', tells: '-' },
  'channel, none': { reads: '', writes: '', tells: '' },
  'note, public': { reads: 'STLAimaq', writes: 'TLAma', tells: 'TLAma' },
  'note, announcement': { reads: 'STLAimaq', writes: 'TLAma', tells: 'TLAma' },
  'note, private': { reads: 'imaq', writes: 'ma', tells: 'ma' },
  'note, archived': { reads: 'STLAimaq', writes: '', tells: '' },
  'note, of others': { reads: '-', writes: '-', tells: '-' },
  'note, none': { reads: '', writes: '', tells: '' },
};

const sorted = (letters: Iterable<string>): string => [...letters].sort().join('');

describe.each(await testDatabases())('who may, on $name', (target) => {
  let fixture: SyncFixture;
  const people = new Map<string, UserId>();
  /** Of this course a listener for each channel, who is in it and looks at it. */
  const listeners = new Map<string, { readonly socket: RawSocket; readonly user: UserId }>();
  /** The one that a socket has spent: its later frames repeat it. */
  const tickets = new Map<RawSocket, string>();
  let documents: Record<string, (letter: string) => { kind: DocumentKind; id: string }> = {};
  const found = {
    reads: new Map<string, Set<string>>(),
    writes: new Map<string, Set<string>>(),
    tells: new Map<string, Set<string>>(),
    /** Bytes of a document that came to somebody who was not let in. */
    leaks: [] as string[],
    answers: new Map<string, unknown>(),
    awareness: 0,
  };
  const note = (kind: keyof typeof law, letter: string, to: Map<string, Set<string>>) =>
    (to.get(kind) ?? to.set(kind, new Set()).get(kind)!).add(letter);

  const nameOf = (kind: string, letter: string): string => {
    const { kind: type, id } = documents[kind]!(letter);
    return formatDocumentName(type, id, 1);
  };

  beforeAll(async () => {
    // A clock that runs on by a second whenever it is asked: nobody has to wait to be heard typing again.
    let ms = 0;
    fixture = await SyncFixture.start(target, { clock: { ...systemClock, now: () => (ms += 1_000) } });
    await populate();
    for (const letter of ALL) await act(letter);
    await hearAll();
  }, 120_000);
  afterAll(() => fixture.stop());

  async function populate(): Promise<void> {
    const { people: made, database } = fixture;
    const { db } = database;
    for (const letter of ALL) people.set(letter, await made.person(letter));
    await sql`update person set site_admin = true where id = ${people.get('X')!}`.execute(db);
    const course = await made.course();
    const others = await made.course([[people.get('-')!, 'admin']]);
    const channels: Record<string, ChannelId> = {
      public: await made.channel(course),
      announcement: await made.channel(course, 'announcement'),
      private: await made.channel(course, 'private'),
      archived: await made.channel(course),
      'of others': await made.channel(others),
    };
    await sql`update channel set archived_at = now() where id = ${channels.archived!}`.execute(db);
    const notes: Record<string, string> = {};
    for (const [letter, { course: role, row }] of Object.entries(kinds)) {
      const person = people.get(letter)!;
      if (role !== undefined) await made.join(course, person, role);
      for (const [where, channel] of Object.entries(channels))
        if (row !== undefined && where !== 'of others')
          await sql`insert into channel_member (channel_id, person_id, state, role, may_post)
            values (${channel}, ${person}, ${row.state}, ${row.role ?? 'member'}, ${row.mayPost ?? true})`.execute(
            db,
          );
    }
    const owner = await made.person('Owner');
    for (const [where, channel] of Object.entries(channels)) {
      notes[where] = await made.note(channel, owner);
      const user = await made.person(`Listener of ${where}`);
      await made.join(where === 'of others' ? others : course, user, 'lecturer');
      await sql`insert into channel_member (channel_id, person_id, state, role)
        values (${channel}, ${user}, 'in', 'moderator')`.execute(db);
      const socket = await RawSocket.open(fixture.url, fixture.origin);
      listeners.set(where, { socket, user });
      const ticket = await made.ticket(user);
      tickets.set(socket, ticket);
      await socket.enter(formatDocumentName('user', user, 1), ticket);
      await socket.enter(formatDocumentName('channel', channel, 1), ticket);
    }
    const [noCourse, noChannel, noNote] = [newId(), newId(), newId()];
    documents = {
      'user, their own': (letter) => ({ kind: 'user', id: people.get(letter)! }),
      'user, of somebody else': () => ({ kind: 'user', id: owner }),
      'inbox, their own': (letter) => ({ kind: 'inbox', id: people.get(letter)! }),
      'inbox, of somebody else': () => ({ kind: 'inbox', id: owner }),
      'course, this one': () => ({ kind: 'course', id: course }),
      'course, of others': () => ({ kind: 'course', id: others }),
      'course, none': () => ({ kind: 'course', id: noCourse }),
      'channel, none': () => ({ kind: 'channel', id: noChannel }),
      'note, none': () => ({ kind: 'note', id: noNote }),
    };
    for (const where of Object.keys(channels)) {
      documents[`channel, ${where}`] = () => ({ kind: 'channel', id: channels[where]! });
      documents[`note, ${where}`] = () => ({ kind: 'note', id: notes[where]! });
    }
    for (const [where, { socket, user }] of listeners) {
      const own = formatDocumentName('user', user, 1);
      socket.send(statelessFrame(own, JSON.stringify({ t: 'view', channel: channels[where]! })));
      expect(await socket.enter(nameOf(`note, ${where}`, '-'), tickets.get(socket)!)).toBe(
        where === 'archived' ? 'readonly' : 'read-write',
      );
      await socket.answers(own);
    }
  }

  /** One person tries everything on every document, whatever the server answers. */
  async function act(letter: string): Promise<void> {
    const user = people.get(letter)!;
    const socket = await RawSocket.open(fixture.url, fixture.origin);
    const ticket = await fixture.people.ticket(user);
    const own = formatDocumentName('user', user, 1);
    await socket.enter(own, ticket);
    for (const kind of Object.keys(law)) {
      const address = nameOf(kind, letter);
      // What is open already goes on as it is.
      const answer = address === own ? 'read-write' : await socket.enter(address, ticket);
      found.answers.set(`${letter} ${kind}`, answer);
      socket.send(syncFrame(address, 0, NOTHING));
      socket.send(syncFrame(address, 1, forged(kind, `first-${kind}-${letter}.`)));
      socket.send(syncFrame(address, 2, forged(kind, `later-${kind}-${letter}.`)));
      socket.send(awarenessFrame(address, 7, 1, { user: letter }));
      socket.send(frameFor(address, messageTypes.queryAwareness));
      const channel = documents[kind]!(letter).id;
      if (kind.startsWith('channel'))
        socket.send(statelessFrame(own, JSON.stringify({ t: 'typing', channel })));
      if (kind.startsWith('note'))
        socket.send(statelessFrame(address, JSON.stringify({ t: 'cursor', editor: letter, none: 'caret' })));
      if (typeof answer === 'object') continue;
      await socket.answers(address);
      if (socket.on(address, messageTypes.sync).some(({ rest }) => rest[0] === 1))
        note(kind, letter, found.reads);
    }
    for (const kind of Object.keys(law)) {
      const address = nameOf(kind, letter);
      const told = socket.heard.filter((one) => one.address === address && one.type !== messageTypes.auth);
      if (typeof found.answers.get(`${letter} ${kind}`) === 'object' && told.length > 0)
        found.leaks.push(`${letter} heard ${told.length} frames of ${kind}`);
    }
    found.awareness += socket.heard.filter(({ type }) => type === messageTypes.awareness).length;
    await fixture.sync.idle();
    socket.drop();
  }

  /** What stands in the tables, and what the listeners have been told. */
  async function hearAll(): Promise<void> {
    for (const kind of Object.keys(law)) {
      for (const letter of ALL) {
        const { kind: type, id } = documents[kind]!(letter);
        const { state, updates } = await readDocument(fixture.database.db, { kind: type, id });
        const stored = Buffer.concat([...(state === null ? [] : [state]), ...updates]);
        const marks = ['first', 'later'].filter((step) => stored.includes(`${step}-${kind}-${letter}.`));
        if (marks.length === 2) note(kind, letter, found.writes);
        else if (marks.length === 1) found.leaks.push(`${letter} wrote half into ${kind}`);
      }
    }
    for (const [where, { socket, user }] of listeners) {
      const own = formatDocumentName('user', user, 1);
      const address = nameOf(`note, ${where}`, '-');
      const lettersOf = (texts: string[]) =>
        [...people].filter(([, id]) => texts.some((text) => text.includes(id))).map(([letter]) => letter);
      const cursors = () => socket.stateless(address).filter((text) => text.includes('"cursors"'));
      // They are told together, a moment later: whoever spoke last is waited for.
      const last = [...ALL].findLast((letter) => law[`note, ${where}`]!.tells!.includes(letter));
      if (last !== undefined) await poll(() => lettersOf(cursors()).includes(last), `the cursor of ${last}`);
      for (const letter of lettersOf(cursors())) note(`note, ${where}`, letter, found.tells);
      await socket.answers(own);
      const typing = socket.stateless(own).filter((text) => text.includes('"typing"'));
      for (const letter of lettersOf(typing)) note(`channel, ${where}`, letter, found.tells);
      found.awareness += socket.heard.filter(({ type }) => type === messageTypes.awareness).length;
    }
  }

  test('the law has a line for every kind of document', () => {
    expect(new Set(Object.keys(law).map((name) => name.split(',')[0]))).toEqual(new Set(documentKinds));
  });

  test.each(Object.entries(law))('SEC-3 SEC-8 %s: exactly those who may read and write do', (kind, may) => {
    expect({
      reads: sorted(found.reads.get(kind) ?? []),
      writes: sorted(found.writes.get(kind) ?? []),
      tells: sorted(found.tells.get(kind) ?? []),
    }).toEqual({ reads: sorted(may.reads), writes: sorted(may.writes), tells: sorted(may.tells ?? '') });
  });

  test('SEC-3 who is not let in hears one word, the same for what is not there, and no byte more', () => {
    const refused = [...found.answers].filter(([, answer]) => typeof answer === 'object');
    expect(refused.length).toBeGreaterThan(100);
    expect(new Set(refused.map(([, answer]) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify({ why: closeReasons.forbidden })]),
    );
    expect(found.leaks).toEqual([]);
  });

  test('SEC-15 no awareness of anybody reaches anybody, in any document', () => {
    expect(found.awareness).toBe(0);
  });

  test('SEC-3 who shows a wrong ticket is nobody, in every document', async () => {
    const socket = await RawSocket.open(fixture.url, fixture.origin);
    for (const kind of Object.keys(law))
      expect(await socket.enter(nameOf(kind, 'S'), 'x'.repeat(32))).toEqual({
        why: closeReasons.unauthorised,
      });
    socket.drop();
  });
});

/** An update as somebody makes it who has never seen the document, with a word in it that is found again. */
function forged(kind: string, word: string): Uint8Array {
  const doc = new Y.Doc();
  if (kind.startsWith('user')) setSetting(doc, word, true);
  else if (kind.startsWith('note')) {
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText(word)]);
    noteRoot(doc).insert(0, [paragraph]);
  } else {
    doc.getArray('tail').push([[word]]);
    doc.getMap('meta').set('name', word);
  }
  return Y.encodeStateAsUpdate(doc);
}
