import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Hocuspocus } from '@hocuspocus/server';
import { servedProtocols } from '@lectern/contracts';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock } from '../limits/clock.ts';
import { createSocketDoor, type SocketDoor } from './socket-door.ts';
import type { SyncContext } from './socket-session.ts';
import type { UpdateInlet } from './update-inlet.ts';

let http: Server;
let door: SocketDoor;
beforeEach(async () => {
  door = createSocketDoor({
    hocuspocus: new Hocuspocus<SyncContext>({ quiet: true }),
    inlet: { takes: () => false } as unknown as UpdateInlet,
    origin: 'http://localhost',
    stateless: { take: () => 0 },
    clock: systemClock,
    protocols: servedProtocols,
    onClosed: () => {},
    log: pino({ level: 'silent' }),
  });
  http = createServer();
  http.on('upgrade', (request, socket, head) => door.handleUpgrade(request, socket, head));
  http.listen(0, 'localhost');
  await once(http, 'listening');
});
afterEach(() => {
  http.close();
});

function connect(): WebSocket {
  const { port } = http.address() as AddressInfo;
  const socket = new WebSocket(`ws://localhost:${port}/sync`, { origin: `http://localhost:${port}` });
  socket.on('error', () => {});
  return socket;
}

/** More than are sent away together. */
async function hall(): Promise<[first: WebSocket, ...others: WebSocket[]]> {
  const sockets = Array.from({ length: 25 }, connect);
  await Promise.all(sockets.map((socket) => once(socket, 'open')));
  return sockets as [WebSocket, ...WebSocket[]];
}

test('the door closes though some leave by themselves while others are told to go', async () => {
  const [first, ...others] = await hall();
  // Before their turn has come.
  first.once('close', () => {
    for (const socket of others) socket.terminate();
  });
  await door.closeAll(1001, 'over');
});

test('nobody comes in while others are told to go', async () => {
  const [first, ...others] = await hall();
  const gone = others.map((socket) => once(socket, 'close'));
  const late = once(first, 'close').then(() => once(connect(), 'unexpected-response'));
  await door.closeAll(1001, 'over');
  const [, response] = (await late) as [unknown, { statusCode: number }];
  expect(response.statusCode).toBe(503);
  expect((await Promise.all(gone)).map(([code]) => code)).toEqual(others.map(() => 1001));
});
