import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '@lectern/test-kit/free-port';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { testDatabases } from './database/test-database.ts';

const targets = await testDatabases();
const MAIN = path.join(import.meta.dirname, 'main.ts');

interface Run {
  readonly child: ChildProcess;
  /** Resolves with the text of both outputs so far, as soon as it matches. */
  says(pattern: RegExp): Promise<string>;
  /** Resolves with the exit code and everything it has said. */
  readonly ended: Promise<{ code: number | null; text: string }>;
}

describe('the process', () => {
  const running: ChildProcess[] = [];
  let dataDir: string;
  let port: number;
  beforeEach(async () => {
    dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'lectern main '));
    port = await freePort();
  });
  afterEach(async () => {
    for (const child of running.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
    }
    fs.rmSync(dataDir, { recursive: true, force: true });
  });

  const run = (variables: Record<string, string> = {}, args: string[] = []): Run => {
    const env = {
      PATH: process.env.PATH,
      PORT: `${port}`,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
      ...variables,
    };
    const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    running.push(child);
    let text = '';
    const listeners = new Set<() => void>();
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        for (const listener of listeners) listener();
      });
    }
    const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, text }));
    const says = (pattern: RegExp) =>
      new Promise<string>((resolve, reject) => {
        const look = () => {
          if (pattern.test(text)) resolve(text);
        };
        listeners.add(look);
        look();
        void ended.then(() => reject(new Error(`It ended and had only said: ${text}`)));
      });
    return { child, says, ended };
  };
  const get = (url: string) => fetch(`http://127.0.0.1:${port}${url}`);

  it('starts on nothing, prints its address and the set-up link, and ends in good order', async () => {
    const { child, says, ended } = run();
    const text = await says(/Open this once/);
    expect(text).toContain(`Lectern is open at http://localhost:${port}\n`);
    const token = text.match(
      /Open this once to set up Lectern: http:\/\/localhost:\d+\/setup\/(\S{32})\n/,
    )![1];
    expect((await get('/healthz')).status).toBe(200);
    expect((await get(`/api/setup/${token}`)).status).toBe(204);
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: 0, text });
    expect(fs.existsSync(path.join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);

    const again = run();
    const second = (await again.says(/Open this once/)).match(/setup\/(\S{32})/)![1];
    expect(second).not.toBe(token);
    expect((await get(`/api/setup/${token}`)).status).toBe(410);
    expect((await get(`/api/setup/${second}`)).status).toBe(204);
  });

  it('SEC-16 says everything in the structured log once it is open, also of sockets that send rubbish', async () => {
    const { says } = run();
    const opening = await says(/Open this once.*\n/);
    const socket = new WebSocket(`ws://127.0.0.1:${port}/sync`, { origin: `http://localhost:${port}` });
    await once(socket, 'open');
    const closed = once(socket, 'close');
    // A name, and then no type of message.
    socket.send(Uint8Array.of(1, 120, ...new Uint8Array(40).fill(255)));
    await closed;
    const text = await says(/Integer out of Range.*\n/);
    const lines = text.slice(opening.length).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: 40, from: 'console' }]);
  });

  // Tried again, because other tests may have the machine to themselves for a moment.
  it('listens again within three seconds of a kill', { retry: 2 }, async () => {
    const first = run();
    await first.says(/is open at/);
    first.child.kill('SIGKILL');
    await first.ended;
    const before = performance.now();
    await run().says(/is open at/);
    expect(performance.now() - before).toBeLessThan(3_000);
    expect((await get('/healthz')).status).toBe(200);
  });

  it('lists every fault of the configuration and starts nothing', async () => {
    const { ended } = run({
      PORT: '0',
      PUBLIC_URL: 'http://chat.example.edu',
      HOST: '0.0.0.0',
      LOG_LEVEL: 'loud',
    });
    const { code, text } = await ended;
    expect(code).toBe(2);
    for (const name of ['PORT', 'PUBLIC_URL', 'LOG_LEVEL']) expect(text).toContain(`\n  ${name} must`);
    expect(fs.readdirSync(dataDir)).toEqual([]);
  });

  it('does not demonstrate to the network', async () => {
    const { code, text } = await run({ HOST: '0.0.0.0' }, ['--demo']).ended;
    expect([code, text]).toEqual([2, expect.stringContaining('HOST must be this machine')]);
  });

  it('explains itself, and what it does not know', async () => {
    const help = await run({}, ['--help']).ended;
    expect(help).toMatchObject({ code: 0, text: expect.stringContaining('DATABASE_URL') });
    const unknown = await run({}, ['--dmeo']).ended;
    expect(unknown).toMatchObject({ code: 2, text: expect.stringContaining("'--dmeo'") });
  });

  it('says in words that the port is taken, and leaves no database running', async () => {
    await run().says(/is open at/);
    const other = fs.mkdtempSync(path.join(os.tmpdir(), 'lectern main '));
    const { code, text } = await run({ DATA_DIR: other }).ended;
    expect([code, text]).toEqual([
      1,
      expect.stringContaining(`Lectern did not start. Port ${port} is taken`),
    ]);
    expect(fs.existsSync(path.join(other, 'postgres', 'postmaster.pid'))).toBe(false);
    fs.rmSync(other, { recursive: true });
  });

  it('says in words that the database does not answer', async () => {
    const { code, text } = await run({ DATABASE_URL: 'postgres://lectern@127.0.0.1:1/lectern' }).ended;
    expect([code, text]).toEqual([
      1,
      expect.stringContaining('Lectern did not start. The database does not answer'),
    ]);
  });

  it.each(targets)('runs on a given database: $name', async (target) => {
    const database = await target.create();
    const { child, says, ended } = run({ DATABASE_URL: database.url });
    await says(/Open this once/);
    expect((await get('/healthz')).status).toBe(200);
    // No page asks for so much; who does is told so, and the others are served all the same.
    expect((await get(`/api/search?q=${'x'.repeat(1e6)}`)).status).toBe(431);
    expect((await get('/healthz')).status).toBe(200);
    child.kill('SIGINT');
    expect((await ended).code).toBe(0);
    expect(fs.readdirSync(dataDir)).toEqual([]);
    await database.drop();
  });
});
