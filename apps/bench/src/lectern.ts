import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ServerProcess, startServer } from './server-process.ts';

const MAIN = fileURLToPath(new URL('../../../sync-server/src/main.ts', import.meta.url));

/** A real Lectern on a fresh embedded database, driven over HTTP like any client. */
export class Lectern {
  readonly server: ServerProcess & { readonly output: string };
  readonly #folder: string;

  private constructor(server: ServerProcess & { readonly output: string }, folder: string) {
    this.server = server;
    this.#folder = folder;
  }

  static async start(args: readonly string[] = []): Promise<Lectern> {
    const folder = await mkdtemp(path.join(tmpdir(), 'lectern-bench-'));
    const port = await freePort();
    const env = { PORT: String(port), DATA_DIR: folder, LOG_LEVEL: 'error', NODE_ENV: 'production' };
    return new Lectern(await startServer([MAIN, ...args], env, port, /http:\/\/localhost:\d+/), folder);
  }

  get origin(): string {
    return `http://localhost:${this.server.port}`;
  }

  /** The first account, made through the set-up link that the server printed, and its course. */
  async setUp(): Promise<Person> {
    const link = /\/setup\/(\S+)/.exec(this.server.output);
    if (link === null) throw new Error('the server printed no set-up link');
    const account = { ...newAccount('admin'), course: 'Bench' };
    return this.#enter('POST', `/api/setup/${link[1]}`, account);
  }

  /** A further account that joins by an invite. */
  async join(invite: string, name: string): Promise<Person> {
    return this.#enter('POST', `/api/join/${invite}`, newAccount(name));
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #enter(method: string, route: string, body: unknown): Promise<Person> {
    const answer = await fetch(this.origin + route, {
      method,
      headers: jsonHeaders(this.origin),
      body: JSON.stringify(body),
    });
    const me = (await answer.json()) as { id: string; lives: { user: number } };
    if (!answer.ok) throw new Error(`${route}: ${answer.status} ${JSON.stringify(me)}`);
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    return new Person(this.origin, me.id, cookie);
  }
}

export class Person {
  readonly id: string;
  readonly #origin: string;
  readonly #cookie: string;

  constructor(origin: string, id: string, cookie: string) {
    this.#origin = origin;
    this.id = id;
    this.#cookie = cookie;
  }

  async call<T>(method: string, route: string, body?: unknown): Promise<T> {
    const answer = await fetch(this.#origin + route, {
      method,
      headers: { ...jsonHeaders(this.#origin), cookie: this.#cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${route}: ${answer.status} ${await answer.text()}`);
    return (answer.status === 204 ? undefined : await answer.json()) as T;
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

/** A port that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
