import { setTimeout as wait } from 'node:timers/promises';
import * as Y from 'yjs';
import { BrowserLike, documentsOf } from './browser-like.ts';
import { addChannels, type Course, enrol, fillChannels } from './course.ts';
import type { Lectern, Person } from './lectern.ts';
import { say } from './ops.ts';
import { RawClient, syncedBy } from './raw-client.ts';
import { plausibleTexts } from './texts.ts';

/** People who write while all listen, and how much a second. */
const SPEAKERS = 10;
const PACE = 50;
/** The server has let go of those who went, and the last have heard the last. */
const AWAY_MS = 4_000;

export interface HallSize {
  readonly clients: number;
  readonly channels: number;
  /** Messages that every channel has. */
  readonly messages: number;
}

/** A lecture hall: instances of a server on one database, and people who sit in front of them, the same number each. */
export class Hall {
  readonly #instances: readonly Lectern[];
  readonly #people: readonly Person[];
  readonly #course: Course;
  readonly #channels: readonly string[];
  /** What a device that was here a moment ago has of everything that all share. */
  readonly #states: ReadonlyMap<string, Uint8Array>;

  private constructor(
    instances: readonly Lectern[],
    people: readonly Person[],
    course: Course,
    channels: readonly string[],
    states: ReadonlyMap<string, Uint8Array>,
  ) {
    this.#instances = instances;
    this.#people = people;
    this.#course = course;
    this.#channels = channels;
    this.#states = states;
  }

  /**
   * @param owner runs the database that all instances are on
   * @param course of that one; opened before there are others, each of which would print a set-up link that ends its
   */
  static async fill(
    owner: Lectern,
    course: Course,
    instances: readonly Lectern[],
    size: HallSize,
  ): Promise<Hall> {
    const people = await enrol(course, size.clients);
    const db = await owner.database();
    const names = Array.from({ length: size.channels }, (_, index) => `channel-${index}`);
    const channels = await addChannels(db, course, names);
    await fillChannels(db, channels, size.messages, people.slice(0, SPEAKERS));
    await db.end();
    const first = instances[0]!;
    const reader = await BrowserLike.connect(first, people[0]!.at(first));
    const states = new Map<string, Uint8Array>();
    for (const name of documentsOf(people[0]!, course.id, channels).slice(2))
      states.set(name, Y.encodeStateVector(await reader.open(name)));
    reader.close();
    const seated = people.map((person, index) => person.at(instances[index % instances.length]!));
    return new Hall(instances, seated, course, channels, states);
  }

  /** Seconds of a core that all instances have used so far. */
  cpu(): number {
    return this.#instances.reduce((sum, { server }) => sum + server.cpu(), 0);
  }

  /** The network comes back, and everybody within a time; then they go. `took` in seconds, sorted; `bytes` of each. */
  async comeBack(withinMs: number) {
    const before = this.cpu();
    const seats = await Promise.all(
      this.#people.map(async (person, index) => {
        await wait((index / this.#people.length) * withinMs);
        return this.#enter(person);
      }),
    );
    const cpu = this.cpu() - before;
    const took = seats.map(({ seconds }) => seconds).sort((a, b) => a - b);
    const bytes = seats.reduce((sum, { client }) => sum + client.bytes, 0) / seats.length;
    for (const { client } of seats) client.close();
    await wait(AWAY_MS);
    return { cpu, took, bytes };
  }

  /** Some speak in one channel, at 50 messages a second, and all hear. `late` in milliseconds, sorted. */
  async listen(messages: number) {
    const channel = this.#channels[0]!;
    const sentAt: number[] = [];
    const late: number[] = [];
    const hear = (message: number) => late.push(performance.now() - sentAt[message]!);
    const seats = await Promise.all(this.#people.map((person) => this.#enter(person, hear)));
    const before = this.cpu();
    const said = plausibleTexts(messages, 'hall').map((text, at) => ({ channel, text: `${text} #${at}#` }));
    const [first] = this.#instances;
    const speakers = this.#people.filter((person) => person.lectern === first).slice(0, SPEAKERS);
    const db = await first!.database();
    await say(first!, db, speakers, said, PACE, (at) => {
      sentAt[at] = performance.now();
    });
    await db.end();
    await wait(AWAY_MS);
    const cpu = this.cpu() - before;
    for (const { client } of seats) client.close();
    return { cpu, late: late.sort((a, b) => a - b), expected: messages * this.#people.length };
  }

  /** Comes in as a hub does: who am I, a ticket, a socket, all documents. Answers how long it took until all were in step. */
  async #enter(person: Person, onSaid: (message: number) => void = () => {}) {
    const start = performance.now();
    await person.call('GET', '/api/me');
    const token = await person.ticket();
    const [first, ...others] = documentsOf(person, this.#course.id, this.#channels) as [string, ...string[]];
    const waiting = new Set([first, ...others]);
    const { promise, resolve } = Promise.withResolvers<void>();
    const client = new RawClient({
      port: person.lectern.port,
      dialect: 'hocuspocus',
      path: '/sync',
      document: first,
      token,
      deflate: true,
      knows: (name) => this.#states.get(name),
      onFrame: (buffer, from, to) => {
        const name = syncedBy(buffer, from, to);
        if (name !== null && waiting.delete(name) && waiting.size === 0) resolve();
        if (waiting.size > 0 || !buffer.toString('latin1', from + 1, to).startsWith('channel/')) return;
        for (const [, message] of buffer.toString('latin1', from, to).matchAll(/#(\d+)#/g))
          onSaid(Number(message));
      },
    });
    await client.open();
    for (const name of others) client.openDocument(name);
    await promise;
    return { client, seconds: (performance.now() - start) / 1_000 };
  }
}
