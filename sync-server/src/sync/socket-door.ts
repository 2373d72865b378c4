import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Hocuspocus } from '@hocuspocus/server';
import { MAX_FRAME_BYTES, type NoteId, socketCloseCodes } from '@lectern/contracts';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { isAwareness } from './frames.ts';
import { SocketPulse } from './socket-pulse.ts';
import type { SocketSession, SyncContext } from './socket-session.ts';
import { COMPRESS_OVER_BYTES, type DoorSocket, OPEN, SocketWriter } from './socket-writer.ts';
import { StockSocket, stockAddress } from './stock-socket.ts';
import type { UpdateInlet } from './update-inlet.ts';

/** Where sockets connect. */
export const SYNC_PATH = '/sync';
/**
 * A socket that has once sent a compressed frame keeps what the compressor needs, 256 kB by default. A window of
 * 8 kB and a table of 64 kB compress messages nearly as well and make it 96 kB.
 */
const DEFLATE = { windowBits: 13, memLevel: 7, level: 6 } as const;
/** Sockets without a ticket spent are closed after this time, in milliseconds. */
const IDENTIFY_WITHIN_MS = 10_000;
/**
 * Sockets that may wait for their ticket at a time. More than the largest lecture hall that comes back at once, each
 * for some milliseconds; who opens sockets and says nothing takes no more memory than these.
 */
export const MAX_WAITING_SOCKETS = 2_000;

export interface SocketDoor {
  /** Takes a socket that has been opened already. */
  accept(socket: DoorSocket): void;
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Closes every socket with a code and a reason, and resolves when they are gone. */
  closeAll(code: number, reason: string): Promise<void>;
}

/**
 * The front door of the sync side: our own upgrade, so that a foreign Origin is refused with an answer and a throw
 * never ends the process.
 */
export function createSocketDoor(options: {
  readonly hocuspocus: Hocuspocus<SyncContext>;
  readonly origin: string;
  readonly inlet: UpdateInlet;
  readonly onClosed: (session: SocketSession) => void;
  readonly log: Logger;
  /** Time without a byte after which a socket is dead, in milliseconds. */
  readonly silenceMs?: number | undefined;
}): SocketDoor {
  const { hocuspocus, origin, inlet, onClosed, log } = options;
  const pulse = new SocketPulse(options.silenceMs);
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    // Negotiated, but used only for frames that are sent to one client; see `SocketWriter`.
    perMessageDeflate: {
      threshold: COMPRESS_OVER_BYTES,
      serverNoContextTakeover: true,
      clientNoContextTakeover: true,
      serverMaxWindowBits: DEFLATE.windowBits,
      zlibDeflateOptions: { level: DEFLATE.level, memLevel: DEFLATE.memLevel },
    },
  });
  const writer = new SocketWriter();
  const waiting = new WaitingRoom();
  const welcome = (socket: DoorSocket, request: Request, raw: Duplex | null, only: NoteId | null = null) => {
    const session: SocketSession = {
      id: crypto.randomUUID(),
      socket,
      only,
      ended: false,
      identity: null,
      spending: null,
      standing: null,
      changes: 0,
      viewing: null,
      own: null,
      writing: new Map(),
      notes: new Map(),
      attention: 'online',
    };
    waiting.enter(session);
    const connection = hocuspocus.handleConnection(writer.over(socket, raw), request, { session });
    const deadline = setTimeout(() => {
      if (session.identity === null) socket.close(socketCloseCodes.unauthorised, 'no ticket in time');
    }, IDENTIFY_WITHIN_MS);
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      // Who was told to go is not heard any more, though `ws` leaves them time to answer.
      if (socket.readyState !== OPEN) return;
      if (!isBinary) return socket.close(1003, 'binary frames only');
      const frame = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      // Presence has ways of its own, and no document of ours has an awareness.
      if (!inlet.takes(session, frame) && !isAwareness(frame)) connection.handleMessage(frame);
    });
    socket.on('error', (error: Error) => log.debug({ err: error }, 'socket error'));
    socket.on('close', (code: number, reason: Buffer) => {
      clearTimeout(deadline);
      session.ended = true;
      waiting.leave(session);
      connection.handleClose({ code, reason: String(reason) });
      onClosed(session);
    });
  };
  return {
    accept: (socket) => welcome(socket, webRequest({ url: SYNC_PATH, headers: {} }, origin), null),
    handleUpgrade(request, socket, head) {
      const refusal = whyRefused(request, origin) ?? (waiting.isFull() ? '503 Service Unavailable' : null);
      socket.on('error', () => socket.destroy());
      if (refusal !== null) {
        socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      server.handleUpgrade(request, socket, head, (ws) => {
        pulse.watch(ws);
        const stock = stockAddress(request.url ?? '');
        if (stock === null) return welcome(ws, webRequest(request, origin), socket);
        const stockSocket = new StockSocket(ws, stock.note, stock.ticket);
        // The address holds the ticket, and goes no further.
        welcome(
          stockSocket,
          webRequest({ url: SYNC_PATH, headers: request.headers }, origin),
          null,
          stock.note,
        );
        stockSocket.begin();
      });
    },
    async closeAll(code, reason) {
      pulse.stop();
      await Promise.all([...server.clients].map((socket) => closed(socket, code, reason)));
      server.close();
    },
  };
}

/** Sockets that have not said who they are. */
class WaitingRoom {
  readonly #sessions = new Set<SocketSession>();

  enter(session: SocketSession): void {
    this.#sessions.add(session);
  }

  leave(session: SocketSession): void {
    this.#sessions.delete(session);
  }

  isFull(): boolean {
    if (this.#sessions.size < MAX_WAITING_SOCKETS) return false;
    for (const session of this.#sessions) if (session.identity !== null) this.leave(session);
    return this.#sessions.size >= MAX_WAITING_SOCKETS;
  }
}

/** Sockets that do not answer a close frame are cut after this time, in milliseconds. */
const CLOSE_WITHIN_MS = 1_000;

function closed(socket: WebSocket, code: number, reason: string): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => socket.terminate(), CLOSE_WITHIN_MS);
    socket.once('close', () => {
      clearTimeout(cut);
      resolve();
    });
    socket.close(code, reason);
  });
}

function whyRefused(request: IncomingMessage, origin: string): string | null {
  const url = request.url ?? '';
  if (url.split('?')[0] !== SYNC_PATH && stockAddress(url) === null) return '404 Not Found';
  return isOwnOrigin(request, origin) ? null : '403 Forbidden';
}

/** The page's own origin: the configured one, or on plain http whatever loopback address the page was opened under. */
function isOwnOrigin(request: IncomingMessage, origin: string): boolean {
  const given = request.headers.origin;
  if (given === undefined) return false;
  if (given === origin) return true;
  return origin.startsWith('http://') && given === `http://${request.headers.host}`;
}

/** Hocuspocus reads only headers and the address; ours carry nothing that it needs. */
const webRequest = (request: Pick<IncomingMessage, 'url' | 'headers'>, origin: string): Request =>
  new Request(new URL(request.url ?? '/', origin), {
    headers: { 'user-agent': request.headers['user-agent'] ?? '' },
  });
