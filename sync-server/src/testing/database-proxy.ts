import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';

/**
 * A way to a database that can be cut and mended, as a network does it: connections break and new ones are refused. It can
 * also swallow all that is said, as a machine does that is gone without a word.
 */
export class DatabaseProxy {
  readonly #socketPath: string;
  readonly #database: string;
  readonly #sockets = new Set<Socket>();
  /** From whom to whom. */
  readonly #ways = new Map<Socket, Socket>();
  #isSilent = false;
  #server: Server | null = null;
  #port = 0;

  private constructor(socketPath: string, database: string) {
    this.#socketPath = socketPath;
    this.#database = database;
  }

  /** @param url of a test database, which names the folder of a Unix socket */
  static async start(url: string): Promise<DatabaseProxy> {
    const { pathname, searchParams } = new URL(url);
    const proxy = new DatabaseProxy(path.join(searchParams.get('host')!, '.s.PGSQL.5432'), pathname.slice(1));
    await proxy.mend();
    return proxy;
  }

  get url(): string {
    return `postgres://lectern@127.0.0.1:${this.#port}/${this.#database}`;
  }

  cut(): void {
    this.#server?.close();
    this.#server = null;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Passes nothing on any more, and says nothing of it. */
  hang(): void {
    this.#isSilent = true;
    for (const [from, to] of this.#ways) from.unpipe(to);
  }

  /** Passes on what was said meanwhile, and all that comes. */
  goOn(): void {
    this.#isSilent = false;
    for (const [from, to] of this.#ways) from.pipe(to);
  }

  async mend(): Promise<void> {
    const server = createServer((outside) => {
      const inside = connect(this.#socketPath);
      for (const [one, other] of [
        [outside, inside],
        [inside, outside],
      ] as const) {
        this.#sockets.add(one);
        one.on('error', () => {});
        one.on('close', () => {
          this.#sockets.delete(one);
          this.#ways.delete(one);
          other.destroy();
        });
        this.#ways.set(one, other);
        if (!this.#isSilent) one.pipe(other);
      }
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }
}
