import { EventEmitter } from 'node:events';
import {
  closeReasons,
  formatDocumentName,
  isUuid,
  lifeOfMoved,
  MAX_FRAME_BYTES,
  type NoteId,
  socketCloseCodes,
} from '@lectern/contracts';
import type { WebSocket } from 'ws';
import { addressed, isPresence, isSync, ticketFrame, unaddressed } from './frames.ts';
import type { DoorSocket } from './socket-writer.ts';

/** Where stock clients of the Yjs WebSocket protocol connect: the note follows, and the ticket as `?ticket=`. */
export const STOCK_PATH = '/yjs/';

/** The note and the ticket that an address names; null for any other address. */
export function stockAddress(url: string): { readonly note: NoteId; readonly ticket: string } | null {
  if (!url.startsWith(STOCK_PATH)) return null;
  const { pathname, searchParams } = new URL(url, 'ws://localhost');
  const note = pathname.slice(STOCK_PATH.length);
  const ticket = searchParams.get('ticket');
  return isUuid(note) && ticket !== null ? { note: note as NoteId, ticket } : null;
}

/**
 * A socket of a stock `y-websocket` client, as the door takes any other: it seems to show its ticket in a frame and to
 * name its note in each. So all checks of the main door hold for it, and the same log.
 *
 * Such a client takes an answer to its awareness as the sign of life. It gets its own back and nobody else sees it:
 * who is in a note is told by messages that it does not know.
 */
export class StockSocket extends EventEmitter implements Omit<DoorSocket, keyof EventEmitter> {
  readonly #socket: WebSocket;
  readonly #note: NoteId;
  readonly #ticket: string;
  /** Which life the note is in is learnt by asking for the first. */
  #life = 1;
  /** What was said before that was known. */
  readonly #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #isOpen = false;

  constructor(socket: WebSocket, note: NoteId, ticket: string) {
    super();
    this.#socket = socket;
    this.#note = note;
    this.#ticket = ticket;
    socket.on('message', (data: Buffer, isBinary: boolean) => this.#hear(data, isBinary));
    socket.on('close', (code, reason) => this.emit('close', code, reason));
    socket.on('error', (error) => this.emit('error', error));
  }

  get readyState() {
    return this.#socket.readyState;
  }

  get bufferedAmount() {
    return this.#socket.bufferedAmount;
  }

  /** Shows the ticket; the door listens by now. */
  begin(): void {
    this.#say(ticketFrame(this.#address, this.#ticket));
  }

  send(frame: unknown, options: object = {}, done?: () => void): void {
    const said = unaddressed(frame as Uint8Array);
    if (said !== null && 'sync' in said) {
      this.#socket.send(said.sync, options, done);
      return;
    }
    done?.();
    if (said !== null) this.#closed(said.closes);
    // Let in: the handshake has no other frame of another kind.
    else if (!this.#isOpen) this.#open();
  }

  close(code?: number, reason?: string): void {
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  get #address(): string {
    return formatDocumentName('note', this.#note, this.#life);
  }

  /** The server closes the note, which is all there is on this socket; or it only names the note's present life. */
  #closed(reason: string): void {
    const life = lifeOfMoved(reason);
    if (life !== null && !this.#isOpen && this.#life === 1) {
      this.#life = life;
      this.begin();
    } else if (reason === closeReasons.unauthorised) this.close(socketCloseCodes.unauthorised, reason);
    else this.close(socketCloseCodes.accessChanged, reason);
  }

  #hear(data: Buffer, isBinary: boolean): void {
    const message = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    if (!isBinary) this.emit('message', data, isBinary);
    else if (isPresence(message)) this.#echo(message);
    else if (isSync(message) && this.#isOpen) this.#say(addressed(this.#address, message));
    else if (isSync(message)) this.#wait(message.slice());
  }

  #echo(message: Uint8Array): void {
    if (this.#isOpen && this.#socket.bufferedAmount === 0) this.#socket.send(message);
  }

  #wait(message: Uint8Array): void {
    this.#waitingBytes += message.length;
    if (this.#waitingBytes > MAX_FRAME_BYTES)
      this.close(socketCloseCodes.tooMuch, 'too much before the handshake');
    else this.#waiting.push(message);
  }

  #open(): void {
    this.#isOpen = true;
    for (const message of this.#waiting.splice(0)) this.#say(addressed(this.#address, message));
  }

  #say(frame: Uint8Array): void {
    this.emit('message', Buffer.from(frame), true);
  }
}
