import { isDeepStrictEqual } from 'node:util';
import { repliesOf } from '@lectern/channel-doc';
import {
  type ChannelId,
  type CourseId,
  isMarkOp,
  isTombstone,
  type MessageId,
  type MessageRecord,
  type Op,
  type OpId,
  type UserId,
} from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import { createNetwork, createRandom, type Link, type Network, type Random } from '@lectern/test-kit';
import type { Kysely } from 'kysely';
import { pino } from 'pino';
import { readNewest } from '../database/batches.ts';
import type { Schema } from '../database/schema.ts';
import type { TestDatabase } from '../database/test-database.ts';
import { createSync, type Sync } from '../sync/attach-sync.ts';
import { MemorySocket } from './memory-socket.ts';
import { Population } from './population.ts';
import { SimulatedDevice } from './simulated-device.ts';
import { randomMark, tellMarks } from './simulated-marks.ts';

/** How often each kind of fault and act really happened: a run that tried nothing proves nothing. */
export interface Tally {
  sends: number;
  edits: number;
  deletes: number;
  reactions: number;
  answers: number;
  replies: number;
  follows: number;
  marks: number;
  /** Answers that are accepted in the end. */
  accepted: number;
  lostAnswers: number;
  refused: number;
  cuts: number;
  blackHoles: number;
  deviceCrashes: number;
  serverCrashes: number;
  brokenConnections: number;
  duplicates: number;
}

export const emptyTally = (): Tally => ({
  sends: 0,
  edits: 0,
  deletes: 0,
  reactions: 0,
  answers: 0,
  replies: 0,
  follows: 0,
  marks: 0,
  accepted: 0,
  lostAnswers: 0,
  refused: 0,
  cuts: 0,
  blackHoles: 0,
  deviceCrashes: 0,
  serverCrashes: 0,
  brokenConnections: 0,
  duplicates: 0,
});

/** Servers at a time, in turn from seed to seed: one alone, and two that write the same channels. */
const SERVERS = [1, 2];
/** What the scribe says of ops that Postgres can never hold. Nobody here makes one: a guard before it has failed. */
const SPOILT = /cannot be committed/;
const EMOJI = ['👍', '❤️'];
const STEPS = 60;
/** Rounds of healing within which everything must have come to rest. */
const HEALING_ROUNDS = 400;

/**
 * One world from one seed: people with several devices on a network that delays, doubles, cuts and swallows, a
 * server that dies and is born again on the same database, and at the end peace, in which everything must agree.
 */
export class Simulation {
  readonly #random: Random;
  readonly #network: Network;
  readonly #database: TestDatabase;
  readonly #tally: Tally;
  readonly #observer: Kysely<Schema>;
  readonly #devices: SimulatedDevice[] = [];
  /** Those that people may connect to. */
  readonly #syncs: Sync[] = [];
  /** Those that have crashed for their clients and go on beside the others. */
  readonly #ghosts: Sync[] = [];
  readonly #servers: number;
  /** What the servers have said that no honest device should ever make them say. */
  readonly #complaints: string[] = [];
  readonly #people: Population;
  #links: Link<Uint8Array>[] = [];
  #channels: ChannelId[] = [];
  #closed: ChannelId | null = null;

  /** `observer` is a connection of the test's own, which no fault reaches. */
  constructor(seed: number, database: TestDatabase, observer: Kysely<Schema>, tally: Tally) {
    this.#random = createRandom(seed);
    this.#servers = SERVERS[seed % SERVERS.length]!;
    this.#network = createNetwork(this.#random.fork());
    this.#database = database;
    this.#tally = tally;
    this.#observer = observer;
    this.#people = new Population(observer);
  }

