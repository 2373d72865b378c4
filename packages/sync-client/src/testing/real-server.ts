import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { CourseId, Me } from '@lectern/contracts';
import { freePort } from '@lectern/test-kit/free-port';
import { ServerClient } from './server-client.ts';

const ROOT = path.resolve(import.meta.dirname, '../../../..');
const MAIN = path.join(ROOT, 'sync-server/src/main.ts');
/** Where one client stands in for many people: no rate is felt. */
const MAIN_FOR_LOAD = path.join(ROOT, 'sync-server/src/testing/main-for-load.ts');
const SERVE_AS = path.join(ROOT, 'sync-server/src/testing/serve-as.ts');
const START_WITHIN_MS = 60_000;
const PASSWORD = 'correct horse battery';

/** The real server process on its own embedded database: started, killed without mercy, started again. */
export class RealServer {
  readonly port: number;
  private readonly main: string;
  private dataDir: string;
  private readonly formerDirs: string[] = [];
  private process: ChildProcess | null = null;
  private tellSetupToken: (token: string) => void = () => {};
  private readonly setupToken = new Promise<string>((resolve) => {
    this.tellSetupToken = resolve;
  });
  private people = 0;
  /** Its log, and who waits for a line of it. */
  private readonly said: string[] = [];
  private readonly onLine = new Set<() => void>();

  private constructor(port: number, dataDir: string, main: string) {
    this.port = port;
    this.main = main;
    this.dataDir = dataDir;
  }

  /** @param isWide whether its rates are too wide to be felt */
  static async start(givenDir?: string, isWide = false): Promise<RealServer> {
    const dataDir = givenDir ?? (await mkdtemp(path.join(tmpdir(), 'lectern-hub-')));
    const server = new RealServer(await freePort(), dataDir, isWide ? MAIN_FOR_LOAD : MAIN);
    await server.run();
    return server;
  }

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  /** Resolves when the server listens. `as`: the oldest client that it serves and what it speaks, as another version. */
  async run(as?: readonly [oldest: number, own: number]): Promise<void> {
    const child = spawn(process.execPath, as ? [SERVE_AS, `${as[0]}`, `${as[1]}`] : [this.main], {
      env: { ...process.env, PORT: String(this.port), DATA_DIR: this.dataDir, LOG_LEVEL: 'warn' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process = child;
    await new Promise<void>((resolve, reject) => {
      let complaint = '';
      const timer = setTimeout(
        () => reject(new Error(`the server did not start: ${complaint}`)),
        START_WITHIN_MS,
      );
      child.stderr!.setEncoding('utf8').on('data', (text: string) => {
        complaint += text;
      });
      child.once('close', (code) => reject(new Error(`the server ended with ${code}: ${complaint}`)));
      createInterface({ input: child.stdout! }).on('line', (line) => {
        this.said.push(line);
        for (const tell of this.onLine) tell();
        const token = /\/setup\/(\S+)$/.exec(line)?.[1];
        if (token !== undefined) this.tellSetupToken(token);
        if (!line.startsWith('Lectern is open')) return;
        clearTimeout(timer);
        resolve();
      });
    });
  }

  get runs(): boolean {
    return this.process !== null && this.process.exitCode === null && this.process.signalCode === null;
  }

  /** The process of its database. */
  get databasePid(): number {
    const file = path.join(this.dataDir, 'postgres/postmaster.pid');
    return Number(readFileSync(file, 'utf8').split('\n', 1)[0]);
  }

  /** Resolves when its log has a line with these words. */
  async logs(words: RegExp): Promise<void> {
    const heard = Promise.withResolvers<void>();
    const look = (): void => {
      if (this.said.some((line) => words.test(line))) heard.resolve();
    };
    this.onLine.add(look);
    look();
    await heard.promise;
    this.onLine.delete(look);
  }

  /** Ends the process as a power cut would. */
  async kill(): Promise<void> {
    const child = this.process;
    this.process = null;
    if (child === null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async stop(): Promise<void> {
    await this.end();
    for (const dir of [this.dataDir, ...this.formerDirs]) await rm(dir, { recursive: true, force: true });
  }

  /** Writes a backup while the server runs, as an operator does. Answers its file. */
  async backUp(): Promise<string> {
    const file = path.join(this.dataDir, `${crypto.randomUUID()}.backup`);
    await this.operate('backup', file);
    return file;
  }

  /** The server is lost; another one begins from a backup, in a place of its own. */
  async goBackTo(file: string): Promise<void> {
    await this.end();
    this.formerDirs.push(this.dataDir);
    this.dataDir = await mkdtemp(path.join(tmpdir(), 'lectern-hub-'));
    await this.operate('restore', file);
    await this.run();
  }

  private async operate(command: 'backup' | 'restore', file: string): Promise<void> {
    const script = path.join(ROOT, `sync-server/src/backup/${command}.ts`);
    const child = spawn(process.execPath, [script, file], {
      env: { ...process.env, DATA_DIR: this.dataDir },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaint = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      complaint += text;
    });
    const [code] = (await once(child, 'close')) as [number];
    if (code !== 0) throw new Error(`${command} ended with ${code}: ${complaint}`);
  }

  /** In good order. */
  private async end(): Promise<void> {
    const child = this.process;
    this.process = null;
    if (child === null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }

  /** The first account, with a course of its own. */
  async setUp(origin = this.origin): Promise<{ client: ServerClient; me: Me }> {
    const client = new ServerClient(origin, this.origin);
    const body = { ...this.newAccount(), course: 'Optics' };
    const me = await client.request<Me>('POST', `/setup/${await this.setupToken}`, body);
    return { client, me };
  }

  /** One more person, who came by an invite. */
  async invite(by: ServerClient, course: CourseId, role = 'student', origin = this.origin) {
    const { url } = await by.request<{ url: string }>('POST', `/courses/${course}/invites`, { role });
    const client = new ServerClient(origin, this.origin);
    const token = new URL(url).pathname.split('/').at(-1);
    const me = await client.request<Me>('POST', `/join/${token}`, this.newAccount());
    return { client, me };
  }

  signIn(client: ServerClient, me: Me): Promise<Me> {
    return client.request('POST', '/sign-in', { email: me.email, password: PASSWORD });
  }

  private newAccount() {
    this.people += 1;
    const handle = `person${this.people}`;
    return { name: `Person ${this.people}`, handle, email: `${handle}@example.org`, password: PASSWORD };
  }
}
