import net from 'node:net';
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import type { Lectern, Person } from './lectern.ts';

/** Longer than any measurement, in milliseconds: nothing is tried again behind its back. */
const NEVER_MS = 2 ** 31 - 1;

/** A client of the sync side as a browser is one: the real provider, compression offered, bytes counted on the wire. */
export class BrowserLike {
  readonly #socket: HocuspocusProviderWebsocket;
  readonly #ticket: string;
  readonly #wire: () => net.Socket;

  private constructor(socket: HocuspocusProviderWebsocket, ticket: string, wire: () => net.Socket) {
    this.#socket = socket;
    this.#ticket = ticket;
    this.#wire = wire;
  }

  /** Opens a socket with a ticket of this person. */
  static async connect(app: Lectern, person: Person): Promise<BrowserLike> {
    const ticket = await person.ticket();
    let wire: net.Socket | undefined;
    class Socket extends WebSocket {
      constructor(url: string | URL) {
        super(url, {
          origin: app.origin,
          createConnection: (options: net.NetConnectOpts) => {
            wire = net.connect(options);
            return wire;
          },
        } as WebSocket.ClientOptions);
      }
    }
    const socket = new HocuspocusProviderWebsocket({
      url: `ws://localhost:${app.port}/sync`,
      WebSocketPolyfill: Socket,
      maxAttempts: 1,
      messageReconnectTimeout: NEVER_MS,
    });
    await new Promise<void>((resolve) => socket.on('open', resolve));
    return new BrowserLike(socket, ticket, () => wire!);
  }

  /** Bytes that came over the socket so far, its opening included. */
  get received(): number {
    return this.#wire().bytesRead;
  }

  /** Opens a document and resolves when all that the server has is in it. */
  open(name: string, document = new Y.Doc()): Promise<Y.Doc> {
    return new Promise((resolve, reject) => {
      const provider: HocuspocusProvider = new HocuspocusProvider({
        websocketProvider: this.#socket,
        name,
        document,
        token: this.#ticket,
        awareness: null,
        sessionAwareness: true,
        onSynced: () => resolve(document),
        onAuthenticationFailed: ({ reason }) => reject(new Error(`${name}: ${reason}`)),
      });
      provider.attach();
    });
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** The documents that a person's hub opens first, and those of the channels. */
export const documentsOf = (person: Person, course: string, channels: readonly string[]): string[] => [
  `user/${person.id}/1`,
  `inbox/${person.id}/1`,
  `course/${course}/1`,
  ...channels.map((id) => `channel/${id}/1`),
];
