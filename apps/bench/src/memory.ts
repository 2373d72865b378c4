import { setTimeout as wait } from 'node:timers/promises';
import { documentsOf } from './browser-like.ts';
import { addChannels, type Course, fillChannels, openCourse } from './course.ts';
import { Lectern, type Person } from './lectern.ts';
import { RawClient, syncedBy } from './raw-client.ts';
import { ROUNDS, reportDetail, reportRow } from './report.ts';

const CHANNELS = 30;
const MESSAGES = 300;
const CLIENTS = Number(process.env.BENCH_CLIENTS ?? 150);
/** Clients that are there before the count begins, so that documents are loaded and code is compiled. */
const WARM = 10;
/** Memory counts as settled when it has moved by less than a hundredth over this time. */
const QUIET_MS = 3_000;
const SETTLES_WITHIN_MS = 30_000;

/** What one more idle client with 30 channels costs the server: resident memory, nothing forced. */
export async function measureMemory(): Promise<void> {
  const app = await Lectern.start();
  try {
    const course = await openCourse(app);
    const people: Person[] = [];
    for (let i = 0; i < WARM + CLIENTS; i++) people.push(await course.join(`Person${i}`));
    const db = await app.database();
    const names = Array.from({ length: CHANNELS }, (_, index) => `channel-${index}`);
    const channels = await addChannels(db, course, names);
    await fillChannels(db, channels, MESSAGES, people.slice(0, WARM));
    await db.end();
    const each: number[] = [];
    const base: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await app.halt();
      await app.resume();
      const clients: RawClient[] = [];
      for (const person of people.slice(0, WARM)) clients.push(await connect(app, course, person, channels));
      const before = await settledMemory(app);
      for (const person of people.slice(WARM)) clients.push(await connect(app, course, person, channels));
      each.push(((await settledMemory(app)) - before) / CLIENTS / 1_000);
      base.push(before / 1_000_000);
      for (const client of clients) client.close();
    }
    reportRow(
      `server memory per idle client with ${CHANNELS} channels`,
      each,
      { atMost: 200, aim: 150 },
      'kB',
      0,
    );
    reportDetail(`server with ${WARM} clients`, base, 'MB', 0);
  } finally {
    await app.stop();
  }
}

/** A client that has opened all its documents and has been sent all of them. */
async function connect(
  app: Lectern,
  course: Course,
  person: Person,
  channels: readonly string[],
): Promise<RawClient> {
  const [first, ...others] = documentsOf(person, course.id, channels) as [string, ...string[]];
  const waiting = new Set([first, ...others]);
  const { promise, resolve } = Promise.withResolvers<void>();
  const client = new RawClient({
    port: app.port,
    dialect: 'hocuspocus',
    path: '/sync',
    document: first,
    token: await person.ticket(),
    deflate: true,
    onFrame: (buffer, from, to) => {
      const name = syncedBy(buffer, from, to);
      if (name !== null && waiting.delete(name) && waiting.size === 0) resolve();
    },
  });
  await client.open();
  for (const name of others) client.openDocument(name);
  await promise;
  return client;
}

async function settledMemory(app: Lectern): Promise<number> {
  const deadline = performance.now() + SETTLES_WITHIN_MS;
  let before = app.server.memory();
  while (performance.now() < deadline) {
    await wait(QUIET_MS);
    const now = app.server.memory();
    if (Math.abs(now - before) < before / 100) return now;
    before = now;
  }
  return before;
}
