import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from './free-port.ts';

/** Of a connection's first bytes so many are looked at for what it is: a browser's request fits in it. */
const MAX_HEAD = 4_096;

/** How the network is at the moment, for connections old and new. */
type Weather =
  | { readonly kind: 'clear'; readonly latencyMs: number }
  /** Every byte is swallowed and nothing is ever answered: no reset, no end, as behind a pulled cable. */
  | { readonly kind: 'black-hole' }
  /** The server hears everything, and nobody hears the server. */
  | { readonly kind: 'mute' };

/**
 * The network before a server, as a TCP proxy whose weather the tests make. It counts the WebSockets that go through it,
 * which is how many a client really holds.
 */
export class ChaosProxy {
  readonly #port: number;
  readonly #target: number;
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  #weather: Weather = { kind: 'clear', latencyMs: 0 };
  #onClear = Promise.withResolvers<void>();

  private constructor(port: number, target: number) {
    this.#port = port;
    this.#target = target;
    this.#server = createServer((client) => void this.#accept(client));
  }

  static async open(port: number, target: number): Promise<ChaosProxy> {
    const proxy = new ChaosProxy(port, target);
    await proxy.#listen();
    return proxy;
  }

  /** On a port of its own. */
  static async before(target: number): Promise<ChaosProxy> {
    return ChaosProxy.open(await freePort(), target);
  }

  /** Where a client finds the server through this network. */
  get origin(): string {
    return `http://localhost:${this.#port}`;
  }

  /** The network works. What a black hole has held back arrives now, late, as after a lost signal. */
  async pass(): Promise<void> {
    if (!this.#server.listening) await this.#listen();
    this.#weather = { kind: 'clear', latencyMs: 0 };
    this.#onClear.resolve();
  }

  /** Every byte takes so long, each way. */
  async slow(latencyMs: number): Promise<void> {
    await this.pass();
    this.#weather = { kind: 'clear', latencyMs };
  }

  /** From now on nothing gets through, and nobody is told. */
  blackHole(): void {
    this.#hold('black-hole');
  }

  /** From now on nothing comes back, and nobody is told. */
  mute(): void {
    this.#hold('mute');
  }

  /** The network works, for new connections: those that a black hole has held are broken, and what they carried is lost. */
  async heal(): Promise<void> {
    this.reset();
    await this.pass();
  }

  /** Breaks every connection there is; new ones are accepted. */
  reset(): void {
    for (const { client, server } of this.#connections) {
      client.resetAndDestroy();
      server?.destroy();
    }
    this.#connections.clear();
  }

  /** Nobody listens any more: connections break, new ones are refused. */
  refuse(): void {
    this.#server.close();
    this.reset();
  }

  /** Living WebSockets whose upgrade went through here. */
  get webSockets(): number {
    return [...this.#connections].filter((connection) => connection.isWebSocket).length;
  }

  close(): void {
    this.refuse();
    this.#weather = { kind: 'clear', latencyMs: 0 };
    this.#onClear.resolve();
  }

  #hold(kind: 'black-hole' | 'mute'): void {
    this.#onClear.resolve();
    this.#onClear = Promise.withResolvers();
    this.#weather = { kind };
  }

  async #listen(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  async #accept(client: Socket): Promise<void> {
    const connection: Connection = { client, server: null, isWebSocket: false };
    this.#connections.add(connection);
    client.setNoDelay();
    client.on('error', () => {});
    client.once('close', () => this.#connections.delete(connection));
    await this.#cleared(false);
    if (client.destroyed) return;
    const server = connect(this.#target, '127.0.0.1');
    connection.server = server;
    server.setNoDelay();
    // Nobody listens behind us: the browser must learn it as if it had tried itself.
    server.on('error', () => client.resetAndDestroy());
    void this.#carry(client, server, false, (first) => {
      connection.isWebSocket = /^upgrade: websocket\r$/im.test(first);
    });
    void this.#carry(server, client, true);
  }

  /** Carries one direction in order, at the pace of the weather. Reading stops while nothing gets through. */
  async #carry(from: Socket, to: Socket, isAnswer: boolean, onFirst?: (text: string) => void): Promise<void> {
    let first = onFirst;
    try {
      for await (const chunk of from) {
        first?.((chunk as Buffer).toString('latin1', 0, MAX_HEAD));
        first = undefined;
        await this.#cleared(isAnswer);
        if (!to.destroyed && !to.write(chunk as Buffer))
          await Promise.race([once(to, 'drain'), once(to, 'close')]);
      }
      await this.#cleared(isAnswer);
      to.end();
    } catch {
      await this.#cleared(isAnswer);
      to.destroy();
    }
  }

  async #cleared(isAnswer: boolean): Promise<void> {
    for (;;) {
      const weather = this.#weather;
      if (weather.kind === 'black-hole' || (weather.kind === 'mute' && isAnswer)) {
        await this.#onClear.promise;
        continue;
      }
      const latencyMs = weather.kind === 'clear' ? weather.latencyMs : 0;
      if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
      return;
    }
  }
}

interface Connection {
  readonly client: Socket;
  server: Socket | null;
  isWebSocket: boolean;
}
