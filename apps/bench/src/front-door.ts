import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { text } from 'node:stream/consumers';

/** A page that the service worker of the app keeps too, though the app does not know of it. */
export interface ExtraFile {
  readonly type: string;
  readonly text: string;
}

const SERVICE_WORKER = '/service-worker.js';
/** How the list of files to keep begins in the built service worker. */
const LIST_BEGINS = /\[(?=\{"?(?:revision|url)"?:)/;

/**
 * Stands between browsers and the server: tells which files were asked for, adds files of its own to those that the
 * service worker keeps, and can be shut.
 */
export class FrontDoor {
  readonly port: number;
  /** What was asked for, and when: milliseconds since 1970. */
  readonly asked: { readonly path: string; readonly at: number }[] = [];
  readonly #server: http.Server;
  #target = 0;

  private constructor(port: number, server: http.Server) {
    this.port = port;
    this.#server = server;
  }

  static async open(extra: Readonly<Record<string, ExtraFile>> = {}): Promise<FrontDoor> {
    const server = http.createServer((request, response) => door.#answer(request, response, extra));
    server.on('upgrade', (request: http.IncomingMessage, socket: net.Socket) =>
      door.#upgrade(request, socket),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const door = new FrontDoor((server.address() as net.AddressInfo).port, server);
    return door;
  }

  leadTo(port: number): void {
    this.#target = port;
  }

  /** From now on nobody listens here. */
  shut(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #answer(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    extra: Readonly<Record<string, ExtraFile>>,
  ): void {
    const path = request.url!.split('?')[0]!;
    this.asked.push({ path, at: performance.timeOrigin + performance.now() });
    const file = extra[path];
    if (file !== undefined) {
      response.setHeader('content-type', file.type).end(file.text);
      return;
    }
    const isWorker = path === SERVICE_WORKER && Object.keys(extra).length > 0;
    const headers = isWorker ? { ...request.headers, 'accept-encoding': 'identity' } : request.headers;
    const onward = http.request(
      { port: this.#target, method: request.method, path: request.url, headers, agent: false },
      async (answer) => {
        if (!isWorker || answer.statusCode !== 200) {
          response.writeHead(answer.statusCode!, answer.headers);
          answer.pipe(response);
          return;
        }
        const script = withFiles(await text(answer), Object.keys(extra));
        const { etag: _, ...others } = answer.headers;
        response.writeHead(200, { ...others, 'content-length': Buffer.byteLength(script) }).end(script);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  }

  #upgrade(request: http.IncomingMessage, socket: net.Socket): void {
    const onward = net.connect(this.#target, '127.0.0.1');
    const names = request.rawHeaders.filter((_, at) => at % 2 === 0);
    const lines = names.map((name, at) => `${name}: ${request.rawHeaders[2 * at + 1]}`);
    onward.write([`GET ${request.url} HTTP/1.1`, ...lines, '\r\n'].join('\r\n'));
    for (const [from, to] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      from.setNoDelay(true);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
    this.#server.once('close', () => socket.destroy());
  }
}

function withFiles(script: string, paths: readonly string[]): string {
  if (!LIST_BEGINS.test(script)) throw new Error('the service worker has no list of files to keep');
  const entries = paths.map((path) => `${JSON.stringify({ url: path, revision: 'bench' })},`).join('');
  return script.replace(LIST_BEGINS, (bracket) => bracket + entries);
}
