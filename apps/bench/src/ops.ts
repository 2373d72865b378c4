import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import * as Y from 'yjs';
import type { Lectern, Person } from './lectern.ts';
import { RawClient, syncedBy } from './raw-client.ts';

/** Ops that an outbox holds while their outcomes are on the way. */
const UNACKNOWLEDGED = 32;
/** Messages on their way at the most, of all speakers. No outbox lets go of an op before so many have followed it. */
const IN_FLIGHT = 200;
/** A socket that says nothing else is closed by the server after a minute. Milliseconds. */
const PING_EVERY_MS = 10_000;

/** Pause between two looks at what has been committed. */
const LOOK_EVERY_MS = 5;

/** What one person says where. */
export interface Said {
  readonly channel: string;
  readonly text: string;
}

export const sendOp = ({ channel, text }: Said) => ({
  id: randomUUID(),
  kind: 'send',
  channel,
  at: Date.now(),
  body: { kind: 'plain', blocks: [{ t: 'p', c: [{ t: 'text', s: text }] }] },
});

/** Updates of an outbox as an honest device makes them: each adds an op and takes out one that has its outcome. */
export function outboxUpdates(clientId: number, ops: Iterable<object>, held = UNACKNOWLEDGED): Buffer[] {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  const updates: Buffer[] = [];
  doc.on('update', (update) => updates.push(Buffer.from(update)));
  const outbox = doc.getArray('outbox');
  for (const op of ops) {
    doc.transact(() => {
      if (outbox.length >= held) outbox.delete(0, 1);
      outbox.push([op]);
    });
  }
  return updates;
}

/** Has people say things through their outboxes, each in order, and resolves when all of it is committed. */
export async function say(
  app: Lectern,
  db: pg.Client,
  people: readonly Person[],
  said: readonly Said[],
  perSecond: number,
  onSent: (at: number) => void = () => {},
): Promise<void> {
  const before = await committed(db);
  const speakers = await Promise.all(
    people.map(async (person, index) => {
      const document = `user/${person.id}/1`;
      const { promise: synced, resolve } = Promise.withResolvers<void>();
      const client = new RawClient({
        port: app.port,
        dialect: 'hocuspocus',
        path: '/sync',
        document,
        token: await person.ticket(),
        onFrame: (buffer, from, to) => {
          if (syncedBy(buffer, from, to) === document) resolve();
        },
      });
      await client.open();
      // Whoever sends earlier is asked for what was missed, which a client without a document cannot answer.
      await synced;
      const own = said.filter((_, at) => at % people.length === index);
      // A client id of its own each time: one that was used for other content would be silently ignored.
      return {
        client,
        updates: outboxUpdates(Math.floor(Math.random() * 2 ** 31), own.map(sendOp), IN_FLIGHT),
      };
    }),
  );
  const ping = () => {
    for (const { client } of speakers) client.sendStateless('{"t":"ping"}');
  };
  const pings = setInterval(ping, PING_EVERY_MS);
  const start = performance.now();
  let done = 0;
  for (let sent = 0; done < said.length; done = (await committed(db)) - before) {
    const due = ((performance.now() - start) * perSecond) / 1000;
    for (; sent < Math.min(due, done + IN_FLIGHT, said.length); sent++) {
      const { client, updates } = speakers[sent % speakers.length]!;
      client.sendUpdate(updates[Math.floor(sent / speakers.length)]!);
      onSent(sent);
    }
    await wait(LOOK_EVERY_MS);
  }
  clearInterval(pings);
  for (const { client } of speakers) client.close();
}

const committed = async (db: pg.Client): Promise<number> =>
  Number((await db.query<{ sum: string }>('select coalesce(sum(seq), 0) as sum from channel')).rows[0]!.sum);
