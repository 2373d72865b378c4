import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import * as Y from 'yjs';
import { plainUpdates, STAMPED_TEXT, type System, stampOf, type WriterPlan } from '../fan-out.ts';
import { freePort, Lectern, type Person } from '../lectern.ts';
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
  const admin = await app.setUp();
  const [course] = await admin.call<{ id: string }[]>('GET', '/api/courses');
  const invite = await admin.call<{ url: string }>('POST', `/api/courses/${course!.id}/invites`, {
    role: 'student',
  });
  const token = invite.url.split('/').at(-1)!;
  const people: Person[] = [];
  for (let i = 0; i < WRITERS; i++) people.push(await app.join(token, `Writer${i}`));
  const channel = randomUUID();
  await createChannel(app, admin, course!.id, channel);
  return {
    name: 'lectern',
    dialect: 'hocuspocus',
    port: app.server.port,
    path: '/sync',
    document: `channel/${channel}/1`,
    subscriberToken: (index) => people[index % people.length]!.ticket(),
    async writer(index, count) {
      const person = people[index]!;
      return {
        document: `user/${person.id}/1`,
        token: await person.ticket(),
        updates: outboxUpdates(channel, index, count),
      };
    },
    cpu: app.server.cpu,
    stop: () => app.stop(),
  };
};

/** People who write; more than one, because one person's ops are taken in order. */
const WRITERS = 10;
/** Ops that an honest outbox holds while their outcomes are on the way. */
const UNACKNOWLEDGED = 32;

/** Updates of an outbox as an honest device makes them: each adds an op and takes out one that has its outcome. */
export function outboxUpdates(channel: string, writer: number, count: number): WriterPlan['updates'] {
  const doc = new Y.Doc();
  doc.clientID = 2_000_000 + writer;
  const updates: Buffer[] = [];
  doc.on('update', (update) => updates.push(Buffer.from(update)));
  const outbox = doc.getArray('outbox');
  const body = { kind: 'plain', blocks: [{ t: 'p', c: [{ t: 'text', s: STAMPED_TEXT }] }] };
  for (let i = 0; i < count; i++) {
    doc.transact(() => {
      if (outbox.length >= UNACKNOWLEDGED) outbox.delete(0, 1);
      outbox.push([{ id: randomUUID(), kind: 'send', channel, at: Date.now(), body }]);
    });
  }
  return updates.map(stampOf);
}

/** Makes the channel through an outbox, the only way in which channels are made. */
async function createChannel(app: Lectern, person: Person, course: string, channel: string): Promise<void> {
  const doc = new Y.Doc();
  let update: Uint8Array = new Uint8Array();
  doc.on('update', (bytes: Uint8Array) => {
    update = bytes;
  });
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
  doc.getArray('outbox').push([op]);
  const document = `user/${person.id}/1`;
  const client = new RawClient({
    port: app.server.port,
    dialect: 'hocuspocus',
    path: '/sync',
    document,
    token: await person.ticket(),
  });
  await client.open();
  client.sendUpdate(update);
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
