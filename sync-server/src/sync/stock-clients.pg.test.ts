import { once } from 'node:events';
import { noteRoot, readNote } from '@lectern/channel-doc';
import {
  type ChannelId,
  type CourseId,
  closeReasons,
  type NoteId,
  newId,
  socketCloseCodes,
  type UserId,
} from '@lectern/contracts';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { testDatabases } from '../database/test-database.ts';
import { insertTicket } from '../database/tickets.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';
import { poll } from '../testing/test-device.ts';

describe.each(await testDatabases())('stock y-websocket clients on $name', (target) => {
  let fixture: SyncFixture;
  let [ada, sam] = [newId<UserId>(), newId<UserId>()];
  let [course, channel, note] = [newId<CourseId>(), newId<ChannelId>(), newId<NoteId>()];
  let logged = '';
  const clients: WebsocketProvider[] = [];
  beforeEach(async () => {
    logged = '';
    const log = pino({ level: 'trace' }, { write: (line: string) => (logged += line) });
    fixture = await SyncFixture.start(target, { log });
    const { people } = fixture;
    [ada, sam] = [await people.person('Ada'), await people.person('Sam')];
    course = await people.course([
      [ada, 'lecturer'],
      [sam, 'student'],
    ]);
    channel = await people.channel(course);
    note = await people.note(channel, ada, 'lab');
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await fixture.stop();
  });

  /** A ticket for one note, as the HTTP side makes them. */
  const ticketFor = async (person: UserId, of: NoteId | null = note) => {
    const { db } = fixture.database;
    const { rows } = await sql<{ id: string }>`insert into session (user_id, token, expires_at)
      values (${person}, ${newId()}, now() + interval '1 day') returning id`.execute(db);
    const ticket = newId();
    await insertTicket(db, ticket, rows[0]!.id, person, of);
    return ticket;
  };
  const client = async (ticket: string, doc = new Y.Doc(), origin = fixture.origin, of = note) => {
    class OwnOrigin extends WebSocket {
      constructor(url: string) {
        super(url, { origin });
        this.on('error', () => {});
      }
    }
    const provider = new WebsocketProvider(`ws://localhost:${fixture.port}/yjs`, of, doc, {
      params: { ticket },
      WebSocketPolyfill: OwnOrigin as unknown as typeof globalThis.WebSocket,
      disableBc: true,
    });
    clients.push(provider);
    return provider;
  };
  const synced = async (provider: WebsocketProvider) => {
    await poll(() => provider.synced, 'the stock client to sync');
    return provider;
  };
  const turnedAway = async (provider: WebsocketProvider) => {
    const [event] = (await once(provider as unknown as NodeJS.EventEmitter, 'connection-close')) as [
      { code: number; reason: string },
    ];
    provider.disconnect();
    return event;
  };
  const say = (doc: Y.Doc, text: string) => noteRoot(doc).push([paragraph(text)]);
  const says = (doc: Y.Doc, text: string) => poll(() => JSON.stringify(readNote(doc)).includes(text), text);

  test('one of a person who may write reads and writes, beside ours, in the same log', async () => {
    const ours = await fixture.device(ada).open('note', note).synced();
    const stock = await synced(await client(await ticketFor(ada)));
    expect(readNote(stock.doc)).toEqual(readNote(ours.doc));
    say(stock.doc, 'from a stock client');
    await says(ours.doc, 'from a stock client');
    say(ours.doc, 'from ours');
    await says(stock.doc, 'from ours');
    await fixture.restart();
    await says((await fixture.device(sam).open('note', note).synced()).doc, 'from a stock client');
  });

  test('one of a reader reads, and what it writes goes nowhere', async () => {
    const offline = new Y.Doc();
    say(offline, 'offline scrawl');
    const stock = await synced(await client(await ticketFor(sam), offline));
    const ours = await fixture.device(ada).open('note', note).synced();
    say(stock.doc, 'scrawl');
    say(ours.doc, 'afterwards');
    await says(stock.doc, 'afterwards');
    expect(JSON.stringify(readNote(ours.doc))).not.toContain('scrawl');
  });

  test('SEC-2 a ticket opens one connection to one note, and no other door', async () => {
    const { people } = fixture;
    const other = await people.note(channel, ada);
    const used = await ticketFor(ada);
    await synced(await client(used));
    for (const [ticket, of] of [
      [used, note],
      ['guess', note],
      [await people.ticket(ada), note],
      [await ticketFor(ada), other],
    ] as const) {
      const event = await turnedAway(await client(ticket, new Y.Doc(), fixture.origin, of));
      expect([event.code, event.reason]).toEqual([socketCloseCodes.unauthorised, closeReasons.unauthorised]);
    }
    const main = fixture.deviceWith(ada, () => ticketFor(ada));
    await main.user.closed(closeReasons.unauthorised);
    const [secret] = [await people.channel(course, 'private')];
    const theirs = await people.note(secret, ada);
    const event = await turnedAway(
      await client(await ticketFor(sam, theirs), new Y.Doc(), fixture.origin, theirs),
    );
    expect([event.code, event.reason]).toEqual([socketCloseCodes.accessChanged, closeReasons.forbidden]);
  });

  test('SEC-1 a foreign Origin and an address without a note or a ticket get no socket', async () => {
    for (const [url, origin, status] of [
      [`/yjs/${note}?ticket=${await ticketFor(ada)}`, 'https://evil.example', 403],
      [`/yjs/${note}`, fixture.origin, 404],
      [`/yjs/elsewhere?ticket=x`, fixture.origin, 404],
    ] as const) {
      const socket = new WebSocket(`ws://localhost:${fixture.port}${url}`, { origin });
      socket.on('error', () => {});
      const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
      expect(response.statusCode).toBe(status);
      socket.terminate();
    }
  });

  test('what a note may not hold is refused, access that is lost closes it, and a ticket stands in no log', async () => {
    const ticket = await ticketFor(ada);
    const attacker = await synced(await client(ticket));
    const gone = turnedAway(attacker);
    noteRoot(attacker.doc).push([new Y.XmlElement('script')]);
    expect((await gone).reason).toBe(closeReasons.refusedUpdate);
    const second = await ticketFor(ada);
    const demoted = await synced(await client(second));
    const closed = turnedAway(demoted);
    await sql`update course_member set role = 'student' where person_id = ${ada}`.execute(
      fixture.database.db,
    );
    fixture.sync.accessChanged([ada]);
    expect((await closed).reason).toBe(closeReasons.accessChanged);
    expect(logged).toContain('an update was refused');
    expect(logged).not.toMatch(new RegExp(`${ticket}|${second}`));
  });

  test('SEC-15 its awareness comes back to it alone, as a sign of life', async () => {
    const [one, two] = [
      await synced(await client(await ticketFor(ada))),
      await synced(await client(await ticketFor(ada))),
    ];
    const before = one.wsLastMessageReceived;
    one.awareness.setLocalState({ user: 'Ada' });
    await poll(() => one.wsLastMessageReceived > before, 'the echo');
    say(one.doc, 'after it');
    await says(two.doc, 'after it');
    expect([...two.awareness.getStates().keys()]).toEqual([two.awareness.clientID]);
  });

  test('a note in a later life is found', async () => {
    await fixture.device(ada).open('note', note).synced();
    await fixture.restart();
    await sql`update document set life = 3 where kind = 'note' and id = ${note}`.execute(fixture.database.db);
    await sql`update document_update set life = 3 where kind = 'note' and id = ${note}`.execute(
      fixture.database.db,
    );
    const stock = await synced(await client(await ticketFor(sam)));
    expect(readNote(stock.doc).blocks.length).toBeGreaterThan(0);
  });
});

function paragraph(text: string): Y.XmlElement {
  const element = new Y.XmlElement('paragraph');
  element.insert(0, [new Y.XmlText(text)]);
  return element;
}
