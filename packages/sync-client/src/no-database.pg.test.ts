import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ChannelId, HistoryPage, OpId, UserId } from '@lectern/contracts';
import { plainText } from '@lectern/rich-text';
import { afterEach, expect, test, vi } from 'vitest';
import type { TimelineView, TimelineWindow } from './port-values.ts';
import { newChannel, sendOp } from './testing/make.ts';
import { RealServer } from './testing/real-server.ts';
import type { ServerClient } from './testing/server-client.ts';
import { TestHub } from './testing/test-hub.ts';

/** A server process whose database fails under it, and people who go on writing. */
const PATIENCE_MS = 40_000;
const WHOLE_TEST_MS = 150_000;
/** Room for an empty database and a little more. */
const DISK = '160m';
const isRoot = process.getuid?.() === 0;
const needsRoot = isRoot || process.env.CI === 'true' ? test : test.skip;
if (!isRoot) console.log('skipped: needs root');

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
}, 60_000);

needsRoot(
  'a full disk: nobody is told what is not so, and all is committed once there is room (needs root)',
  async () => {
    const disk = mountDisk();
    const server = await start(path.join(disk, 'data'));
    const people = await twoWriters(server);
    await people.write('before');
    await people.areTold();

    const ballast = path.join(disk, 'ballast');
    fillUp(ballast);
    for (let i = 0; i < 20; i++)
      await people.write(`while it is full ${i} ${randomBytes(5_000).toString('hex')}`);
    await server.logs(/No space left on device/);
    await people.holdOnlyWhatIsStored();
    expect(people.waiting).toBeGreaterThan(0);
    expect(server.runs).toBe(true);
    // Whoever reads is served, and so it is well.
    expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);

    rmSync(ballast);
    await people.areTold();
    await people.holdOnlyWhatIsStored();
    await people.foundEverythingOnce();
  },
  WHOLE_TEST_MS,
);

test(
  'a database that stands still, and one that dies: nobody is told what is not so, and all is committed once',
  async () => {
    const server = await start();
    const people = await twoWriters(server);
    await people.write('before');
    await people.areTold();

    const frozen = processesOf(server.databasePid);
    for (const pid of frozen) process.kill(pid, 'SIGSTOP');
    for (let i = 0; i < 5; i++) await people.write(`while it stands still ${i}`);
    expect((await fetch(`${server.origin}/healthz`)).status).toBe(503);
    expect(people.toldOf('stands still')).toEqual([]);
    for (const pid of frozen) process.kill(pid, 'SIGCONT');
    await people.areTold();

    const before = server.databasePid;
    process.kill(before, 'SIGKILL');
    for (let i = 0; i < 5; i++) await people.write(`while it is dead ${i}`);
    await people.areTold();
    expect(server.databasePid).not.toBe(before);
    expect(server.runs).toBe(true);
    expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
    await people.holdOnlyWhatIsStored();
    await people.foundEverythingOnce();
  },
  WHOLE_TEST_MS,
);

async function start(dataDir?: string): Promise<RealServer> {
  const server = await RealServer.start(dataDir);
  ends.push(() => server.stop());
  return server;
}

async function twoWriters(server: RealServer): Promise<Writers> {
  const ada = await server.setUp();
  const hub = openHub(ada.client);
  await hub.tab.command('open', ada.me);
  const { courses } = await hub.until('sidebar', null, (value) => value.courses.length > 0);
  const course = courses[0]!.id;
  const bob = await server.invite(ada.client, course);
  const theirs = openHub(bob.client);
  await theirs.tab.command('open', bob.me);
  const channel = newChannel();
  await hub.tab.command('submit', {
    kind: 'channel.create',
    id: crypto.randomUUID() as OpId,
    at: 1,
    channel,
    course,
    name: 'room',
    topic: '',
    type: 'public',
  });
  await theirs.until('timeline', windowOf(channel), (view) => view.ready, PATIENCE_MS);
  return new Writers(
    [new Writer(hub, ada.me.id, channel), new Writer(theirs, bob.me.id, channel)],
    ada.client,
    channel,
  );
}

