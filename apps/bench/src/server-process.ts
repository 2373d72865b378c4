import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** A server under test in a process of its own. */
export interface ServerProcess {
  readonly port: number;
  readonly pid: number;
  /** CPU seconds used so far. */
  cpu(): number;
  /** Resident memory in bytes. */
  memory(): number;
  stop(): Promise<void>;
}

/** Starts a Node program and waits until it prints a line that matches `ready`. */
export async function startServer(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  port: number,
  ready: RegExp,
): Promise<ServerProcess & { readonly output: string }> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', process.env.BENCH_SERVER_LOG ? 'inherit' : 'ignore'],
  });
  const output = await firstOutput(child, ready);
  return {
    port,
    pid: child.pid!,
    output,
    cpu: () => cpuSeconds(child.pid!),
    memory: () => residentBytes(child.pid!),
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

function firstOutput(child: ChildProcess, ready: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      text += String(chunk);
      if (ready.test(text)) resolve(text);
    });
    child.once('exit', (code) =>
      reject(new Error(`the server ended with ${code} before it was ready: ${text}`)),
    );
  });
}

/** Clock ticks of /proc are hundredths of a second on Linux. */
const TICKS_PER_SECOND = 100;

function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

const residentBytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024;
