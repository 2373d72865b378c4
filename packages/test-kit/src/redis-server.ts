import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** Where Debian's package puts it. */
const PROGRAM = '/usr/bin/redis-server';

/** Whether there is a Redis to test with; `npm test` says so when there is none. */
export const hasRedis = existsSync(PROGRAM);

/** How often is tried whether it listens, in milliseconds. */
const TRY_EVERY_MS = 20;

/** A Redis of a test's own, which can be killed and started again where it was. It keeps nothing. */
export class RedisServer {
  readonly #port: number;
  #process: ChildProcess | null = null;

  private constructor(port: number) {
    this.#port = port;
  }

  static async start(): Promise<RedisServer> {
    const redis = new RedisServer(await freePort());
    await redis.restart();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  async kill(): Promise<void> {
    const process = this.#process;
    this.#process = null;
    if (process === null || process.exitCode !== null) return;
    process.kill('SIGKILL');
    await once(process, 'exit');
  }

  async restart(): Promise<void> {
    await this.kill();
    const args = ['--port', `${this.#port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    this.#process = spawn(PROGRAM, args, { stdio: 'ignore' });
    while (!(await this.#answers())) await sleep(TRY_EVERY_MS);
  }

  #answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.#port, '127.0.0.1', () => socket.end(() => resolve(true)));
      socket.on('error', () => resolve(false));
    });
  }
}
