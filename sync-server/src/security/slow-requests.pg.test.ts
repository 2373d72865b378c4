import { once } from 'node:events';
import { connect } from 'node:net';
import { socketCloseCodes } from '@lectern/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabases } from '../database/test-database.ts';
import { RawSocket } from '../testing/raw-socket.ts';
import { WholeServer } from '../testing/whole-server.ts';

/** The longest that anybody may keep a connection without saying what they want, and a moment, in milliseconds. */
const WITHIN_MS = 26_000;

// What they wait for has nothing to do with a database.
const [target] = await testDatabases();

describe('who is slow on purpose', () => {
  let server: WholeServer;
  beforeAll(async () => {
    server = await WholeServer.start(target!);
  });
  afterAll(() => server.stop());

  test.concurrent('SEC-14 a socket that never says who it is is closed after ten seconds', async () => {
    const silent = await RawSocket.open(`ws://localhost:${server.port}/sync`, server.origin);
    expect(await silent.closed()).toMatchObject({ code: socketCloseCodes.unauthorised });
  });

  test.concurrent.each([
    ['nothing', []],
    [
      'headers without an end',
      ['GET / HTTP/1.1\r\nHost: localhost\r\n', 'X-1: 1\r\n', 'X-2: 2\r\n', 'X-3: 3\r\n'],
    ],
    [
      'the headers of an upgrade without an end',
      ['GET /sync HTTP/1.1\r\nUpgrade: websocket\r\n', 'X: 1\r\n'],
    ],
    [
      'a body without an end',
      [
        'POST /api/sign-in HTTP/1.1\r\nHost: localhost\r\nOrigin: ORIGIN\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{',
        '"email"',
        ':"',
      ],
    ],
    [
      'a body in pieces without an end',
      [
        'POST /api/sign-in HTTP/1.1\r\nHost: localhost\r\nOrigin: ORIGIN\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n',
        '1\r\n"\r\n',
      ],
    ],
  ])(
    'SEC-14 %s: the connection ends, and others are served meanwhile',
    async (_what, said) => {
      const socket = connect({ port: server.port, host: 'localhost' });
      const closed = once(socket, 'close');
      socket.on('error', () => {});
      socket.resume();
      await once(socket, 'connect');
      const began = Date.now();
      const pieces = said.map((piece) => piece.replace('ORIGIN', server.origin));
      const say = () => {
        const next = pieces.shift();
        if (next !== undefined && socket.writable) socket.write(next);
      };
      // A few bytes now and then, so that it is never silent.
      const drip = setInterval(say, 1_000);
      say();
      expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
      await closed;
      clearInterval(drip);
      expect(Date.now() - began).toBeLessThan(WITHIN_MS);
      expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
    },
    WITHIN_MS + 5_000,
  );
});
