import { gzipSync } from 'node:zlib';
import * as Y from 'yjs';
import { BrowserLike, documentsOf } from './browser-like.ts';
import { addChannels, fillChannels, openCourse } from './course.ts';
import { Lectern, type Person } from './lectern.ts';
import { say } from './ops.ts';
import { ROUNDS, ratios, reportDetail, reportRow } from './report.ts';
import { plausibleTexts } from './texts.ts';

const CHANNELS = 30;
const MISSED = 2_000;
/** Messages that every channel has from before. */
const BEFORE = 300;
const SPEAKERS = 20;
/** Messages a second while the client is away: a busy course, many times over. */
const PACE = 500;

/** A client comes back after 2,000 messages in 30 channels: what it receives, against gzip of the messages as JSON. */
export async function measureReconnect(): Promise<void> {
  const app = await Lectern.start();
  try {
    const course = await openCourse(app);
    const speakers: Person[] = [];
    for (let i = 0; i < SPEAKERS; i++) speakers.push(await course.join(`Speaker${i}`));
    const reader = await course.join('Reader');
    const db = await app.database();
    const names = Array.from({ length: CHANNELS }, (_, index) => `channel-${index}`);
    const channels = await addChannels(db, course, names);
    await fillChannels(db, channels, BEFORE, speakers);
    const documents = new Map(documentsOf(reader, course.id, channels).map((name) => [name, new Y.Doc()]));
    await catchUp(app, reader, documents);

    const results = { received: [] as number[], json: [] as number[], socket: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      const texts = plausibleTexts(MISSED, `missed ${round}`);
      const since = await revsOf(reader, channels);
      // Twenty people and thirty channels share no rhythm, so that everybody speaks everywhere.
      const said = texts.map((text, at) => ({
        text,
        channel: channels[(at * 7 + Math.floor(at / 20)) % CHANNELS]!,
      }));
      await say(app, db, speakers, said, PACE);
      const { http, socket } = await catchUp(app, reader, documents);
      results.received.push(http + socket);
      results.socket.push(socket);
      results.json.push(await weightAsJson(reader, channels, since));
    }
    await db.end();
    reportRow(
      `reconnect with ${MISSED} missed messages in ${CHANNELS} channels, bytes against gzip of JSON`,
      ratios(results.received, results.json),
      { atMost: 3, aim: 1.5 },
    );
    const kilobytes = (values: readonly number[]) => values.map((value) => value / 1_000);
    reportDetail('received in all', kilobytes(results.received), 'kB');
    reportDetail('over the socket', kilobytes(results.socket), 'kB');
    reportDetail('gzip of JSON', kilobytes(results.json), 'kB');
  } finally {
    await app.stop();
  }
}

/** Comes back as the hub does: who am I, a ticket, a socket, the own documents first, then all others. */
async function catchUp(app: Lectern, reader: Person, documents: ReadonlyMap<string, Y.Doc>) {
  const me = await reader.weigh('GET', '/api/me');
  const ticket = await reader.weigh('POST', '/api/socket-ticket', {});
  const client = await BrowserLike.connect(app, reader);
  const open = ([name, doc]: [string, Y.Doc]) => client.open(name, doc);
  const [user, inbox, ...others] = [...documents];
  await Promise.all([user!, inbox!].map(open));
  await Promise.all(others.map(open));
  const socket = client.received;
  client.close();
  return { http: me.bytes + ticket.bytes, socket };
}

async function revsOf(reader: Person, channels: readonly string[]): Promise<Map<string, number>> {
  const revs = new Map<string, number>();
  for (const channel of channels) {
    const page = await reader.call<{ messages: { rev: number }[] }>(
      'GET',
      `/api/channels/${channel}/messages`,
    );
    revs.set(channel, Math.max(...page.messages.map((message) => message.rev)));
  }
  return revs;
}

/** The missed messages, whole as the interface tells them, in one piece of JSON. */
async function weightAsJson(
  reader: Person,
  channels: readonly string[],
  since: ReadonlyMap<string, number>,
): Promise<number> {
  const missed: Record<string, unknown[]> = {};
  for (const channel of channels) {
    const route = `/api/channels/${channel}/changes?since=${since.get(channel)}`;
    missed[channel] = (await reader.call<{ records: unknown[] }>('GET', route)).records;
  }
  const count = Object.values(missed).reduce((sum, records) => sum + records.length, 0);
  if (count !== MISSED) throw new Error(`${count} messages were missed, not ${MISSED}`);
  return gzipSync(JSON.stringify(missed)).length;
}
