import { randomBytes } from 'node:crypto';
import net from 'node:net';
import { constants, inflateRawSync } from 'node:zlib';
import * as encoding from 'lib0/encoding';

/**
 * A WebSocket client without a Y.Doc, so that one process can drain hundreds of thousands of frames a second. It
 * speaks RFC 6455 with a zero mask, without extensions unless it is told to, and two framings: y-websocket (`[type]…`, document in the
 * path) and Hocuspocus (`[document][type]…`).
 */
export type Dialect = 'y-websocket' | 'hocuspocus';

export interface RawClientOptions {
  readonly port: number;
  readonly dialect: Dialect;
  /** Document opened at once. */
  readonly document: string;
  readonly token?: string;
  readonly path?: string;
  /** Offers compression as browsers do. */
  readonly deflate?: boolean;
  /** What the client has of a document already, as a state vector; nothing where it says nothing. */
  readonly knows?: (document: string) => Uint8Array | undefined;
  readonly onFrame?: (buffer: Buffer, from: number, to: number) => void;
}

const SYNC = 0;
const AUTH = 2;
const STEP_2 = 1;
const UPDATE = 2;
const STATELESS = 5;
/** Bit of a frame that was deflated (RFC 7692). */
const COMPRESSED = 64;
/** A message ends without the empty block that would end the stream; each one is a stream of its own here. */
const INFLATE = { finishFlush: constants.Z_SYNC_FLUSH };
/** No struct and no deletion. */
const EMPTY_UPDATE = new Uint8Array([0, 0]);
const EMPTY_STATE_VECTOR = Uint8Array.of(0);

export class RawClient {
  frames = 0;
  bytes = 0;
  readonly #options: RawClientOptions;
  #socket: net.Socket | null = null;

  constructor(options: RawClientOptions) {
    this.#options = options;
  }

