import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { freePort } from '@lectern/test-kit/free-port';
import { openCourse } from '../course.ts';
import { plainUpdates, STAMPED_TEXT, type System, stampOf } from '../fan-out.ts';
import { Lectern, type Person } from '../lectern.ts';
import { outboxUpdates, sendOp } from '../ops.ts';
import { RawClient } from '../raw-client.ts';
import { startServer } from '../server-process.ts';

/** The systems of the fan-out benchmark, each in a process of its own with a fresh document. */
export type Launch = () => Promise<System & { stop(): Promise<void> }>;

const script = (specifier: string) => fileURLToPath(import.meta.resolve(specifier));

/** The classic in-memory relay of Yjs documents. */
export const yWebsocket: Launch = async () => {
  const port = await freePort();
  const entry = fileURLToPath(
    new URL(
      '../../../node_modules/@y/websocket-server/src/server.js',
      `file://${script('@y/websocket-server/package.json')}`,
    ),
  );
  const server = await startServer([entry], { PORT: String(port), HOST: '127.0.0.1' }, port, /running/);
  return { ...plain('y-websocket', 'y-websocket', port), cpu: server.cpu, stop: server.stop };
};

/** Vanilla Hocuspocus in memory. */
export const hocuspocusMemory: Launch = async () => {
  const port = await freePort();
  const entry = fileURLToPath(new URL('./hocuspocus-memory-server.ts', import.meta.url));
  const server = await startServer([entry], { PORT: String(port) }, port, /ready/);
  return { ...plain('hocuspocus', 'hocuspocus', port), cpu: server.cpu, stop: server.stop };
};

function plain(name: string, dialect: System['dialect'], port: number) {
  const document = `bench-${randomUUID()}`;
  return {
    name,
    dialect,
    port,
    document,
    subscriberToken: async () => 'reader',
    writer: async (index: number, count: number) => ({
      document,
      token: 'writer',
      updates: plainUpdates(index, count),
    }),
  };
}

/** Lectern as it is: authorised, committed to the embedded database with fsync, indexed, then published. */
export const lectern: Launch = async () => {
  const app = await Lectern.start();
  const course = await openCourse(app);
  const people: Person[] = [];
  for (let i = 0; i < WRITERS; i++) people.push(await course.join(`Writer${i}`));
  const channel = randomUUID();
  await createChannel(app, course.admin, course.id, channel);
  return {
    name: 'lectern',
    dialect: 'hocuspocus',
    port: app.port,
    path: '/sync',
    document: `channel/${channel}/1`,
    subscriberToken: (index) => people[index % people.length]!.ticket(),
    async writer(index, count) {
      const person = people[index]!;
      return {
        document: `user/${person.id}/1`,
        token: await person.ticket(),
        updates: outboxUpdates(2_000_000 + index, sends(channel, count)).map(stampOf),
      };
    },
    cpu: () => app.server.cpu(),
    stop: () => app.stop(),
  };
};

/** People who write; more than one, because one person's ops are taken in order. */
const WRITERS = 10;
const sends = (channel: string, count: number) =>
  Array.from({ length: count }, () => sendOp({ channel, text: STAMPED_TEXT }));

/** Makes the channel through an outbox, the only way in which channels are made. */
async function createChannel(app: Lectern, person: Person, course: string, channel: string): Promise<void> {
  const op = {
    id: randomUUID(),
    kind: 'channel.create',
    channel,
    at: Date.now(),
    course,
    name: 'bench',
    topic: '',
    type: 'public',
  };
  const document = `user/${person.id}/1`;
  const client = new RawClient({
    port: app.port,
    dialect: 'hocuspocus',
    path: '/sync',
    document,
    token: await person.ticket(),
  });
  await client.open();
  client.sendUpdate(outboxUpdates(1_999_999, [op])[0]!);
  for (;;) {
    const found = await person.call('GET', `/api/channels/${channel}/messages`).then(
      () => true,
      () => false,
    );
    if (found) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  client.close();
}
