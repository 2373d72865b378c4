import type { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import type { WebSocketLike } from '@hocuspocus/server';
import type { WebSocket } from 'ws';
import { isWholeState } from './frames.ts';

/** Frames below this gain nothing by compression, in bytes. */
export const COMPRESS_OVER_BYTES = 1_024;
/** Bytes that may wait for a slow reader before its socket is closed; it comes back and syncs what it lacks. */
const MAX_BUFFERED_BYTES = 16 * 1024 * 1024;
/** `ws` and the standard number the state of an open socket so. */
export const OPEN = 1;
/** First byte of a frame that is one whole binary message (RFC 6455, 5.2). */
const WHOLE_BINARY = 0x82;

/** What the server needs of a socket: `ws` has it. */
export type DoorSocket = Pick<WebSocket, 'readyState' | 'bufferedAmount' | 'send' | 'close' | 'terminate'> &
  EventEmitter;

/**
 * Sockets as Hocuspocus writes to them. What a client lacks on opening a document is sent once and compresses well; a
 * broadcast goes to hundreds of sockets as one buffer, which compression would turn into hundreds of works. So it is
 * framed once, and every socket gets the same bytes; what one task has for a socket leaves it together. A call of the
 * system costs more than the frame.
 */
export class SocketWriter {
  readonly #held = new Set<Duplex>();
  #message: Uint8Array | null = null;
  #frame: Buffer = Buffer.alloc(0);

  /** `raw` is the stream under the socket, where there is one. */
  over(socket: DoorSocket, raw: Duplex | null): WebSocketLike {
    /** Frames that `ws` compresses: what comes after them goes the same way, so that none overtakes. */
    let compressing = 0;
    const compressed = (): void => {
      compressing -= 1;
    };
    return {
      get readyState() {
        return socket.readyState;
      },
      send: (data) => {
        if (socket.bufferedAmount > MAX_BUFFERED_BYTES) return socket.terminate();
        const bytes = data as Uint8Array;
        if (raw !== null) this.#hold(raw);
        const compress = bytes.length > COMPRESS_OVER_BYTES && isWholeState(bytes);
        if (compress) compressing += 1;
        if (compress || compressing > 0) socket.send(bytes, { compress }, compress ? compressed : undefined);
        else if (raw !== null && socket.readyState === OPEN) raw.write(this.#framed(bytes));
        else socket.send(bytes, { compress: false });
      },
      close(code, reason) {
        socket.close(code, reason);
      },
    };
  }

  /** Holds back what is written to a socket until the task that runs now is over, with all its microtasks. */
  #hold(raw: Duplex): void {
    if (this.#held.has(raw)) return;
    if (this.#held.size === 0) process.nextTick(() => this.#release());
    this.#held.add(raw);
    raw.cork();
  }

  #release(): void {
    const held = [...this.#held];
    this.#held.clear();
    for (const raw of held) raw.uncork();
  }

  /** The message as a frame; a broadcast asks for the same one again and again. */
  #framed(message: Uint8Array): Buffer {
    if (message !== this.#message) {
      this.#message = message;
      this.#frame = frameOf(message);
    }
    return this.#frame;
  }
}

function frameOf(message: Uint8Array): Buffer {
  const { length } = message;
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = WHOLE_BINARY;
  if (header === 2) frame[1] = length;
  else if (header === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.set(message, header);
  return frame;
}