  /** Resolves when the upgrade is done and the document has been asked for. */
  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = net.connect(this.#options.port, '127.0.0.1');
      this.#socket = socket;
      socket.setNoDelay(true);
      socket.on('error', reject);
      socket.on('connect', () => socket.write(this.#upgrade()));
      let buffer: Buffer = Buffer.alloc(0);
      let up = false;
      socket.on('data', (chunk: Buffer) => {
        this.bytes += chunk.length;
        buffer = buffer.length > 0 ? Buffer.concat([buffer, chunk]) : chunk;
        if (!up) {
          const end = buffer.indexOf('\r\n\r\n');
          if (end < 0) return;
          const status = buffer.subarray(0, 12).toString();
          if (!status.includes('101')) return reject(new Error(`no upgrade: ${status}`));
          up = true;
          buffer = buffer.subarray(end + 4);
          this.openDocument(this.#options.document);
          resolve();
        }
        buffer = this.#readFrames(socket, buffer);
      });
    });
  }

  /** Opens one more document on the same socket; Hocuspocus only. */
  openDocument(name: string): void {
    if (this.#options.dialect === 'y-websocket') {
      this.#send((e) => {
        encoding.writeVarUint(e, SYNC);
        encoding.writeVarUint(e, 0);
        encoding.writeVarUint8Array(e, EMPTY_STATE_VECTOR);
      });
      return;
    }
    this.#send((e) => {
      encoding.writeVarString(e, name);
      encoding.writeVarUint(e, AUTH);
      encoding.writeVarUint(e, 0);
      encoding.writeVarString(e, this.#options.token ?? 'bench');
      encoding.writeVarString(e, '4.8.0');
    });
    this.#send((e) => {
      encoding.writeVarString(e, name);
      encoding.writeVarUint(e, SYNC);
      encoding.writeVarUint(e, 0);
      encoding.writeVarUint8Array(e, this.#options.knows?.(name) ?? EMPTY_STATE_VECTOR);
    });
    // What every client answers to the server's state vector: that it has nothing more.
    this.#send((e) => {
      encoding.writeVarString(e, name);
      encoding.writeVarUint(e, SYNC);
      encoding.writeVarUint(e, 1);
      encoding.writeVarUint8Array(e, EMPTY_UPDATE);
    });
  }

  sendUpdate(update: Uint8Array, document = this.#options.document): void {
    this.#send((e) => {
      if (this.#options.dialect === 'hocuspocus') encoding.writeVarString(e, document);
      encoding.writeVarUint(e, SYNC);
      encoding.writeVarUint(e, UPDATE);
      encoding.writeVarUint8Array(e, update);
    });
  }

  /** Sends a small message beside the first document; Hocuspocus only. */
  sendStateless(text: string): void {
    this.#send((e) => {
      encoding.writeVarString(e, this.#options.document);
      encoding.writeVarUint(e, STATELESS);
      encoding.writeVarString(e, text);
    });
  }

  close(): void {
    this.#socket?.destroy();
  }

  #upgrade(): string {
    const { port, dialect, document, path, deflate } = this.#options;
    return [
      `GET ${path ?? (dialect === 'y-websocket' ? `/${document}` : '/')} HTTP/1.1`,
      `Host: localhost:${port}`,
      `Origin: http://localhost:${port}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      'Sec-WebSocket-Version: 13',
      ...(deflate ? ['Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits'] : []),
      '\r\n',
    ].join('\r\n');
  }

  #send(write: (encoder: encoding.Encoder) => void): void {
    const encoder = encoding.createEncoder();
    write(encoder);
    this.#socket?.write(frame(encoding.toUint8Array(encoder), 2));
  }

  #readFrames(socket: net.Socket, buffer: Buffer): Buffer {
    let at = 0;
    while (buffer.length - at >= 2) {
      let length = buffer[at + 1]! & 127;
      let header = 2;
      if (length === 126) {
        if (buffer.length - at < 4) break;
        length = buffer.readUInt16BE(at + 2);
        header = 4;
      } else if (length === 127) {
        if (buffer.length - at < 10) break;
        length = Number(buffer.readBigUInt64BE(at + 2));
        header = 10;
      }
      if (buffer.length - at < header + length) break;
      const opcode = buffer[at]! & 15;
      const from = at + header;
      if (opcode === 9) socket.write(frame(buffer.subarray(from, from + length), 10));
      else if (opcode === 2) {
        this.frames += 1;
        if ((buffer[at]! & COMPRESSED) > 0) {
          const whole = inflateRawSync(buffer.subarray(from, from + length), INFLATE);
          this.#options.onFrame?.(whole, 0, whole.length);
        } else this.#options.onFrame?.(buffer, from, from + length);
      }
      at = from + length;
    }
    return at > 0 ? buffer.subarray(at) : buffer;
  }
}

/** The document whose state a Hocuspocus frame brings (`[name][sync][step 2]…`), or null for any other frame. */
export function syncedBy(buffer: Buffer, from: number, to: number): string | null {
  // Names of ours are shorter than 128, so that their length is one byte.
  const end = from + 1 + buffer[from]!;
  return end + 1 < to && buffer[end] === SYNC && buffer[end + 1] === STEP_2
    ? buffer.toString('utf8', from + 1, end)
    : null;
}

/** One final frame with a zero mask, so that the payload goes out as it is. */
function frame(payload: Uint8Array, opcode: number): Buffer {
  const n = payload.length;
  const header = n < 126 ? 2 : n < 65_536 ? 4 : 10;
  const bytes = Buffer.alloc(header + 4 + n);
  bytes[0] = 128 | opcode;
  if (header === 2) bytes[1] = 128 | n;
  else if (header === 4) {
    bytes[1] = 254;
    bytes.writeUInt16BE(n, 2);
  } else {
    bytes[1] = 255;
    bytes.writeBigUInt64BE(BigInt(n), 2);
  }
  bytes.set(payload, header + 4);
  return bytes;
}
