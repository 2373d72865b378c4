import { EventEmitter } from 'node:events';
import type { LinkEnd } from '@lectern/test-kit';
import type { DoorSocket } from '../sync/socket-writer.ts';

const OPEN = 1;
const CLOSED = 3;

/** The server's end of a link in memory, as the door takes it. */
export class MemorySocket extends EventEmitter implements Omit<DoorSocket, keyof EventEmitter> {
  readyState: 0 | 1 | 2 | 3 = OPEN;
  readonly bufferedAmount = 0;
  readonly #end: LinkEnd<Uint8Array>;
  readonly #onClosed: () => void;

  constructor(end: LinkEnd<Uint8Array>, onClosed: () => void) {
    super();
    this.#end = end;
    this.#onClosed = onClosed;
    end.onMessage((frame) => {
      if (this.readyState === OPEN) this.emit('message', Buffer.from(frame), true);
    });
    end.onChange((up) => {
      if (!up) this.close();
    });
  }

  send(data: unknown): void {
    if (this.readyState === OPEN) this.#end.send((data as Uint8Array).slice());
  }

  close(code = 1000, reason = ''): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    this.#onClosed();
    this.emit('close', code, Buffer.from(reason));
  }

  terminate(): void {
    this.close(1006);
  }
}
