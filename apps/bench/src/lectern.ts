import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '@lectern/test-kit/free-port';
import pg from 'pg';
import { type ServerProcess, startServer } from './server-process.ts';

/** The server with rates that no client here can feel: one stands in for very many people. */
const MAIN = fileURLToPath(new URL('../../../sync-server/src/testing/main-for-load.ts', import.meta.url));
/** What `npm start` starts its Node with. */
const SERVER_OPTIONS: readonly string[] = JSON.parse(
  readFileSync(new URL('../../../sync-server/package.json', import.meta.url), 'utf8'),
).config.nodeOptions;
/** Line of `postmaster.pid` that names the folder of the socket, counted from 0. */
const SOCKET_LINE = 4;

export interface LecternOptions {
  /** The port of the address that people open, when it leads to the server through something else. */
  readonly publicPort?: number;
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[];
  /** Further variables of its environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A real Lectern on a fresh embedded database, driven over HTTP like any client. */
export class Lectern {
  readonly port: number;
  readonly origin: string;
  readonly #options: LecternOptions;
  readonly #folder: string;
  #server: (ServerProcess & { readonly output: string }) | null = null;

  private constructor(port: number, folder: string, options: LecternOptions) {
    this.port = port;
    this.origin = `http://localhost:${options.publicPort ?? port}`;
    this.#folder = folder;
    this.#options = options;
  }

  static async start(options: LecternOptions = {}): Promise<Lectern> {
    const folder = await mkdtemp(path.join(tmpdir(), 'lectern-bench-'));
    const lectern = new Lectern(await freePort(), folder, options);
    await lectern.#run(/\/setup\/\S+\n/);
    return lectern;
  }

  /** A further instance, on the database of one that runs and at the same address: its people are signed in here too. */
  static async beside(owner: Lectern, redisUrl: string): Promise<Lectern> {
    const folder = await mkdtemp(path.join(tmpdir(), 'lectern-bench-'));
    const address = `postgres://lectern@localhost/lectern?host=${encodeURIComponent(owner.#socketFolder())}`;
    const env = { DATABASE_URL: address, REDIS_URL: redisUrl };
    const lectern = new Lectern(await freePort(), folder, { env, publicPort: owner.port });
    await lectern.resume();
    return lectern;
  }

  get server(): ServerProcess & { readonly output: string } {
    if (this.#server === null) throw new Error('the server does not run');
    return this.#server;
  }

  /** Starts the process again on what it has stored. */
  resume(): Promise<void> {
    return this.#run(/is open at/);
  }

  async #run(ready: RegExp): Promise<void> {
    const env = {
      PORT: String(this.port),
      PUBLIC_URL: this.origin,
      DATA_DIR: this.#folder,
      LOG_LEVEL: 'error',
      NODE_ENV: 'production',
      ...this.#options.env,
    };
    const args = [...SERVER_OPTIONS, ...(this.#options.nodeOptions ?? []), MAIN];
    this.#server = await startServer(args, env, this.port, ready);
  }

  /** Ends the process in good order; what it has stored stays. */
  async halt(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    await server?.stop();
  }

  async stop(): Promise<void> {
    await this.halt();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** The embedded database itself, to fill it faster than people could. The caller ends the connection. */
  async database(): Promise<pg.Client> {
    const client = new pg.Client(
      this.#options.env?.DATABASE_URL ?? { host: this.#socketFolder(), user: 'lectern', database: 'lectern' },
    );
    // That the connection has gone is told by the next query, and nothing is to be told once all is over.
    client.on('error', () => {});
    await client.connect();
    return client;
  }

  #socketFolder(): string {
    const file = path.join(this.#folder, 'postgres', 'postmaster.pid');
    return readFileSync(file, 'utf8').split('\n')[SOCKET_LINE]!;
  }

  /** The first account, made through the set-up link that the server printed, and its course. */
  async setUp(): Promise<Person> {
    const link = /\/setup\/(\S+)/.exec(this.server.output);
    if (link === null) throw new Error('the server printed no set-up link');
    const account = { ...newAccount('Founder'), course: 'Bench' };
    return this.#enter('POST', `/api/setup/${link[1]}`, account);
  }

  /** A further account that joins by an invite. */
  async join(invite: string, name: string): Promise<Person> {
    return this.#enter('POST', `/api/join/${invite}`, newAccount(name));
  }

  async #enter(method: string, route: string, body: unknown): Promise<Person> {
    const answer = await fetch(`http://localhost:${this.port}${route}`, {
      method,
      headers: jsonHeaders(this.origin),
      body: JSON.stringify(body),
    });
    const me = (await answer.json()) as { id: string };
    if (!answer.ok) throw new Error(`${route}: ${answer.status} ${JSON.stringify(me)}`);
    const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0]!);
    return new Person(this, me.id, cookies);
  }
}

export class Person {
  /** The instance that they speak to. */
  readonly lectern: Lectern;
  readonly id: string;
  /** `name=value` of the session. */
  readonly cookies: readonly string[];

  constructor(lectern: Lectern, id: string, cookies: readonly string[]) {
    this.lectern = lectern;
    this.id = id;
    this.cookies = cookies;
  }

  /** The same person, in front of another instance. */
  at(lectern: Lectern): Person {
    return new Person(lectern, this.id, this.cookies);
  }

  async call<T>(method: string, route: string, body?: unknown): Promise<T> {
    return (await this.weigh<T>(method, route, body)).answer;
  }

  /** Calls on a connection of its own and says what came back, and in how many bytes on the wire. */
  weigh<T>(method: string, route: string, body?: unknown): Promise<{ answer: T; bytes: number }> {
    const headers = { ...jsonHeaders(this.lectern.origin), cookie: this.cookies.join('; ') };
    return new Promise((resolve, reject) => {
      const request = http.request(
        { port: this.lectern.port, method, path: route, headers, agent: false },
        (response) => {
          const { socket } = response;
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const text = String(Buffer.concat(chunks));
            if (response.statusCode! >= 300)
              reject(new Error(`${method} ${route}: ${response.statusCode} ${text}`));
            else
              resolve({ answer: (text === '' ? undefined : JSON.parse(text)) as T, bytes: socket.bytesRead });
          });
        },
      );
      request.on('error', reject);
      request.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  async ticket(): Promise<string> {
    return (await this.call<{ ticket: string }>('POST', '/api/socket-ticket', {})).ticket;
  }
}

const jsonHeaders = (origin: string) => ({ 'content-type': 'application/json', origin });

const newAccount = (name: string) => ({
  name,
  handle: name.toLowerCase(),
  email: `${name.toLowerCase()}@example.org`,
  password: 'a long enough password',
});
