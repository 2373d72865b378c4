import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Hocuspocus } from '@hocuspocus/server';
import {
  isServed,
  MAX_FRAME_BYTES,
  type NoteId,
  PROTOCOL_PARAMETER,
  type ServedProtocols,
  socketCloseCodes,
  type UserId,
} from '@lectern/contracts';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { isOwnOrigin } from '../http/origin.ts';
import type { Buckets } from '../limits/buckets.ts';
import type { Clock } from '../limits/clock.ts';
import { Backlog } from './backlog.ts';
import { headOf, isShortlyAddressed } from './frames.ts';
import { SocketPulse } from './socket-pulse.ts';
import type { SocketSession, SyncContext } from './socket-session.ts';
import { COMPRESS_OVER_BYTES, type DoorSocket, OPEN, SocketWriter } from './socket-writer.ts';
import { StatelessPace } from './stateless-pace.ts';
import { StockSocket, stockAddress } from './stock-socket.ts';
import type { UpdateInlet } from './update-inlet.ts';

/** Where sockets connect. */
export const SYNC_PATH = '/sync';
/**
 * A socket that has once sent a compressed frame keeps what the compressor needs, 256 kB by default. A window of 8 kB and
 * tables of 16 kB compress a channel into 6 % more and make it 48 kB.
 */
const DEFLATE = { windowBits: 13, memLevel: 5, level: 6 } as const;
/** It also keeps the piece that comes out of either direction at a time, 64 kB by default. In bytes. */
const PIECE_BYTES = 4 * 1024;
/** Sockets without a ticket spent are closed after this time, in milliseconds. */
const IDENTIFY_WITHIN_MS = 10_000;
/**
 * Sockets that may wait for their ticket at a time. More than the largest lecture hall that comes back at once, each
 * for some milliseconds; who opens sockets and says nothing takes no more memory than these.
 */
export const MAX_WAITING_SOCKETS = 2_000;
/**
 * Bytes that a socket may say before its ticket has been spent. A hub asks for up to six hundred documents in one breath,
 * each in less than two hundred bytes, and may put an outbox behind that. Counted twice, see below.
 */
export const MAX_WAITING_BYTES = 2 * MAX_FRAME_BYTES;
/** The same of all waiting sockets together: whoever they are, they take no more memory than this. */
export const MAX_WAITING_BYTES_OF_ALL = 64 * 1024 * 1024;

/**
 * Bytes that a socket may have sent and that wait to be handled: the handshakes of all notes that a person has written in
 * offline. What comes beyond would be kept in memory for as long as the sender likes.
 */
const MAX_BACKLOG_BYTES = 16 * MAX_FRAME_BYTES;

export interface SocketDoor {
  /** Takes a socket that has been opened already. */
  accept(socket: DoorSocket): void;
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Closes every socket with a code and a reason, some after the others, and resolves when they are gone. */
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
  /** How often each person may say something beside their documents. */
  readonly stateless: Pick<Buckets<UserId>, 'take'>;
  readonly clock: Clock;
  readonly onClosed: (session: SocketSession) => void;
  readonly log: Logger;
  /** Time without a byte after which a socket is dead, in milliseconds. */
  readonly silenceMs?: number | undefined;
  readonly protocols: ServedProtocols;
}): SocketDoor {
  const { hocuspocus, origin, inlet, stateless, clock, onClosed, log, protocols } = options;
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
      zlibDeflateOptions: { level: DEFLATE.level, memLevel: DEFLATE.memLevel, chunkSize: PIECE_BYTES },
      zlibInflateOptions: { chunkSize: PIECE_BYTES },
    },
  });
  const writer = new SocketWriter();
  const waiting = new WaitingRoom();
  /** `stream` is what lies under the socket, where there is one. */
  const welcome = (
    socket: DoorSocket,
    request: Request,
    stream: Duplex | null,
    only: NoteId | null = null,
  ) => {
    const session: SocketSession = {
      id: crypto.randomUUID(),
      socket,
      only,
      ended: false,
      open: 0,
      identity: null,
      spending: null,
      standing: null,
      changes: 0,
      viewing: null,
      own: null,
      writing: new Map(),
      notes: new Map(),
      attention: 'online',
      backlog: new Backlog(),
    };
    waiting.enter(session);
    // Bytes count as they come in, half a frame as well, and once more when they are a message: it may have been packed.
    const count = (bytes: number): void => {
      if (session.identity === null && !waiting.holds(session, bytes)) socket.terminate();
    };
    const countChunk = (chunk: Buffer): void => count(chunk.length);
    stream?.on('data', countChunk);
    const connection = hocuspocus.handleConnection(
      writer.over(socket, only === null ? stream : null),
      request,
      { session },
    );
    const pace = new StatelessPace(stateless, clock, (frame) => connection.handleMessage(frame));
    const deadline = setTimeout(() => {
      if (session.identity === null) socket.close(socketCloseCodes.unauthorised, 'no ticket in time');
    }, IDENTIFY_WITHIN_MS);
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      count(data.byteLength);
      if (session.identity !== null) {
        stream?.off('data', countChunk);
        waiting.leave(session);
      }
      // Who was told to go is not heard any more, though `ws` leaves them time to answer.
      if (socket.readyState !== OPEN) return;
      if (!isBinary) return socket.close(1003, 'binary frames only');
      const frame = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      // Every answer and every broadcast repeats the address that a document was opened under.
      if (!isShortlyAddressed(frame)) return socket.close(1008, 'no address of a document');
      if (inlet.takes(session, frame)) return;
      const head = headOf(frame);
      // Whoever may read a document may write its awareness, whatever it says, and it is kept in memory and sent to all
      // who have it open: a short script had the server send 40 MB a second to each. Presence has ways of its own.
      if (head?.is === 'awareness') return;
      const { identity, backlog } = session;
      if (head?.is === 'stateless' && identity !== null)
        return pace.heard(identity.user, head.address, frame);
      if (head !== null) backlog.add(head.address, frame);
      if (backlog.bytes > MAX_BACKLOG_BYTES)
        return socket.close(socketCloseCodes.tooMuch, 'more than is taken at this rate');
      connection.handleMessage(frame);
    });
    socket.on('error', (error: Error) => log.debug({ err: error }, 'socket error'));
    socket.on('close', (code: number, reason: Buffer) => {
      clearTimeout(deadline);
      pace.stop();
      session.ended = true;
      waiting.leave(session);
      connection.handleClose({ code, reason: String(reason) });
      onClosed(session);
    });
  };
  return {
    accept: (socket) => welcome(socket, webRequest({ url: SYNC_PATH, headers: {} }, origin), null),
    handleUpgrade(request, socket, head) {
      const refusal =
        whyRefused(request, origin, protocols) ?? (waiting.isFull() ? '503 Service Unavailable' : null);
      socket.on('error', () => socket.destroy());
      if (refusal !== null) {
        // Nobody watches over it any more: one whose other side stays would stay for ever, half open.
        socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
          socket.destroy(),
        );
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
          socket,
          stock.note,
        );
        stockSocket.begin();
      });
    },
    async closeAll(code, reason) {
      pulse.stop();
      // Nobody comes in any more: of them nobody would take leave.
      server.close();
      const clients = [...server.clients];
      const atOnce = Math.max(GOODBYES_AT_ONCE, Math.ceil(clients.length / MOST_STEPS_OF_GOODBYES));
      const closing: Promise<void>[] = [];
      for (const socket of clients) {
        closing.push(closed(socket, code, reason));
        if (closing.length % atOnce === 0 && closing.length < clients.length) await sleep(GOODBYE_PAUSE_MS);
      }
      await Promise.all(closing);
    },
  };
}

