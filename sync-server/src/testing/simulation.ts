import { isDeepStrictEqual } from 'node:util';
import {
  type ChannelId,
  type CourseId,
  isMarkOp,
  isTombstone,
  type MentionNode,
  type MessageId,
  mentionGroups,
  type Op,
  type OpId,
  type UserId,
} from '@lectern/contracts';
import {
  createJumpingClock,
  createNetwork,
  createRandom,
  type JumpingClock,
  type Link,
  type Network,
  type Random,
} from '@lectern/test-kit';
import { type Kysely, sql } from 'kysely';
import { pino } from 'pino';
import { readNewest } from '../database/batches.ts';
import { readNotes } from '../database/notes.ts';
import type { Schema } from '../database/schema.ts';
import type { TestDatabase } from '../database/test-database.ts';
import { defaultRates, type Rates } from '../limits/rates.ts';
import { createMetrics } from '../metrics/server-metrics.ts';
import type { Sync } from '../sync/attach-sync.ts';
import { MemoryBuses } from './memory-buses.ts';
import type { Death } from './mortal-database.ts';
import { checkDevice, checkReactions, checkThreads, must } from './must-hold.ts';
import { Population } from './population.ts';
import { randomBody } from './random-body.ts';
import { checkTold, type Tellings } from './retelling.ts';
import { SimulatedDevice } from './simulated-device.ts';
import { isAnswer, randomMark, tellMarks } from './simulated-marks.ts';
import {
  type NoteEdit,
  notesKnownTo,
  notesMade,
  randomAnchor,
  randomNoteOp,
  tellNotes,
} from './simulated-notes.ts';
import { SimulatedServer } from './simulated-server.ts';
import type { Tally } from './simulation-tally.ts';

/**
 * Rates of every third world: so narrow that even these few people are slowed, and so quick that a world comes to rest.
 */
const NARROW: Rates = {
  ...defaultRates,
  send: { burst: 2, perSecond: 200 },
  edit: { burst: 1, perSecond: 100 },
  react: { burst: 1, perSecond: 100 },
  otherOps: { burst: 1, perSecond: 100 },
  ownUpdates: { burst: 2, perSecond: 400 },
  opens: { burst: 4, perSecond: 800 },
};
/** Servers at a time, in turn from seed to seed: one alone, and two that write the same channels. */
const SERVERS = [1, 2];
/** What the scribe says of ops that Postgres can never hold. Nobody here makes one: a guard before it has failed. */
const SPOILT = /cannot be committed/;
const EMOJI = ['👍', '❤️'];
const STEPS = 60;
/** Calls to its database after which a doomed server dies at the latest, and commits. */
const LAST_CALLS = 12;
const LAST_COMMITS = 3;
/** Lines of the servers' logs that a failure names: the last of them. */
const LAST_WORDS = 12;
/** Rounds of healing within which everything must have come to rest. */
const HEALING_ROUNDS = 400;

/**
 * One world from one seed: people with several devices on a network that delays, doubles, cuts and swallows, servers
 * that die at any call to their database and are born again on it, clocks that jump by hours, and at the end peace, in
 * which everything must agree.
 */
export class Simulation {
  readonly #random: Random;
  readonly #network: Network;
  readonly #database: TestDatabase;
  readonly #tally: Tally;
  readonly #observer: Kysely<Schema>;
  readonly #devices: SimulatedDevice[] = [];
  /** On the walls of the devices. */
  readonly #clocks = new Map<SimulatedDevice, JumpingClock>();
  /** Those that people may connect to, and how many there should be. */
  #servers: SimulatedServer[] = [];
  readonly #wanted: number;
  /** Those that have crashed for their clients and go on beside the others. */
  #ghosts: SimulatedServer[] = [];
  readonly #rates: Rates;
  /** What the servers have said that no honest device should ever make them say. */
  readonly #complaints: string[] = [];
  /** What they have said last. */
  readonly #words: string[] = [];
  readonly #noteEdits: NoteEdit[] = [];
  readonly #people: Population;
  readonly #buses: MemoryBuses;
  #links: Link<Uint8Array>[] = [];
  #channels: ChannelId[] = [];
  #closed: ChannelId | null = null;
  /** People whom messages mention. */
  #mentions: readonly MentionNode[] = [];
  #lecturer: UserId | null = null;

