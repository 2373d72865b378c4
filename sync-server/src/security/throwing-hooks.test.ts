import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Extension, Hocuspocus } from '@hocuspocus/server';
import { servedProtocols } from '@lectern/contracts';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { systemClock } from '../limits/clock.ts';
import { guarded } from '../sync/guarded-extension.ts';
import { createSocketDoor } from '../sync/socket-door.ts';
import type { SyncContext } from '../sync/socket-session.ts';
import type { UpdateInlet } from '../sync/update-inlet.ts';
import {
  authFrame,
  awarenessFrame,
  frameFor,
  messageTypes,
  NOTHING,
  statelessFrame,
  syncFrame,
} from '../testing/raw-socket.ts';

/** Every hook that an extension of the sync side may have, and what is thrown in it. */
const HOOKS = [
  ...['onConnect', 'connected', 'onAuthenticate', 'onTokenSync', 'onCreateDocument', 'onLoadDocument'],
  ...[
    'afterLoadDocument',
    'beforeHandleMessage',
    'afterHandleMessage',
    'beforeSync',
    'onStateless',
    'onChange',
  ],
  ...['beforeHandleAwareness', 'onAwarenessUpdate', 'onStoreDocument', 'afterStoreDocument', 'onDisconnect'],
  ...['beforeUnloadDocument', 'afterUnloadDocument', 'beforeBroadcastStateless'],
] as const satisfies readonly (keyof Extension)[];

const unhandled: unknown[] = [];
const notice = (error: unknown) => unhandled.push(error);
beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', notice);
});
afterEach(() => {
  process.off('unhandledRejection', notice);
});

test.each(HOOKS.flatMap((hook) => [[hook, 'throws'] as const, [hook, 'rejects'] as const]))(
  'SEC-16 %s that %s ends no process, and the next socket is served',
  async (hook, how) => {
    let thrown = 0;
    const failing: Extension<SyncContext> = {
      extensionName: 'failing',
      [hook]: () => {
        thrown += 1;
        const error = new Error(`thrown in ${hook}`);
        if (how === 'throws') throw error;
        return Promise.reject(error);
      },
    };
    const log = pino({ level: 'silent' });
    const hocuspocus = new Hocuspocus<SyncContext>({ quiet: true, extensions: [guarded(failing, log)] });
    const http = createServer();
    const door = createSocketDoor({
      hocuspocus,
      // Everything goes the way that has hooks.
      inlet: { takes: () => false } as unknown as UpdateInlet,
      origin: 'http://localhost',
      stateless: { take: () => 0 },
      clock: systemClock,
      protocols: servedProtocols,
      onClosed: () => {},
      log,
    });
    http.on('upgrade', (request, socket, head) => door.handleUpgrade(request, socket, head));
    http.listen(0, 'localhost');
    await once(http, 'listening');
    const { port } = http.address() as AddressInfo;
    const visit = async () => {
      const socket = new WebSocket(`ws://localhost:${port}/sync`, { origin: `http://localhost:${port}` });
      socket.on('error', () => {});
      await once(socket, 'open');
      const doc = new Y.Doc();
      doc.getMap('map').set('key', 'value');
      for (const frame of [
        authFrame('some name', 'some ticket'),
        syncFrame('some name', 0, NOTHING),
        syncFrame('some name', 2, Y.encodeStateAsUpdate(doc)),
        statelessFrame('some name', 'a word'),
        awarenessFrame('some name', 1, 1, {}),
        authFrame('some name', 'another ticket'),
        frameFor('some name', messageTypes.queryAwareness),
      ])
        socket.send(frame);
      // Answered behind all of it, if it is not closed for it.
      socket.ping();
      await Promise.race([once(socket, 'pong'), once(socket, 'close')]);
      await hocuspocus.documents.get('some name')?.connections.keys().next().value?.waitForPendingMessages();
      for (const document of hocuspocus.documents.values()) document.broadcastStateless('to all');
      const gone = socket.readyState === WebSocket.CLOSED ? Promise.resolve() : once(socket, 'close');
      socket.close();
      await gone;
      hocuspocus.flushPendingStores();
    };
    await visit();
    await visit();
    // What Hocuspocus does by itself when everybody has gone, and what nobody waits for.
    for (let turn = 0; turn < 20 || (turn < 1_000 && thrown === 0); turn++) await new Promise(setImmediate);
    await door.closeAll(1001, 'over');
    http.close();
    // The one that no client can bring about: their awareness does not come through the door.
    expect(thrown > 0).toBe(hook !== 'beforeHandleAwareness');
    expect(unhandled).toEqual([]);
  },
);
