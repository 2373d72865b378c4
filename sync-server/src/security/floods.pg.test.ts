import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { deflateRawSync } from 'node:zlib';
import {
  closeReasons,
  formatDocumentName,
  MAX_FRAME_BYTES,
  newId,
  socketCloseCodes,
} from '@lectern/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testDatabases } from '../database/test-database.ts';
import { MAX_OPEN_DOCUMENTS } from '../sync/authenticate.ts';
import { MAX_WAITING_BYTES, MAX_WAITING_BYTES_OF_ALL } from '../sync/socket-door.ts';
import {
  authFrame,
  frameFor,
  messageTypes,
  NOTHING,
  RawSocket,
  statelessFrame,
  syncFrame,
} from '../testing/raw-socket.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';
import { poll } from '../testing/test-device.ts';

/** Who sends too much, too large or too slowly costs only their own socket, and no more memory than a named limit. */
describe.each(await testDatabases())('floods of the sync side on $name', (target) => {
  let fixture: SyncFixture;
  const opened: { destroy(): void }[] = [];
  beforeEach(async () => {
    fixture = await SyncFixture.start(target);
  });
  afterEach(async () => {
    for (const each of opened.splice(0)) each.destroy();
    await fixture.stop();
  });

  const open = async (): Promise<RawSocket> => {
    const socket = await RawSocket.open(fixture.url, fixture.origin);
    opened.push({ destroy: () => socket.drop() });
    return socket;
  };
  const member = async () => {
    const person = await fixture.people.person();
    const course = await fixture.people.course([[person, 'lecturer']]);
    return {
      person,
      channel: await fixture.people.channel(course),
      ticket: await fixture.people.ticket(person),
    };
  };
  /** The server still takes and delivers a message of somebody else. */
  const expectHealthy = async (): Promise<void> => {
    const { person, channel } = await member();
    const device = fixture.device(person);
    const view = device.channel(channel);
    device.send(channel, 'still here');
    await view.has(1);
  };
  /** The bytes of an upgrade, for those who go on without a WebSocket's manners. */
  const upgrade = (headers: Record<string, string> = {}): string => {
    const lines = {
      Host: `localhost:${fixture.port}`,
      Origin: fixture.origin,
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
      ...headers,
    };
    return `GET /sync HTTP/1.1\r\n${Object.entries(lines)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n`;
  };
  const raw = async (
    said: string,
  ): Promise<{ socket: Socket; heard: () => string; isClosed: () => boolean }> => {
    const socket = connect({ port: fixture.port, host: 'localhost', allowHalfOpen: true });
    opened.push(socket);
    let heard = '';
    let closed = false;
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => (closed = true));
    await once(socket, 'connect');
    socket.write(said, 'latin1');
    return { socket, heard: () => heard, isClosed: () => closed };
  };

  test.each(['before it has said who it is', 'afterwards'])(
    'SEC-14 a frame above the limit ends its socket %s, one at the limit does not',
    async (when) => {
      const { person, ticket } = await member();
      const socket = await open();
      const own = formatDocumentName('user', person, 1);
      const fill = (bytes: number) => statelessFrame(own, 'x'.repeat(bytes));
      const head = fill(MAX_FRAME_BYTES).length - MAX_FRAME_BYTES;
      if (when === 'afterwards') await socket.enter(own, ticket);
      socket.send(fill(MAX_FRAME_BYTES - head));
      await (when === 'afterwards' ? socket.answers(own) : socket.enter(own, ticket));
      expect(socket.ended).toBeNull();
      socket.send(fill(MAX_FRAME_BYTES - head + 1));
      expect(await socket.closed()).toMatchObject({ code: 1009 });
      await expectHealthy();
    },
  );

  test('SEC-14 a small frame that unpacks to a large one ends its socket', async () => {
    const socket = await raw(
      upgrade({ 'Sec-WebSocket-Extensions': 'permessage-deflate; client_no_context_takeover' }),
    );
    await poll(() => socket.heard().includes('\r\n\r\n'), 'the upgrade');
    expect(socket.heard()).toContain('permessage-deflate');
    const packed = deflateRawSync(Buffer.alloc(64 * MAX_FRAME_BYTES));
    expect(packed.length).toBeLessThan(70_000);
    // One whole binary message, compressed, behind a mask of zeros.
    const head = Buffer.from([0xc2, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    head.writeBigUInt64BE(BigInt(packed.length), 2);
    socket.socket.write(Buffer.concat([head, packed]));
    // A farewell for a message that is too big.
    await poll(() => socket.heard().includes('\x88\x02\x03\xf1'), 'the socket to end');
    await expectHealthy();
  });

  test('SEC-14 a message that never ends, in ever more pieces, ends its socket', async () => {
    const socket = await raw(upgrade());
    await poll(() => socket.heard().includes('\r\n\r\n'), 'the upgrade');
    const piece = (opcode: number) => {
      const head = Buffer.from([opcode, 0xfe, 0, 0, 0, 0, 0, 0]);
      head.writeUInt16BE(60_000, 2);
      return Buffer.concat([head, Buffer.alloc(60_000)]);
    };
    socket.socket.write(piece(0x02));
    for (let sent = 60_000; sent <= 3 * MAX_FRAME_BYTES; sent += 60_000) socket.socket.write(piece(0x00));
    await poll(socket.isClosed, 'the socket to end');
    await expectHealthy();
  });

  test('SEC-14 who has not said who they are has room for so many bytes, alone and all together', async () => {
    const alone = await open();
    for (let sent = 0; sent <= MAX_WAITING_BYTES; sent += 60_000)
      alone.send(statelessFrame(formatDocumentName('user', newId(), 1), 'x'.repeat(60_000)));
    await alone.closed();

    // Half a frame each, which nobody has to take up: it is held all the same.
    const part = 900_000;
    const many = Math.ceil((2 * MAX_WAITING_BYTES_OF_ALL) / part);
    const sockets: Awaited<ReturnType<typeof raw>>[] = [];
    for (let i = 0; i < many; i++) {
      const socket = await raw(upgrade());
      await poll(() => socket.heard().includes('\r\n\r\n') || socket.isClosed(), 'the upgrade');
      const head = Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
      head.writeBigUInt64BE(BigInt(MAX_FRAME_BYTES), 2);
      socket.socket.write(Buffer.concat([head, Buffer.alloc(part)]));
      sockets.push(socket);
    }
    const held = () => sockets.filter(({ isClosed }) => !isClosed()).length * part;
    await poll(() => held() <= MAX_WAITING_BYTES_OF_ALL, 'those to end for whom there is no room');
    expect(held()).toBeGreaterThan(MAX_WAITING_BYTES_OF_ALL / 2);
    for (const { socket } of sockets) socket.destroy();
    await expectHealthy();
  });

  test('SEC-14 messages and names ahead of a ticket are only so many', async () => {
    const own = formatDocumentName('user', newId(), 1);
    const messages = await open();
    for (let i = 0; i < 1_200; i++) messages.send(frameFor(own, messageTypes.queryAwareness + 1, () => {}));
    await messages.closed();
    const names = await open();
    for (let i = 0; i < 1_000; i++)
      names.send(syncFrame(formatDocumentName('channel', newId(), 1), 0, NOTHING));
    await names.closed();
    await expectHealthy();
  });

  test('SEC-2 guesses of tickets cost a look each and let nobody in', async () => {
    const socket = await open();
    for (let i = 0; i < 300; i++)
      socket.send(authFrame(formatDocumentName('user', newId(), 1), `${i}`.padStart(32, 'x')));
    await socket.until(() => socket.heard.length === 300, 'all to be answered');
    // One word each, which says that it is a refusal and why.
    const answers = new Set(socket.heard.map(({ type, rest }) => `${type} ${Buffer.from(rest)}`));
    expect([...answers]).toEqual([`${messageTypes.auth} \x01\x0c${closeReasons.unauthorised}`]);
    socket.send(authFrame(formatDocumentName('user', newId(), 1), 'x'.repeat(900_000)));
    await socket.until(() => socket.heard.length === 301, 'the longest to be answered');
    await expectHealthy();
  });

  test('SEC-14 a thousand documents are open on one socket, and not one more', async () => {
    const { channel, ticket } = await member();
    const socket = await open();
    const name = formatDocumentName('channel', channel, 1);
    const letIn = () =>
      socket.heard.filter(({ type, rest }) => type === messageTypes.auth && rest[0] === 2).length;
    for (let i = 0; i < MAX_OPEN_DOCUMENTS; i++) {
      socket.send(authFrame(`${name}\0${i}`, ticket));
      if (i % 100 === 99) await socket.until(() => letIn() === i + 1, `${i + 1} documents`);
    }
    // One that is closed makes room for another.
    socket.send(frameFor(`${name}\0${1}`, messageTypes.close));
    await socket.until(() => socket.on(`${name}\0${1}`, messageTypes.close).length === 1, 'the farewell');
    expect(await socket.enter(`${name}\0again`, ticket)).toBe('readonly');
    socket.send(authFrame(`${name}\0more`, ticket));
    expect(await socket.closed()).toMatchObject({ code: socketCloseCodes.tooMuch });
    await expectHealthy();
  });

  test('SEC-4 SEC-14 an address that is longer than any of ours ends its socket', async () => {
    const { channel, ticket } = await member();
    const socket = await open();
    socket.send(authFrame(`${formatDocumentName('channel', channel, 1)}\0${'x'.repeat(900_000)}`, ticket));
    expect(await socket.closed()).toMatchObject({ code: 1008 });
    await expectHealthy();
  });

  test('SEC-14 who asks for everything again and again and never reads is let go', async () => {
    const { person, ticket } = await member();
    const socket = await open();
    const own = formatDocumentName('user', person, 1);
    const device = fixture.device(person);
    await device.user.synced();
    device.user.doc.getMap('settings').set('page', 'x'.repeat(700_000));
    await poll(() => !device.user.provider.hasUnsyncedChanges, 'the page to be there');
    await socket.enter(own, ticket);
    const { _socket: stream } = socket.socket as unknown as { _socket: Socket };
    stream.pause();
    for (let i = 0; i < 200; i++) socket.send(syncFrame(own, 0, NOTHING));
    const connections = () =>
      new Promise<number>((resolve) => fixture.http.getConnections((_, count) => resolve(count)));
    await poll(async () => (await connections()) === 1, 'the socket to be cut');
    await expectHealthy();
  });

  test('SEC-14 who is refused the upgrade is cut, though they stay on the line', async () => {
    const staying = [
      await raw(upgrade({ Origin: 'https://evil.example' })),
      await raw(upgrade().replace('/sync', '/none')),
      await raw(upgrade({ 'Sec-WebSocket-Version': '7' })),
    ];
    const connections = () =>
      new Promise<number>((resolve) => fixture.http.getConnections((_, count) => resolve(count)));
    await poll(async () => (await connections()) === 0, 'nobody to be on the line');
    expect(staying.map(({ heard }) => heard().split('\r\n')[0])).toEqual([
      'HTTP/1.1 403 Forbidden',
      'HTTP/1.1 404 Not Found',
      'HTTP/1.1 400 Bad Request',
    ]);
    await expectHealthy();
  });

  test.each([
    ['headers without end', { 'X-Long': 'x'.repeat(100_000) }],
    ['bytes that are no text', { 'User-Agent': '\u0001\u007f\u00ff' }],
    ['an Origin of many lines', { Origin: 'http://a\r\n b' }],
    ['an empty key', { 'Sec-WebSocket-Key': '' }],
    ['an extension that is none', { 'Sec-WebSocket-Extensions': 'permessage-deflate; x="' }],
    ['a name in the place of a host', { Host: 'evil.example', Origin: 'http://evil.example' }],
  ])('SEC-1 an upgrade with %s costs only itself', async (_what, headers) => {
    const odd = await raw(upgrade(headers));
    await poll(() => odd.heard().length > 0 || odd.isClosed(), 'an answer');
    if (!('User-Agent' in headers)) expect(odd.heard()).not.toContain('101 Switching');
    await expectHealthy();
  });
});