/** Sockets that have not said who they are, and how many bytes each has said instead. */
class WaitingRoom {
  readonly #bytes = new Map<SocketSession, number>();
  #bytesOfAll = 0;

  enter(session: SocketSession): void {
    this.#bytes.set(session, 0);
  }

  leave(session: SocketSession): void {
    this.#bytesOfAll -= this.#bytes.get(session) ?? 0;
    this.#bytes.delete(session);
  }

  isFull(): boolean {
    if (this.#bytes.size >= MAX_WAITING_SOCKETS) this.#dismissKnown();
    return this.#bytes.size >= MAX_WAITING_SOCKETS;
  }

  /** Takes in bytes of one of them. Answers whether there is room for them. */
  holds(session: SocketSession, bytes: number): boolean {
    const own = (this.#bytes.get(session) ?? 0) + bytes;
    this.#bytes.set(session, own);
    this.#bytesOfAll += bytes;
    if (this.#bytesOfAll > MAX_WAITING_BYTES_OF_ALL) this.#dismissKnown();
    return own <= MAX_WAITING_BYTES && this.#bytesOfAll <= MAX_WAITING_BYTES_OF_ALL;
  }

  #dismissKnown(): void {
    for (const session of this.#bytes.keys()) if (session.identity !== null) this.leave(session);
  }
}

/**
 * So many sockets are closed together, one group every 20 ms: whoever is sent away is at another instance's door in the
 * next moment, and a lecture hall that came in one instant would wait there. Of more than 1,000 each group is larger, for
 * an end that takes longer than two seconds is no end.
 */
const GOODBYES_AT_ONCE = 10;
const GOODBYE_PAUSE_MS = 20;
const MOST_STEPS_OF_GOODBYES = 100;
/** Sockets that do not answer a close frame are cut after this time, in milliseconds. */
const CLOSE_WITHIN_MS = 1_000;

function closed(socket: WebSocket, code: number, reason: string): Promise<void> {
  return new Promise((resolve) => {
    // It has left by itself before its turn came, and says so no more.
    if (socket.readyState === socket.CLOSED) return resolve();
    const cut = setTimeout(() => socket.terminate(), CLOSE_WITHIN_MS);
    socket.once('close', () => {
      clearTimeout(cut);
      resolve();
    });
    socket.close(code, reason);
  });
}

function whyRefused(request: IncomingMessage, origin: string, protocols: ServedProtocols): string | null {
  const url = request.url ?? '';
  const [path, query] = url.split('?', 2);
  if (path !== SYNC_PATH && stockAddress(url) === null) return '404 Not Found';
  if (!isOwnOrigin({ publicUrl: origin }, request.headers)) return '403 Forbidden';
  // A ticket may come from a server that has been replaced since. Stock clients speak no protocol of ours.
  const said = new URLSearchParams(query).get(PROTOCOL_PARAMETER);
  return path !== SYNC_PATH || isServed(protocols, said) ? null : '426 Upgrade Required';
}

/** Hocuspocus reads only headers and the address; ours carry nothing that it needs. */
const webRequest = (request: Pick<IncomingMessage, 'url' | 'headers'>, origin: string): Request =>
  new Request(new URL(request.url ?? '/', origin), {
    headers: { 'user-agent': request.headers['user-agent'] ?? '' },
  });