  /** Runs the world to its end. Throws with what does not hold. */
  async run(): Promise<void> {
    await this.#begin();
    try {
      for (let step = 0; step < STEPS; step++) {
        await this.#step();
        this.#network.tick();
        if (this.#random.chance(0.3)) await this.#each((sync) => sync.idle());
        else await breathe();
      }
      await this.#heal();
      await this.#check();
    } finally {
      for (const device of this.#devices) device.disconnect();
      for (const sync of [...this.#ghosts, ...this.#syncs]) await sync.close();
    }
  }

  async #each(act: (sync: Sync) => Promise<void>): Promise<void> {
    for (const sync of this.#syncs) await act(sync);
  }

  async #begin(): Promise<void> {
    for (let i = 0; i < this.#servers; i++) this.#syncs.push(this.#newSync());
    const users: UserId[] = [];
    for (let i = 0; i < 3; i++) users.push(await this.#people.person());
    const course: CourseId = await this.#people.course(
      users.map((user, i) => [user, i === 0 ? 'lecturer' : 'student']),
    );
    this.#channels = [await this.#people.channel(course), await this.#people.channel(course)];
    this.#closed = await this.#people.channel(course, 'announcement');
    for (const user of [...users, users[1]!]) {
      const device = new SimulatedDevice(user, [...this.#channels, this.#closed]);
      this.#devices.push(device);
      await this.#connect(device);
    }
  }

  #newSync(): Sync {
    const log = pino(
      { level: process.env.LOG_LEVEL ?? 'error' },
      { write: (line: string) => this.#hear(line) },
    );
    const { db, pool } = this.#database;
    return createSync({ db, pool, origin: 'http://localhost', log });
  }

  #hear(line: string): void {
    const { msg } = JSON.parse(line) as { msg: string };
    if (SPOILT.test(msg)) this.#complaints.push(line);
    if (process.env.LOG_LEVEL !== undefined) process.stderr.write(line);
  }

  async #connect(device: SimulatedDevice): Promise<void> {
    const ticket = await this.#people.ticket(device.user);
    const link = this.#network.link<Uint8Array>({ delay: [1, 4], duplicate: 0.05 });
    this.#tally.duplicates += 1;
    this.#links.push(link);
    this.#random.pick(this.#syncs).accept(new MemorySocket(link.b, () => link.cut()));
    device.connect(link, ticket);
  }

  async #step(): Promise<void> {
    const { pick, chance } = this.#random;
    const device = pick(this.#devices);
    if (!device.connected && chance(0.5)) await this.#connect(device);
    const dice = this.#random.next();
    if (dice < 0.55) this.#act(device);
    else if (dice < 0.62) this.#count('cuts', () => device.disconnect());
    else if (dice < 0.66) this.#blackHole();
    else if (dice < 0.72) device.persist();
    else if (dice < 0.78) this.#count('deviceCrashes', () => device.crash());
    else if (dice < 0.8) await this.#crashServer();
    else if (dice < 0.82) await this.#breakConnections();
    else if (dice < 0.92) await this.#each((sync) => sync.look());
  }

  #blackHole(): void {
    const up = this.#links.filter((link) => link.up);
    if (up.length > 0) this.#count('blackHoles', () => this.#random.pick(up).blackHole());
  }

  #count(what: keyof Tally, happen: () => void): void {
    this.#tally[what] += 1;
    happen();
  }

  #act(device: SimulatedDevice): void {
    const { pick, chance, int } = this.#random;
    for (let n = int(1, 4); n > 0; n--) {
      const channel = chance(0.1) ? this.#closed! : pick(this.#channels);
      const mine = device.journal.filter((op) => op.kind === 'send' && op.channel === channel);
      const base = { id: this.#random.uuid() as OpId, channel, at: n };
      const dice = this.#random.next();
      const message = mine.length > 0 ? (pick(mine).id as string as MessageId) : null;
      const seen = [...device.records(channel).map(({ id }) => id), ...(message === null ? [] : [message])];
      const text = bodyFromText(`${device.user} says ${base.id}`);
      const mark = chance(0.3) ? randomMark(this.#random, base, device.user, device.records(channel)) : null;
      const op: Op =
        mark ??
        (message === null || dice < 0.4
          ? { ...base, kind: 'send', body: text, ...(chance(0.5) ? { question: true } : {}) }
          : dice < 0.55
            ? {
                ...base,
                kind: 'send',
                body: text,
                thread: pick(seen),
                ...(chance(0.3) ? { inChannel: true } : {}),
              }
            : dice < 0.58
              ? { ...base, kind: 'thread.follow', message: pick(seen), on: chance(0.5) }
              : dice < 0.65
                ? { ...base, kind: 'send', body: text, reply: pick(seen) }
                : dice < 0.8
                  ? { ...base, kind: 'react', message: pick(seen), emoji: pick(EMOJI), on: chance(0.6) }
                  : dice < 0.9
                    ? { ...base, kind: 'edit', message, body: bodyFromText(`edited by ${base.id}`) }
                    : { ...base, kind: 'delete', message });
      this.#tally[actOf(op)] += 1;
      device.do(op);
    }
  }

  /**
   * Every process is gone for its clients. One time in two it has only lost them, and carries out beside its
   * successor what it had taken on.
   */
  async #crashServer(): Promise<void> {
    this.#tally.serverCrashes += 1;
    for (const device of this.#devices) device.disconnect();
    for (const link of this.#links) link.cut();
    this.#links = [];
    const gone = this.#syncs.splice(0);
    if (this.#random.chance(0.5)) this.#ghosts.push(...gone);
    else for (const sync of gone) await sync.close();
    while (this.#syncs.length < this.#servers) this.#syncs.push(this.#newSync());
  }

  async #breakConnections(): Promise<void> {
    this.#tally.brokenConnections += 1;
    await this.#people.breakConnections();
  }

  async #heal(): Promise<void> {
    for (let round = 0; round < HEALING_ROUNDS; round++) {
      for (const device of this.#devices) if (!device.connected) await this.#connect(device);
      // A black hole is noticed by the heartbeat of a real device, which then comes back on a new link.
      if (round % 50 === 49)
        for (const device of this.#devices) if (device.pending.length > 0) device.disconnect();
      for (let i = 0; i < 6; i++) this.#network.tick();
      await this.#each((sync) => sync.idle());
      await this.#each((sync) => sync.look());
      await breathe();
      // A round trip of our own: rounds pass no faster than Postgres answers.
      const disagreement = await this.#disagreement();
      const quiet = this.#devices.every((device) => device.connected && device.pending.length === 0);
      if (quiet && this.#network.inFlight === 0 && disagreement === null) return;
    }
    const left = this.#devices.map((device) => device.pending.length);
    throw new Error(
      `no rest after healing; pending ${left}, in flight ${this.#network.inFlight}, ${await this.#disagreement()}`,
    );
  }

  /** Where a replica differs from the rows; null when none does. */
  async #disagreement(): Promise<string | null> {
    for (const channel of [...this.#channels, this.#closed!]) {
      const { records } = await readNewest(this.#observer, channel, 1_000);
      for (const [i, device] of this.#devices.entries()) {
        const seen = device.records(channel).sort((a, b) => a.seq - b.seq);
        if (isDeepStrictEqual(seen, records)) continue;
        const place = records.findIndex((record, at) => !isDeepStrictEqual(record, seen[at]));
        const [row, replica] = [records[place], seen[place < 0 ? records.length : place]];
        return `device ${i} differs at ${place} of ${seen.length}/${records.length}: ${JSON.stringify({ row, replica })}`;
      }
    }
    return null;
  }

  /** What must hold in the end, whatever happened. */
  async #check(): Promise<void> {
    for (const channel of [...this.#channels, this.#closed!]) {
      const { records } = await readNewest(this.#observer, channel, 1_000);
      const seqs = records.map((record) => record.seq);
      must(
        seqs.every((seq, i) => seq === i + 1),
        `seq without gaps, not ${seqs}`,
      );
      must(new Set(records.map((r) => r.rev)).size === records.length, 'one change has one rev');
      const place = new Map(records.map((record) => [record.id as string, record]));
      for (const device of this.#devices) this.#checkDevice(device, channel, place);
      this.#checkReactions(channel, place);
      this.#checkThreads(records, place);
      await this.#checkFollowers(channel, records);
      const { wrong, lostAnswers } = tellMarks(this.#devices, channel, place);
      this.#tally.lostAnswers += lostAnswers;
      must(wrong === null, `marks as they were said: ${wrong}`);
      this.#tally.accepted += records.filter((r) => !isTombstone(r) && r.answers !== undefined).length;
      const accepted = this.#devices.flatMap((device) =>
        device.journal.filter(
          (op) => op.kind === 'send' && op.channel === channel && device.outcomes.get(op.id)?.ok,
        ),
      );
      must(accepted.length === records.length, `${accepted.length} accepted, ${records.length} stored`);
    }
    must(this.#complaints.length === 0, `no op spoils a batch, as in ${this.#complaints[0]}`);
    for (const device of this.#devices) {
      this.#tally.refused += [...device.outcomes.values()].filter((outcome) => !outcome.ok).length;
    }
  }

  /** Of what a person said with one emoji to one message, the last that was accepted stands, and nothing else. */
  #checkReactions(channel: ChannelId, place: ReadonlyMap<string, MessageRecord>): void {
    const said = new Map<string, { rev: number; on: boolean }>();
    for (const { user, journal, outcomes } of this.#devices) {
      for (const op of journal) {
        const outcome = outcomes.get(op.id);
        if (op.kind !== 'react' || op.channel !== channel || !outcome?.ok) continue;
        const key = `${op.message} ${op.emoji} ${user}`;
        if ((said.get(key)?.rev ?? 0) < outcome.rev) said.set(key, { rev: outcome.rev, on: op.on });
      }
    }
    const wanted = [...said].flatMap(([key, { on }]) =>
      on && !isTombstone(place.get(key.split(' ')[0]!)!) ? [key] : [],
    );
    const stored = [...place.values()].flatMap((record) =>
      isTombstone(record)
        ? []
        : (record.reactions ?? []).flatMap(({ emoji, by }) =>
            by.map((user) => `${record.id} ${emoji} ${user}`),
          ),
    );
    must(isDeepStrictEqual(stored.toSorted(), wanted.toSorted()), `reactions ${stored}, said ${wanted}`);
  }

  /** Every thread's first message says of its living replies what they are. */
  #checkThreads(records: readonly MessageRecord[], place: ReadonlyMap<string, MessageRecord>): void {
    const threads = new Map<string, MessageRecord[]>(records.map(({ id }) => [id, []]));
    for (const record of records) {
      if (record.thread === undefined) continue;
      const root = place.get(record.thread.id);
      must(root !== undefined && root.thread === undefined, 'a thread begins at a message that is in none');
      must(root?.seq === record.thread.seq, 'a reply knows the place of its thread');
      if (!isTombstone(record)) threads.get(record.thread.id)!.push(record);
    }
    for (const [root, replies] of threads) {
      const [said, wanted] = [place.get(root)!.replies, repliesOf(replies)];
      must(
        isDeepStrictEqual(said, wanted),
        `${root} says ${JSON.stringify(said)} of ${JSON.stringify(wanted)}`,
      );
    }
  }

  /** Of what a person wrote in a thread or said of following it, the last decides; the first author follows by itself. */
  async #checkFollowers(channel: ChannelId, records: readonly MessageRecord[]): Promise<void> {
    const said = new Map<string, { rev: number; on: boolean }>();
    const say = (key: string, rev: number, on: boolean): void => {
      if ((said.get(key)?.rev ?? -1) < rev) said.set(key, { rev, on });
    };
    for (const { user, journal, outcomes } of this.#devices) {
      for (const op of journal) {
        const outcome = outcomes.get(op.id);
        if (op.channel !== channel || !outcome?.ok) continue;
        if (op.kind === 'thread.follow') say(`${op.message} ${user}`, outcome.rev, op.on);
        if (op.kind === 'send' && op.thread !== undefined) say(`${op.thread} ${user}`, outcome.rev, true);
      }
    }
    for (const { thread } of records) {
      const author = records.find(({ id }) => id === thread?.id)?.author;
      if (author !== undefined) say(`${thread!.id} ${author}`, 0, true);
    }
    const rows = await this.#observer
      .selectFrom('thread_follower')
      .select(['thread_id', 'person_id', 'following'])
      .where('channel_id', '=', channel)
      .execute();
    const stored = rows
      .filter(({ following }) => following)
      .map((row) => `${row.thread_id} ${row.person_id}`);
    const wanted = [...said].flatMap(([key, { on }]) => (on ? [key] : []));
    must(isDeepStrictEqual(stored.toSorted(), wanted.toSorted()), `followers ${stored}, said ${wanted}`);
  }

  #checkDevice(device: SimulatedDevice, channel: ChannelId, place: ReadonlyMap<string, MessageRecord>): void {
    let last = 0;
    for (const op of device.journal) {
      if (op.channel !== channel) continue;
      const outcome = device.outcomes.get(op.id);
      must(outcome !== undefined, `an outcome of ${op.id}`);
      if (op.kind === 'send' && outcome!.ok) {
        const record = place.get(op.id);
        must(
          record !== undefined && record.seq === (outcome as { seq: number }).seq,
          `${op.id} where its outcome says`,
        );
        const reply = isTombstone(record!) ? undefined : record!.reply;
        must(reply?.id === op.reply || isTombstone(record!), 'an answer names what it answers');
        must(reply === undefined || reply.seq === place.get(reply.id)?.seq, 'an answer knows the place');
        must(record!.author === device.user, 'the author is whose document it was');
        must(record!.seq > last, 'one device’s messages keep their order');
        last = record!.seq;
      }
      if (op.kind === 'delete' && outcome!.ok) {
        must(isTombstone(place.get(op.message)!), `${op.message} stays deleted`);
      }
    }
  }
}

function actOf(
  op: Op,
): 'sends' | 'answers' | 'replies' | 'follows' | 'edits' | 'deletes' | 'reactions' | 'marks' {
  if (isMarkOp(op)) return 'marks';
  if (op.kind === 'thread.follow') return 'follows';
  if (op.kind === 'send' && op.thread !== undefined) return 'replies';
  if (op.kind === 'send') return op.reply === undefined ? 'sends' : 'answers';
  return op.kind === 'edit' ? 'edits' : op.kind === 'delete' ? 'deletes' : 'reactions';
}

function must(condition: boolean, what: string): void {
  if (!condition) throw new Error(`must hold: ${what}`);
}

/** Lets what waits on Postgres go on. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
