import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program in a process of its own, which is started, ended and started again as it was. */
export class Child {
  readonly #program: string;
  readonly #args: readonly string[];
  readonly #options: SpawnOptions;
  #process: ChildProcess | null = null;
  /** What it has printed since it was last started. */
  output = '';

  constructor(program: string, args: readonly string[], options: SpawnOptions = {}) {
    this.#program = program;
    this.#args = args;
    this.#options = options;
  }

  get runs(): boolean {
    return this.#process !== null && this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Starts it, without waiting for anything. */
  launch(): ChildProcess {
    const child = spawn(this.#program, this.#args, { ...this.#options, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = child;
    this.output = '';
    for (const stream of [child.stdout!, child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    return child;
  }

  /** Starts it, and resolves when what it prints says that it is ready. */
  async start(ready: RegExp): Promise<void> {
    const child = this.launch();
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        if (ready.test(this.output)) resolve();
      };
      for (const stream of [child.stdout!, child.stderr!]) stream.on('data', look);
      child.once('error', reject);
      child.once('close', (code) =>
        reject(new Error(`${this.#program} ended with ${code} before it was ready: ${this.output}`)),
      );
    });
  }

  /** Sends a signal, and resolves when the process has gone. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }
}
