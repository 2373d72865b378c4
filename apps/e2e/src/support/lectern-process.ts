import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { reportedViolations } from './reported-violations.ts';

const ROOT = path.join(import.meta.dirname, '../../../..');
const { NODE_COMPILE_CACHE } = process.env;
const SERVE_AS = path.join(ROOT, 'sync-server/src/testing/serve-as.ts');
/** A first start makes a database; on a busy machine that takes a while. Milliseconds. */
const STARTS_WITHIN_MS = 60_000;
/** Time for the database to end when nobody is left who could end it. Milliseconds. */
const ENDS_WITHIN_MS = 10_000;

/** A version of the server that this code is not; see `serve-as.ts` of the server. */
export interface OtherVersion {
  /** The oldest client that it serves, and what it speaks itself. */
  readonly oldest: number;
  readonly own: number;
  /** Folder of its app; that of this code when there is none. */
  readonly webApp?: string;
}

export interface LecternOptions {
  readonly port: number;
  /** The address that people open: it may lead here through a proxy. */
  readonly publicUrl: string;
  readonly dataDir: string;
  /** The course to try Lectern out in, with people who are ready to be signed in as. */
  readonly demo?: boolean;
  /** A database elsewhere than in `dataDir`. */
  readonly databaseUrl?: string;
}

/** The real server as a process, from the command line to its end, however it ends. */
export class LecternProcess {
  readonly #options: LecternOptions;
  #child: ChildProcess | null = null;
  #output = new Output();

  constructor(options: LecternOptions) {
    this.#options = options;
  }

  /** Resolves when it says that it is open. */
  async start(as?: OtherVersion): Promise<void> {
    const { port, publicUrl, dataDir, demo, databaseUrl } = this.#options;
    if (!existsSync(path.join(ROOT, 'apps/web/dist/index.html')))
      throw new Error('There is no web build. Make it: node packages/tooling/src/build-web.ts');
    const child = spawn(
      process.execPath,
      as
        ? [SERVE_AS, `${as.oldest}`, `${as.own}`, ...(as.webApp ? [as.webApp] : [])]
        : [path.join(ROOT, 'sync-server/src/main.ts'), ...(demo ? ['--demo'] : [])],
      {
        cwd: ROOT,
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          // As `npm start` sets it: without it, each start compiles the whole server.
          ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }),
          PORT: `${port}`,
          HOST: '127.0.0.1',
          PUBLIC_URL: publicUrl,
          DATA_DIR: dataDir,
          ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
          LOG_LEVEL: 'warn',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    this.#child = child;
    createInterface({ input: child.stdout! }).on('line', (line) => {
      if (line.includes('A page has broken its security policy.')) reportedViolations.push(line);
    });
    this.#output = new Output(child);
    await this.#output.says(/Lectern is open at (\S+)/);
  }

  /** The one-time link that a site without an account prints. */
  setupLink(): Promise<string> {
    return this.#output.says(/Open this once to set up Lectern: (\S+)\n/);
  }

  get runs(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null;
  }

  /** `kill -9`: it gets to say and save nothing more. Its database goes on, as it would. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || !this.runs) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** Ends it in good order, and a database that a kill has left behind. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child && this.runs) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await this.#endDatabase();
  }

  async #endDatabase(): Promise<void> {
    const file = path.join(this.#options.dataDir, 'postgres/postmaster.pid');
    if (!existsSync(file)) return;
    const pid = Number(readFileSync(file, 'utf8').split('\n', 1)[0]);
    try {
      process.kill(pid, 'SIGINT');
    } catch {
      return;
    }
    const end = Date.now() + ENDS_WITHIN_MS;
    while (existsSync(file) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What the process says, on both outputs. */
class Output {
  readonly #child: ChildProcess | undefined;
  #text = '';

  constructor(child?: ChildProcess) {
    this.#child = child;
    for (const stream of [child?.stdout, child?.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#text += text;
        child?.emit('said');
      });
  }

  /** Resolves with the first group of `pattern` as soon as it has been said. */
  says(pattern: RegExp): Promise<string> {
    const child = this.#child!;
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        clearTimeout(late);
        child.off('said', look);
        child.off('exit', ended);
        end();
      };
      const look = () => {
        const found = pattern.exec(this.#text)?.[1];
        if (found !== undefined) settle(() => resolve(found));
      };
      const fail = (what: string) =>
        settle(() => reject(new Error(`The server ${what} and had said: ${this.#text}`)));
      const ended = (code: number | null) => fail(`ended with ${code}`);
      const late = setTimeout(() => fail('was not heard in time'), STARTS_WITHIN_MS);
      child.on('said', look);
      child.on('exit', ended);
      look();
    });
  }
}
