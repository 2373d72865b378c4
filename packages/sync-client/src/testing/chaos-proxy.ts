import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A wire between a hub and a server that can be cut, or swallow everything without a word. */
export class ChaosProxy {
  readonly port: number;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private swallows = false;
  private isMute = false;

  private constructor(server: Server) {
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  static async before(target: number): Promise<ChaosProxy> {
    const server = createServer().listen(0, 'localhost');
    await once(server, 'listening');
    const proxy = new ChaosProxy(server);
    server.on('connection', (near) => {
      const far = connect(target, 'localhost');
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        proxy.sockets.add(from);
        from.on('data', (bytes) => {
          if (!proxy.swallows && !(proxy.isMute && from === far)) to.write(bytes);
        });
        from.on('close', () => {
          proxy.sockets.delete(from);
          if (!proxy.swallows) to.destroy();
        });
        from.on('error', () => from.destroy());
      }
    });
    return proxy;
  }

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  /** From now on bytes vanish, in both directions, and nobody is told. */
  blackHole(): void {
    this.swallows = true;
  }

  /** From now on the server hears everything, and nobody hears the server. */
  mute(): void {
    this.isMute = true;
  }

  /** New connections work again; those that lost bytes are cut. */
  heal(): void {
    this.swallows = false;
    this.isMute = false;
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, 'close');
  }
}
