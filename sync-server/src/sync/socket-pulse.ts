import type { WebSocket } from 'ws';

/**
 * Time without a byte after which a socket is dead, in milliseconds. A closed lid says no farewell; until its socket is
 * gone its person is here, and their cursor stands in everybody's note. Clients speak every two seconds, and a page
 * that sleeps in a background tab has a browser that answers for it.
 */
export const SILENCE_MS = 20_000;

/** Ends sockets on which nobody is any more. */
export class SocketPulse {
  readonly #silenceMs: number;
  readonly #heard = new Map<WebSocket, number>();
  readonly #ticker: NodeJS.Timeout;

  constructor(silenceMs = SILENCE_MS) {
    this.#silenceMs = silenceMs;
    this.#ticker = setInterval(() => this.#look(), silenceMs / 4);
    this.#ticker.unref();
  }

  watch(socket: WebSocket): void {
    const heard = () => this.#heard.set(socket, performance.now());
    heard();
    socket.on('message', heard);
    socket.on('pong', heard);
    socket.on('ping', heard);
    socket.once('close', () => {
      socket.off('message', heard);
      this.#heard.delete(socket);
    });
  }

  stop(): void {
    clearInterval(this.#ticker);
  }

  #look(): void {
    const now = performance.now();
    for (const [socket, heard] of this.#heard) {
      const silence = now - heard;
      if (silence > this.#silenceMs) socket.terminate();
      else if (silence > this.#silenceMs / 2) socket.ping();
    }
  }
}