function openHub(client: ServerClient): TestHub {
  const hub = new TestHub(client);
  ends.push(() => hub.stop());
  return hub;
}

/** Somebody who writes, and what the screen says of it at the moment. */
class Writer {
  readonly written: string[] = [];
  private readonly hub: TestHub;
  private readonly id: UserId;
  private readonly channel: ChannelId;
  private view: TimelineView | null = null;

  constructor(hub: TestHub, id: UserId, channel: ChannelId) {
    this.id = id;
    this.hub = hub;
    this.channel = channel;
    ends.push(
      hub.hub.watch('timeline', windowOf(channel), (view) => {
        this.view = view;
      }),
    );
  }

  async write(text: string): Promise<void> {
    this.written.push(text);
    await this.hub.tab.command('submit', sendOp(this.channel, text));
  }

  /** Own messages that are shown to be on the server: those without a rung have been there for a while. */
  get told(): string[] {
    const own =
      this.view?.items.filter(
        ({ record, rung }) => record.author === this.id && (rung ?? 'server') === 'server',
      ) ?? [];
    return own.map(({ record }) => ('body' in record ? plainText(record.body) : ''));
  }
}

class Writers {
  private readonly writers: readonly Writer[];
  private readonly client: ServerClient;
  private readonly channel: ChannelId;

  constructor(writers: readonly Writer[], client: ServerClient, channel: ChannelId) {
    this.writers = writers;
    this.client = client;
    this.channel = channel;
  }

  async write(text: string): Promise<void> {
    for (const [n, writer] of this.writers.entries()) await writer.write(`${n}: ${text}`);
  }

  get waiting(): number {
    return this.writers.reduce((sum, writer) => sum + writer.written.length - writer.told.length, 0);
  }

  toldOf(words: string): string[] {
    return this.writers.flatMap((writer) => writer.told.filter((text) => text.includes(words)));
  }

  /** All that they have written is shown to be on the server. */
  async areTold(): Promise<void> {
    await vi.waitFor(() => {
      for (const writer of this.writers) expect(writer.told).toEqual(writer.written);
    }, PATIENCE_MS);
  }

  async holdOnlyWhatIsStored(): Promise<void> {
    const told = this.writers.flatMap((writer) => writer.told);
    const stored = new Set(await this.stored());
    expect(told.filter((text) => !stored.has(text))).toEqual([]);
  }

  async foundEverythingOnce(): Promise<void> {
    const stored = await this.stored();
    for (const [n, { written }] of this.writers.entries())
      expect(stored.filter((text) => text.startsWith(`${n}:`))).toEqual(written);
  }

  private async stored(): Promise<string[]> {
    const texts: string[] = [];
    for (let after = 0; ; ) {
      const page = await this.client.request<HistoryPage>(
        'GET',
        `/channels/${this.channel}/messages?after=${after}`,
      );
      for (const message of page.messages) texts.push('body' in message ? plainText(message.body) : '');
      if (page.reachesEnd) return texts;
      after = page.to;
    }
  }
}

const windowOf = (channel: ChannelId): TimelineWindow => ({ channel, anchor: 'end', before: 200, after: 0 });

/** A disk of its own, which is small. */
function mountDisk(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'lectern-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'lectern', folder]);
  ends.push(() => {
    execFileSync('umount', [folder]);
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** Writes until nothing more fits. */
function fillUp(file: string): void {
  const handle = openSync(file, 'w');
  const piece = Buffer.alloc(4_096, 1);
  try {
    for (;;) writeSync(handle, piece);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(handle);
  }
}

/** A process and those that it has started. */
function processesOf(parent: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const children = pids.filter((pid) => {
    try {
      return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]) === parent;
    } catch {
      // It has ended meanwhile.
      return false;
    }
  });
  return [parent, ...children.map(Number)];
}
