import { once } from 'node:events';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';

/** Longest that a test waits for a word of the server, in milliseconds. */
const PATIENCE_MS = 25_000;

/** The messages of the Hocuspocus protocol by their numbers on the wire, those of the server's side included. */
export const messageTypes = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  syncReply: 4,
  stateless: 5,
  broadcastStateless: 6,
  close: 7,
  syncStatus: 8,
  ping: 9,
  pong: 10,
} as const;

/** A frame as the server sent it. */
export interface Heard {
  readonly address: string;
  readonly type: number;
  /** All that stands behind the type. */
  readonly rest: Uint8Array;
}

/** A client that says exactly the bytes it is told to and keeps all that it hears: the protocol without its manners. */
export class RawSocket {
  readonly socket: WebSocket;
  readonly heard: Heard[] = [];
  /** Code and reason of the closing; null while it is open. */
  ended: { readonly code: number; readonly reason: string } | null = null;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('error', () => {});
    socket.on('message', (data: Buffer) => this.heard.push(read(data)));
    socket.on('close', (code: number, reason: Buffer) => {
      this.ended = { code, reason: String(reason) };
    });
  }

  /** Resolves when the server has taken the upgrade. */
  static async open(url: string, origin: string): Promise<RawSocket> {
    const raw = new RawSocket(new WebSocket(url, { origin }));
    await once(raw.socket, 'open');
    return raw;
  }

  send(frame: Uint8Array): void {
    this.socket.send(frame);
  }

  /** Shows a ticket for a document, and resolves with the answer: what it may be, or why not. */
  async enter(
    address: string,
    ticket: string,
  ): Promise<'readonly' | 'read-write' | { readonly why: string }> {
    const before = this.heard.length;
    this.send(authFrame(address, ticket));
    const answer = () =>
      this.heard.slice(before).find((one) => one.address === address && one.type === messageTypes.auth);
    await this.until(() => answer() !== undefined, `an answer about ${address}`);
    const found = answer()!;
    const decoder = decoding.createDecoder(found.rest);
    const isRefused = decoding.readVarUint(decoder) === 1;
    const word = decoding.readVarString(decoder);
    return isRefused ? { why: word } : (word as 'readonly' | 'read-write');
  }

  /** What was heard on a document, of one type. */
  on(address: string, type: number): Heard[] {
    return this.heard.filter((one) => one.address === address && one.type === type);
  }

  stateless(address: string): string[] {
    return this.on(address, messageTypes.stateless).map(({ rest }) =>
      decoding.readVarString(decoding.createDecoder(rest)),
    );
  }

  /** Resolves when the server has handled all that was sent on a document before this. */
  async answers(address: string): Promise<void> {
    const pongs = () => this.stateless(address).filter((text) => text.includes('"pong"')).length;
    const before = pongs();
    this.send(statelessFrame(address, JSON.stringify({ t: 'ping' })));
    await this.until(() => pongs() > before, 'a pong');
  }

  async closed(): Promise<{ readonly code: number; readonly reason: string }> {
    await this.until(() => this.ended !== null, 'the server to close the socket');
    return this.ended!;
  }

  /** Resolves when a condition holds, looking again with every frame; fails when the socket ends before. */
  until(holds: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        clearTimeout(late);
        this.socket.off('message', look);
        this.socket.off('close', look);
        end();
      };
      const look = () => {
        if (holds()) settle(resolve);
        else if (this.ended !== null)
          settle(() => reject(new Error(`closed while waiting for ${what}: ${JSON.stringify(this.ended)}`)));
      };
      const late = setTimeout(
        () => settle(() => reject(new Error(`waited in vain for ${what}`))),
        PATIENCE_MS,
      );
      this.socket.on('message', look);
      this.socket.on('close', look);
      look();
    });
  }

  /** Ends it without a farewell. */
  drop(): void {
    this.socket.terminate();
  }
}

function read(data: Buffer): Heard {
  const decoder = decoding.createDecoder(new Uint8Array(data));
  const address = decoding.readVarString(decoder);
  const type = decoding.readVarUint(decoder);
  return { address, type, rest: new Uint8Array(data).slice(decoder.pos) };
}

/** A frame for a document: its address, the type of the message, and what `write` puts behind. */
export function frameFor(
  address: string,
  type: number,
  write: (encoder: encoding.Encoder) => void = () => {},
): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, address);
  encoding.writeVarUint(encoder, type);
  write(encoder);
  return encoding.toUint8Array(encoder);
}

export const authFrame = (address: string, ticket: string): Uint8Array =>
  frameFor(address, messageTypes.auth, (encoder) => {
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarString(encoder, ticket);
  });

/** `step`: 0 a state vector, 1 all that one has, 2 an update. */
export const syncFrame = (address: string, step: number, bytes: Uint8Array): Uint8Array =>
  frameFor(address, messageTypes.sync, (encoder) => {
    encoding.writeVarUint(encoder, step);
    encoding.writeVarUint8Array(encoder, bytes);
  });

export const statelessFrame = (address: string, payload: string): Uint8Array =>
  frameFor(address, messageTypes.stateless, (encoder) => encoding.writeVarString(encoder, payload));

/** One client's awareness, as y-protocols writes it. */
export const awarenessFrame = (
  address: string,
  client: number,
  clock: number,
  state: unknown,
): Uint8Array => {
  const states = encoding.createEncoder();
  for (const number of [1, client, clock]) encoding.writeVarUint(states, number);
  encoding.writeVarString(states, JSON.stringify(state));
  return frameFor(address, messageTypes.awareness, (encoder) =>
    encoding.writeVarUint8Array(encoder, encoding.toUint8Array(states)),
  );
};

/** What somebody has who has nothing. */
export const NOTHING = Uint8Array.of(0);