  /** `observer` is a connection of the test's own, which no fault reaches. */
  constructor(seed: number, database: TestDatabase, observer: Kysely<Schema>, tally: Tally) {
    this.#random = createRandom(seed);
    this.#wanted = SERVERS[seed % SERVERS.length]!;
    this.#rates = seed % 3 === 0 ? NARROW : defaultRates;
    this.#network = createNetwork(this.#random.fork());
    this.#database = database;
    this.#tally = tally;
    this.#observer = observer;
    this.#people = new Population(observer);
    this.#buses = new MemoryBuses(this.#network);
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
      this.#tally.betweenInstances += this.#buses.delivered;
      for (const [what, count] of Object.entries(this.#network.happened))
        this.#tally[what as keyof Network['happened']] += count;
      for (const device of this.#devices) device.disconnect();
      for (const server of [...this.#ghosts, ...this.#servers]) await server.close();
    }
  }

  async #each(act: (sync: Sync) => Promise<void>): Promise<void> {
    for (const server of this.#servers) await server.do(act);
  }

  async #begin(): Promise<void> {
    this.#startServers();
    const users: UserId[] = [];
    for (let i = 0; i < 3; i++) users.push(await this.#people.person());
    const course: CourseId = await this.#people.course(
      users.map((user, i) => [user, i === 0 ? 'lecturer' : 'student']),
    );
    this.#lecturer = users[0]!;
    this.#mentions = users.map((user) => ({ t: 'mention', user }) as const);
    this.#channels = [await this.#people.channel(course), await this.#people.channel(course)];
    this.#closed = await this.#people.channel(course, 'announcement');
    for (const user of [...users, users[1]!]) {
      const device = new SimulatedDevice(user, [...this.#channels, this.#closed]);
      this.#clocks.set(device, createJumpingClock(this.#random.fork()));
      this.#devices.push(device);
      await this.#connect(device);
    }
  }

  #startServers(): void {
    this.#servers = this.#servers.filter(({ lives }) => lives);
    this.#ghosts = this.#ghosts.filter(({ lives }) => lives);
    while (this.#servers.length < this.#wanted) this.#servers.push(this.#newServer());
  }

  #newServer(): SimulatedServer {
    const log = pino(
      { level: process.env.LOG_LEVEL ?? 'warn' },
      { write: (line: string) => this.#hear(line) },
    );
    const metrics = createMetrics();
    const slowed = metrics.slowed.add.bind(metrics.slowed);
    metrics.slowed.add = (labels) => {
      this.#tally.slowed += 1;
      slowed(labels);
    };
    return new SimulatedServer({
      database: this.#database,
      bus: this.#buses.join(),
      clock: createJumpingClock(this.#random.fork()),
      log,
      rates: this.#rates,
      metrics,
      onDeath: ({ side, of }) => {
        this.#tally[side === 'before' ? 'diedBeforeCall' : 'diedAfterCall'] += 1;
        if (side === 'after' && of === 'commits') this.#tally.diedAfterCommit += 1;
      },
    });
  }

  #hear(line: string): void {
    const { msg } = JSON.parse(line) as { msg: string };
    if (SPOILT.test(msg)) this.#complaints.push(line);
    if (this.#words.push(line) > LAST_WORDS) this.#words.shift();
    if (process.env.LOG_LEVEL !== undefined) process.stderr.write(line);
  }

  async #connect(device: SimulatedDevice): Promise<void> {
    const ticket = await this.#people.ticket(device.user);
    const living = this.#servers.filter(({ lives }) => lives);
    if (living.length === 0) return;
    const link = this.#network.link<Uint8Array>({ delay: [1, 4], duplicate: 0.05 });
    this.#links.push(link);
    this.#random.pick(living).accept(link);
    device.connect(link, ticket);
  }

  async #step(): Promise<void> {
    const { pick, chance } = this.#random;
    const device = pick(this.#devices);
    if (chance(0.5)) this.#startServers();
    if (chance(0.04)) this.#doom();
    if (chance(0.1)) this.#jumpClock();
    if (!device.connected && chance(0.7)) await this.#connect(device);
    const dice = this.#random.next();
    if (chance(0.2)) this.#editNote(device);
    if (chance(0.3)) this.#takeBackAnswer(device);
    if (dice < 0.55) this.#act(device);
    else if (dice < 0.62) this.#count('cuts', () => device.disconnect());
    else if (dice < 0.66) this.#blackHole();
    else if (dice < 0.72) device.persist();
    else if (dice < 0.78) this.#count('deviceCrashes', () => device.crash());
    else if (dice < 0.8) await this.#crashServer();
    else if (dice < 0.82) await this.#breakConnections();
    else if (dice < 0.92) await this.#each((sync) => sync.look());
  }

  /** One of the servers will die soon, in the middle of whatever it does then. */
  #doom(): void {
    const { pick, chance, int } = this.#random;
    const of: Death['of'] = chance(0.4) ? 'commits' : 'all';
    const call = int(1, of === 'commits' ? LAST_COMMITS : LAST_CALLS);
    pick(this.#servers).setDeath({ call, of, side: chance(0.5) ? 'before' : 'after' });
  }

  #jumpClock(): void {
    const { pick, chance } = this.#random;
    if (chance(0.5)) this.#count('deviceClocksJumped', () => pick([...this.#clocks.values()]).jump());
    else this.#count('serverClocksJumped', () => pick(this.#servers).clock.jump());
  }

  #blackHole(): void {
    const up = this.#links.filter((link) => link.up);
    if (up.length > 0) this.#count('blackHoles', () => this.#random.pick(up).blackHole());
  }

  #listNotes(device: SimulatedDevice, channel: ChannelId): void {
    const base = { id: this.#random.uuid() as OpId, channel, at: this.#clocks.get(device)!.now() };
    this.#tally.noteOps += 1;
    device.do(randomNoteOp(this.#random, base, notesKnownTo(device, channel)));
  }

  /** A person writes in a note; the server that hears of it may be gone, or the database, before it is shown. */
  #editNote(device: SimulatedDevice): void {
    const notes = notesMade(this.#devices);
    if (notes.length === 0) return;
    const edit = {
      note: this.#random.pick(notes),
      by: device.user,
      at: this.#noteEdits.length + 1,
      isSure: false,
    };
    this.#noteEdits.push(edit);
    this.#random
      .pick(this.#servers)
      .sync.notes.noteEdited(edit.note, edit.by, edit.at)
      .then(
        () => {
          edit.isSure = true;
        },
        () => {},
      );
  }

  /** Accepted answers are few, and their questions must hear of it when they are deleted. */
  #takeBackAnswer(device: SimulatedDevice): void {
    for (const channel of this.#channels) {
      const answer = device
        .records(channel)
        .find((record) => record.author === device.user && isAnswer(record));
      if (answer === undefined) continue;
      const base = { id: this.#random.uuid() as OpId, channel, at: this.#clocks.get(device)!.now() };
      this.#count('deletes', () => device.do({ ...base, kind: 'delete', message: answer.id }));
    }
  }

  #count(what: keyof Tally, happen: () => void): void {
    this.#tally[what] += 1;
    happen();
  }

  #act(device: SimulatedDevice): void {
    const { pick, chance, int } = this.#random;
    for (let n = int(1, 4); n > 0; n--) {
      const channel = chance(0.1) ? this.#closed! : pick(this.#channels);
      // The first person is the one who may.
      if (chance(device === this.#devices[0] ? 0.5 : 0.03)) this.#listNotes(device, channel);
      const mine = device.journal.filter((op) => op.kind === 'send' && op.channel === channel);
      const base = { id: this.#random.uuid() as OpId, channel, at: this.#clocks.get(device)!.now() };
      const dice = this.#random.next();
      const message = mine.length > 0 ? (pick(mine).id as string as MessageId) : null;
      const records = device.records(channel);
      const seen = [...records.map(({ id }) => id), ...(message === null ? [] : [message])];
      // The others may call no more than those who teach, and try now and then.
      const groups =
        device.user === this.#lecturer ? mentionGroups : (['staff', 'lecturers', 'here'] as const);
      const mentions = [...this.#mentions, ...groups.map((group) => ({ t: 'mention', group }) as const)];
      // Several people have something to say to one message.
      const others = records.filter(({ author }) => author !== device.user);
      const liked = chance(0.35) ? others[0]?.id : undefined;
      const like: Op | null =
        liked === undefined
          ? null
          : { ...base, kind: 'react', message: liked, emoji: pick(EMOJI), on: chance(0.8) };
      const text = randomBody(this.#random, `${device.user} says ${base.id}`, mentions);
      const notes = notesKnownTo(device, channel);
      const asks = chance(notes.length > 0 ? 0.4 : 0.02);
      const anchor = asks ? { anchor: randomAnchor(this.#random, notes) } : {};
      const asked = mine.flatMap((op) =>
        op.kind === 'send' && op.question ? [op.id as string as MessageId] : [],
      );
      const mark = chance(0.3) ? randomMark(this.#random, base, device.user, records, asked) : null;
      const op: Op =
        mark ??
        like ??
        (message === null || dice < 0.4
          ? { ...base, kind: 'send', body: text, ...anchor, ...(chance(0.5) ? { question: true } : {}) }
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
                  ? {
                      ...base,
                      kind: 'react',
                      message: pick(seen),
                      emoji: pick(EMOJI),
                      on: chance(0.6),
                    }
                  : dice < 0.9
                    ? {
                        ...base,
                        kind: 'edit',
                        message,
                        body: randomBody(this.#random, `edited by ${base.id}`, mentions),
                      }
                    : { ...base, kind: 'delete', message });
      this.#tally[actOf(op)] += 1;
      device.do(op);
    }
  }

  /**
   * Every process is gone for its clients: killed, ended in good order, or it has only lost them, and carries out
   * beside its successor what it had taken on.
   */
  async #crashServer(): Promise<void> {
    this.#tally.serverCrashes += 1;
    for (const device of this.#devices) device.disconnect();
    this.#links = [];
    const gone = this.#servers.splice(0);
    for (const server of gone) server.loseClients();
    const dice = this.#random.next();
    if (dice < 0.5) this.#ghosts.push(...gone);
    else if (dice < 0.8) for (const server of gone) server.kill();
    else for (const server of gone) await server.close();
    this.#startServers();
  }

  async #breakConnections(): Promise<void> {
    this.#tally.brokenConnections += 1;
    await this.#people.breakConnections();
  }

  async #heal(): Promise<void> {
    for (const server of [...this.#ghosts, ...this.#servers]) server.setDeath(null);
    for (let round = 0; round < HEALING_ROUNDS; round++) {
      // One may still die of a call that it had made before.
      this.#startServers();
      for (const device of this.#devices) if (!device.connected) await this.#connect(device);
      // A black hole is noticed by the heartbeat of a real device, which then comes back on a new link.
      if (round % 50 === 49)
        for (const device of this.#devices) if (device.pending.length > 0) device.disconnect();
      for (let i = 0; i < 6; i++) this.#network.tick();
      await this.#each((sync) => sync.idle());
      await this.#each((sync) => sync.look());
      await breathe();
      if (this.#isQuiet()) {
        if ((await this.#disagreement()) === null) return;
      } else {
        // Rounds pass no faster than Postgres answers.
        await sql`select 1`.execute(this.#observer);
      }
    }
    const left = this.#devices.map((device) => device.pending.length);
    throw new Error(
      `no rest after healing; pending ${left}, in flight ${this.#network.inFlight}, ${await this.#disagreement()}; ` +
        `the servers said last: ${this.#words.join('')}`,
    );
  }

  /** Nobody waits for anything; only then is there a point in comparing all that everybody has. */
  #isQuiet(): boolean {
    const isDone = this.#devices.every((device) => device.connected && device.pending.length === 0);
    return isDone && this.#network.inFlight === 0;
  }

  /** Where a replica differs from the rows; null when none does. */
  async #disagreement(): Promise<string | null> {
    for (const channel of [...this.#channels, this.#closed!]) {
      const { records } = await readNewest(this.#observer, channel, 1_000);
      const notes = await readNotes(this.#observer, channel);
      for (const [i, device] of this.#devices.entries()) {
        if (!isDeepStrictEqual(device.notes(channel), notes))
          return `device ${i} lists ${JSON.stringify({ notes, seen: device.notes(channel) })}`;
        const seen = device.records(channel).sort((a, b) => a.seq - b.seq);
        if (isDeepStrictEqual(seen, records)) continue;
        const place = records.findIndex((record, at) => !isDeepStrictEqual(record, seen[at]));
        const [row, replica] = [records[place], seen[place < 0 ? records.length : place]];
        return `device ${i} differs at ${place} of ${seen.length}/${records.length}: ${JSON.stringify({ row, replica })}`;
      }
    }
    return null;
  }

  #tallyTold({ mention, calls, reply, reaction, renewed }: Tellings): void {
    this.#tally.toldOfNames += mention - calls;
    this.#tally.toldOfCalls += calls;
    this.#tally.toldOfReplies += reply;
    this.#tally.toldOfReactions += reaction;
    this.#tally.toldAnew += renewed;
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
      for (const device of this.#devices) checkDevice(device, channel, place);
      checkReactions(this.#devices, channel, place);
      checkThreads(records, place);
      this.#tallyTold(await checkTold(this.#devices, channel, this.#observer));
      const { wrong, lostAnswers } = tellMarks(this.#devices, channel, place);
      const notes = await readNotes(this.#observer, channel);
      const told = tellNotes(this.#devices, channel, notes, place, this.#noteEdits);
      must(told === null, `notes as they were said: ${told}`);
      this.#tally.notes += notes.length;
      this.#tally.aboutNotes += records.filter((r) => !isTombstone(r) && r.anchor !== undefined).length;
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
    this.#tally.noteEdits += this.#noteEdits.filter(({ isSure }) => isSure).length;
    for (const device of this.#devices) {
      this.#tally.refused += [...device.outcomes.values()].filter((outcome) => !outcome.ok).length;
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

/** Lets what waits on Postgres go on. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
