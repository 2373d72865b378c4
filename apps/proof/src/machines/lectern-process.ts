import path from 'node:path';
import { Child } from './child.ts';

const MAIN = path.resolve(import.meta.dirname, '../../../../sync-server/src/main.ts');

export interface LecternOptions {
  readonly port: number;
  readonly publicUrl: string;
  readonly databaseUrl?: string;
  readonly dataDir?: string;
  readonly redisUrl?: string;
}

/** One instance of the real server. */
export class LecternProcess {
  readonly port: number;
  readonly #child: Child;

  constructor({ port, publicUrl, databaseUrl, dataDir, redisUrl }: LecternOptions) {
    this.port = port;
    const env = {
      PATH: process.env.PATH,
      PORT: `${port}`,
      PUBLIC_URL: publicUrl,
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      ...(dataDir === undefined ? {} : { DATA_DIR: dataDir }),
      ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
    };
    this.#child = new Child(process.execPath, [MAIN], { env });
  }

  get runs(): boolean {
    return this.#child.runs;
  }

  /** What it has said since it was started. */
  get output(): string {
    return this.#child.output;
  }

  /** The token of the set-up link; only the first instance on a fresh database prints one. */
  get setupToken(): string {
    const token = /\/setup\/(\S+)/.exec(this.#child.output)?.[1];
    if (token === undefined) throw new Error('the server printed no set-up link');
    return token;
  }

  start(): Promise<void> {
    return this.#child.start(/Lectern is open at .*\n/);
  }

  kill(): Promise<void> {
    return this.#child.end('SIGKILL');
  }

  terminate(): Promise<void> {
    return this.#child.end('SIGTERM');
  }
}
