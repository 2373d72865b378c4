import { once } from 'node:events';
import { addOps, readSettings, setSetting } from '@lectern/channel-doc';
import { closeReasons, newId, type OpId, socketCloseCodes } from '@lectern/contracts';
import { sql } from 'kysely';
import * as encoding from 'lib0/encoding';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { testDatabases } from '../database/test-database.ts';
import { ticketHash } from '../database/tickets.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';
import { poll, sendOp, until } from '../testing/test-device.ts';
import { MAX_USER_DOCUMENT_BYTES } from './document-quota.ts';
import { headOf } from './frames.ts';
import { MAX_WAITING_SOCKETS } from './socket-door.ts';

describe.each(await testDatabases())('the door of the sync side on $name', (target) => {
  let fixture: SyncFixture;
  beforeEach(async () => {
    fixture = await SyncFixture.start(target);
  });
  afterEach(() => fixture.stop());

  const connect = (headers: Record<string, string> = { origin: fixture.origin }) =>
    new WebSocket(fixture.url, { headers });

  const refusal = async (socket: WebSocket): Promise<number> => {
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    socket.terminate();
    return response.statusCode;
  };

  async function member() {
    const [ada, bob] = [await fixture.people.person('Ada'), await fixture.people.person('Bob')];
    const course = await fixture.people.course([
      [ada, 'lecturer'],
      [bob, 'student'],
    ]);
    return { ada, bob, course, channel: await fixture.people.channel(course) };
  }

  /** The server still takes and delivers a message. */
  async function expectHealthy(): Promise<void> {
    const { ada, channel } = await member();
    const device = fixture.device(ada);
    const view = device.channel(channel);
    device.send(channel, 'still here');
    await view.has(1);
  }

  test('SEC-1 a foreign or missing Origin gets no socket', async () => {
    const failed = (socket: WebSocket) => {
      socket.on('error', () => {});
      return refusal(socket);
    };
    expect(await failed(connect({ origin: 'https://evil.example' }))).toBe(403);
    expect(await failed(connect({}))).toBe(403);
    await expectHealthy();
  });

  test('SEC-2 a ticket opens one socket, and its documents', async () => {
    const { ada, channel } = await member();
    const ticket = await fixture.people.ticket(ada);
    const first = fixture.deviceWith(ada, async () => ticket);
    await first.user.synced();
    await first.channel(channel).document.synced();
    const second = fixture.deviceWith(ada, async () => ticket);
    await second.user.closed(closeReasons.unauthorised);
  });

  test.each(['wrong', 'expired', 'of an ended session'])(
    'SEC-2 a ticket that is %s opens nothing',
    async (fault) => {
      const ada = await fixture.people.person();
      const ticket = await fixture.people.ticket(ada);
      const hash = ticketHash(ticket);
      const { db } = fixture.database;
      if (fault === 'expired')
        await sql`update socket_ticket set expires_at = now() where hash = ${hash}`.execute(db);
      if (fault === 'of an ended session') await sql`delete from session`.execute(db);
      const device = fixture.deviceWith(ada, async () => (fault === 'wrong' ? 'guess' : ticket));
      await device.user.closed(closeReasons.unauthorised);
    },
  );

  test('SEC-3 SEC-4 another person’s documents, unknown names and unknown channels stay shut', async () => {
    const { ada, bob, course } = await member();
    const secret = await fixture.people.channel(course, 'private');
    const device = fixture.device(bob);
    await device.user.synced();
    for (const [kind, id] of [
      ['user', ada],
      ['inbox', ada],
      ['course', newId()],
      ['channel', newId()],
      ['channel', secret],
    ] as const) {
      await device.open(kind, id).closed(closeReasons.forbidden);
    }
    await device.open('user', '__proto__').closed(closeReasons.badName);
    await device.open('user', `../${ada}`).closed(closeReasons.badName);
  });

  test('a past or future life is answered with the present one', async () => {
    const { ada, channel } = await member();
    await fixture.device(ada).open('channel', channel, 7).closed('moved:1');
  });

  test('SEC-11 channels, courses and inboxes take no word from a client', async () => {
    const { ada, bob, course, channel } = await member();
    const device = fixture.device(ada);
    const opened = [device.open('channel', channel), device.open('course', course), device.inbox];
    for (const document of opened) {
      await document.synced();
      document.doc.getArray('tail').push([['forged']]);
      document.doc.getMap('meta').set('name', 'forged');
    }
    const id = device.send(channel, 'real');
    await device.outcome(id);
    const other = fixture.device(bob);
    const view = other.channel(channel);
    await view.has(1);
    expect(view.state.meta?.name).not.toBe('forged');
    expect(JSON.stringify(view.document.doc.getArray('tail').toJSON())).not.toContain('forged');
  });

  test('SEC-12 an update that the layout does not allow is refused whole, and the document stays healthy', async () => {
    const { ada, channel } = await member();
    const device = fixture.device(ada);
    await device.user.synced();
    device.user.doc.transact(() => {
      device.user.doc.getArray('notes').push(['mine']);
      addOps(device.user.doc, [sendOp(channel, 'smuggled')]);
    });
    await device.user.closed(closeReasons.refusedUpdate);
    const other = fixture.device(ada);
    const id = other.send(channel, 'honest');
    expect(await other.outcome(id)).toMatchObject({ ok: true, seq: 1 });
    expect([...other.user.doc.share.keys()]).not.toContain('notes');
  });

  test('SEC-14 a person’s document has an end, goes on being read, and takes things again when some are gone', async () => {
    const { ada, channel } = await member();
    const device = fixture.device(ada);
    await device.user.synced();
    const page = 'x'.repeat(700_000);
    for (let i = 0; i * page.length < 3 * MAX_USER_DOCUMENT_BYTES; i++)
      setSetting(device.user.doc, `page ${i}`, page);
    await device.user.closed(closeReasons.refusedUpdate);
    await fixture.sync.idle();
    const other = fixture.device(ada);
    await other.user.synced();
    const held = Object.keys(readSettings(other.user.doc));
    expect(held.length * page.length).toBeGreaterThan(MAX_USER_DOCUMENT_BYTES / 2);
    expect(held.length * page.length).toBeLessThanOrEqual(MAX_USER_DOCUMENT_BYTES);
    for (const key of held) setSetting(other.user.doc, key, undefined);
    expect(await other.outcome(other.send(channel, 'there is room again'))).toMatchObject({ ok: true });
    setSetting(other.user.doc, 'page', page);
    const third = fixture.device(ada);
    await third.user.synced();
    await until(() => readSettings(third.user.doc).page ?? null, third.user.doc, 'the new page');
  });

  test('SEC-15 nobody is sent what a reader says beside a document', async () => {
    const { ada, bob, channel } = await member();
    const [reader, writer] = [fixture.device(ada), fixture.device(bob)];
    const view = reader.channel(channel);
    const { provider } = writer.open('channel', channel);
    await view.document.synced();
    await poll(() => provider.isSynced, 'the writer to have the channel open');
    const heard: Uint8Array[] = [];
    reader.socket.on('message', ({ data }: { data: ArrayBuffer }) => heard.push(new Uint8Array(data)));
    // One client, its clock, and what it says of itself.
    const states = encoding.createEncoder();
    for (const number of [1, 77, 1]) encoding.writeVarUint(states, number);
    encoding.writeVarString(states, JSON.stringify({ name: 'Ada', says: 'x'.repeat(1_000) }));
    const frame = encoding.createEncoder();
    encoding.writeVarString(frame, provider.effectiveName);
    encoding.writeVarUint(frame, 1);
    encoding.writeVarUint8Array(frame, encoding.toUint8Array(states));
    writer.socket.webSocket!.send(encoding.toUint8Array(frame));
    writer.send(channel, 'after it');
    await view.has(1);
    expect(heard.length).toBeGreaterThan(0);
    expect(heard.filter((frame) => headOf(frame)?.is === 'awareness')).toEqual([]);
  });

  test('SEC-14 sockets that say nothing are only so many, and honest ones come in when they go', async () => {
    const silent: WebSocket[] = [];
    const statuses: number[] = [];
    for (let i = 0; i < MAX_WAITING_SOCKETS + 5; i++) {
      const socket = connect();
      socket.on('error', () => {});
      socket.on('unexpected-response', (_, { statusCode }) => statuses.push(statusCode ?? 0));
      silent.push(socket);
      if (i % 100 === 99) await once(socket, 'open').catch(() => {});
    }
    await poll(() => statuses.length === 5, 'the last to be turned away');
    expect(new Set(statuses)).toEqual(new Set([503]));
    for (const socket of silent) socket.terminate();
    await expectHealthy();
  });

  test('an op that keeps to no contract is refused by its id and harms nothing', async () => {
    const { ada, channel } = await member();
    const device = fixture.device(ada);
    const id = newId<OpId>();
    const outbox = device.user.doc.getArray('outbox');
    outbox.push([null, 7, { id: 'x' }, { id, kind: 'promote', channel, at: 1 }]);
    outbox.push([{ ...sendOp(channel, 'with a false author'), author: newId() }]);
    expect(await device.outcome(id)).toMatchObject({ ok: false, reason: 'invalid' });
    const honest = device.send(channel, 'honest');
    expect(await device.outcome(honest)).toMatchObject({ ok: true, seq: 1 });
  });

  test('SEC-17 hundreds of ops that keep to no contract are all refused, in few statements', async () => {
    const { ada } = await member();
    const device = fixture.device(ada);
    const ids = Array.from({ length: 600 }, () => newId<OpId>());
    device.user.doc.getArray('outbox').push(ids.map((id) => ({ id })));
    expect(await device.outcome(ids.at(-1)!)).toMatchObject({ ok: false, reason: 'invalid' });
    const { rows } = await sql<{ ops: number; statements: number }>`
      select count(*)::int as ops, count(distinct xmin::text)::int as statements from op_ledger`.execute(
      fixture.database.db,
    );
    expect(rows[0]!.ops).toBe(600);
    expect(rows[0]!.statements).toBeLessThan(10);
  });

  test('SEC-14 garbage, text and giant frames cost only the socket that sent them', async () => {
    const frames = [
      new Uint8Array(40).fill(255),
      Uint8Array.of(0),
      new Uint8Array(0),
      Buffer.alloc(90 * 1024 * 1024),
    ];
    for (const frame of [...frames, 'text']) {
      const socket = connect();
      socket.on('error', () => {});
      await once(socket, 'open');
      const closed = once(socket, 'close');
      socket.send(frame);
      socket.close();
      await closed;
    }
    await expectHealthy();
  });

  test('SEC-5 who is taken out of a channel loses it within a second, and hears no later word', async () => {
    const { ada, bob, course } = await member();
    const secret = await fixture.people.channel(course, 'private');
    const { db } = fixture.database;
    await sql`insert into channel_member (channel_id, person_id, state, role)
      values (${secret}, ${ada}, 'in', 'admin'), (${secret}, ${bob}, 'in', 'member')`.execute(db);
    const [admin, listener] = [fixture.device(ada), fixture.device(bob)];
    const view = listener.channel(secret);
    await view.document.synced();
    const took = Date.now();
    admin.do({ id: newId<OpId>(), kind: 'channel.member', channel: secret, at: 1, user: bob, role: null });
    await view.document.closed(closeReasons.forbidden);
    expect(Date.now() - took).toBeLessThan(1_000);
    await admin.outcome(admin.send(secret, 'he is gone'));
    expect(view.ids()).toEqual([]);
  });

  test('SEC-24 an ended session closes its sockets within a second', async () => {
    const ada = await fixture.people.person();
    const device = fixture.device(ada);
    await device.user.synced();
    const codes: number[] = [];
    device.socket.on('close', ({ event }: { event: { code: number } }) => codes.push(event.code));
    const began = Date.now();
    fixture.sync.sessionsEnded(ada, null);
    await poll(() => codes.includes(socketCloseCodes.unauthorised), 'the socket to close');
    expect(Date.now() - began).toBeLessThan(1_000);
  });

  test('SEC-2 SEC-24 a session that ends while its ticket is being spent keeps no socket', async () => {
    const ada = await fixture.people.person();
    const { db } = fixture.database;
    // The end comes with the very commit that spends the ticket: nobody can tell a socket that is not yet known.
    await sql`create function end_session() returns trigger language plpgsql as $$
      begin delete from session where id = new.session_id; return null; end $$`.execute(db);
    await sql`create trigger end_session after update on socket_ticket
      for each row execute function end_session()`.execute(db);
    const device = fixture.device(ada);
    const codes: number[] = [];
    device.socket.on('close', ({ event }: { event: { code: number } }) => codes.push(event.code));
    await poll(() => codes.includes(socketCloseCodes.unauthorised), 'the socket to close');
    expect(device.user.provider.isSynced).toBe(false);
  });

  test('SEC-10 a stale copy of an update log never brings a document to a standstill', async () => {
    const { ada, channel } = await member();
    const device = fixture.device(ada);
    await device.outcome(device.send(channel, 'one'));
    const far = new Y.Doc();
    far.getArray('outbox').push([1]);
    const before = Y.encodeStateVector(far);
    far.getArray('outbox').push([2]);
    // A clock gap, as every honest client makes them between connecting and its first sync.
    Y.applyUpdate(device.user.doc, Y.encodeStateAsUpdate(far, before));
    const id = device.send(channel, 'two');
    Y.applyUpdate(device.user.doc, Y.encodeStateAsUpdate(far));
    expect(await device.outcome(id)).toMatchObject({ ok: true, seq: 2 });
  });
});
