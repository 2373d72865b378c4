import type { UserId } from '@lectern/contracts';
import { freePort } from '@lectern/test-kit/free-port';
import { hashPassword } from '../accounts/passwords.ts';
import { createServer, type Server } from '../create-server.ts';
import { insertAccount } from '../database/accounts.ts';
import type { TestDatabase, TestTarget } from '../database/test-database.ts';
import { readEnv } from '../env.ts';
import { createLog } from '../log.ts';
import { Population } from './population.ts';
import { RawSocket } from './raw-socket.ts';

/** Everybody's password. */
export const PASSWORD = 'correct horse battery';

/** HTTP and sockets together on a real port, as people meet them. Owns its teardown. */
export class WholeServer {
  readonly database: TestDatabase;
  readonly people: Population;
  readonly port: number;
  readonly #server: Server;

  private constructor(database: TestDatabase, server: Server, port: number) {
    this.database = database;
    this.people = new Population(database.db);
    this.port = port;
    this.#server = server;
  }

  static async start(target: TestTarget): Promise<WholeServer> {
    const database = await target.create();
    const port = await freePort();
    const read = readEnv({ LOG_LEVEL: 'silent', PORT: `${port}` });
    if (!read.ok) throw new Error(read.faults.join('\n'));
    const server = await createServer({ env: read.env, log: createLog(read.env), database });
    await server.listen();
    return new WholeServer(database, server, port);
  }

  async stop(): Promise<void> {
    await this.#server.close();
    await this.database.drop();
  }

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  /** Somebody with an account and a password, who has not signed in. */
  async account(name: string): Promise<{ readonly id: UserId; readonly email: string }> {
    const handle = name.toLowerCase();
    const email = `${handle}@example.org`;
    const passwordHash = await hashPassword(PASSWORD);
    const made = await this.database.db
      .transaction()
      .execute((trx) => insertAccount(trx, { name, handle, email, passwordHash }, false));
    if (!made.ok) throw new Error(made.why);
    return { id: made.person, email };
  }

  /** Signs in on a browser of its own. */
  async signIn(email: string): Promise<SignedIn> {
    const signedIn = new SignedIn(this);
    const answer = await signedIn.send('POST', '/api/sign-in', { email, password: PASSWORD });
    if (!answer.ok) throw new Error(`signing in was answered with ${answer.status}`);
    return signedIn;
  }
}

/** A browser with a session, and a socket of it. */
export class SignedIn {
  readonly #server: WholeServer;
  cookie = '';

  constructor(server: WholeServer) {
    this.#server = server;
  }

  async send(method: string, path: string, body?: object): Promise<Response> {
    const { origin } = this.#server;
    const answer = await fetch(origin + path, {
      method,
      headers: { origin, cookie: this.cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    for (const line of answer.headers.getSetCookie()) this.cookie = line.split(';')[0]!;
    return answer;
  }

  async ticket(): Promise<string> {
    return ((await (await this.send('POST', '/api/socket-ticket')).json()) as { ticket: string }).ticket;
  }

  /** A socket of this session that has these documents open. */
  async socket(...addresses: string[]): Promise<RawSocket> {
    const { port, origin } = this.#server;
    const socket = await RawSocket.open(`ws://localhost:${port}/sync`, origin);
    const ticket = await this.ticket();
    for (const address of addresses) {
      const answer = await socket.enter(address, ticket);
      if (typeof answer === 'object') throw new Error(`${address} was answered with ${answer.why}`);
    }
    return socket;
  }
}
