import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type Body,
  type ChannelId,
  type CourseId,
  isTombstone,
  type MessageId,
  type OpId,
  type UserId,
} from '@lectern/contracts';
import { createRandom, type Random } from '@lectern/test-kit';
import { createApi } from '../api.ts';
import type { ClassRoom, TestPerson } from './class-room.ts';
import type { HubTally } from './hub-tally.ts';
import { makeBody, newChannel } from './make.ts';
import { checkStored, disagreement, isStored, messageOf, must, type RoomState } from './room-laws.ts';
import { SimulatedHub } from './simulated-hub.ts';
import { StoredMessages } from './stored-messages.ts';

/** Steps of one half of a world. */
const STEPS = 30;
/** By then everything must have come to rest once all faults are put right, in milliseconds, on a busy machine. */
const REST_WITHIN_MS = 60_000;
/** Every so manyth world the server is lost and goes on from a backup. */
const GOES_BACK_EVERY = 4;
const EMOJI = ['👍', '❤️', '🎉', '🤔'];
/** How slow a slow wire is, in milliseconds each way. */
const SLOW_MS = [5, 60] as const;
/** Calls to its store after which a doomed hub dies at the latest. */
const LAST_CALLS = 40;

type Weather = 'clear' | 'slow' | 'blackHole' | 'mute' | 'reset' | 'refuse';

/**
 * One world from one seed: three people with four browsers, in each of them the real hub, before the real server. Wires
 * are slow, swallow, are cut and refused; hubs are closed and killed, the server is killed or goes back; clocks jump.
 * After each step nothing that a screen said may be ahead of the server; twice there is peace, in which all must agree.
 */
export class SimulatedRoom {
  private readonly random: Random;
  private readonly room: ClassRoom;
  private readonly tally: HubTally;
  private readonly goesBack: boolean;
  private hubs: SimulatedHub[] = [];
  private readonly channels: readonly ChannelId[] = [newChannel(), newChannel()];
  private people: readonly TestPerson[] = [];
  private readonly stored: StoredMessages;
  private readonly markedRead = new Map<UserId, Map<ChannelId, number>>();
  private backup: string | null = null;
  private isDown = false;
  private hasGoneBack = false;

  constructor(seed: number, room: ClassRoom, tally: HubTally) {
    this.random = createRandom(`hubs ${seed}`);
    this.room = room;
    this.tally = tally;
    this.goesBack = seed % GOES_BACK_EVERY === 0;
    this.stored = new StoredMessages(createApi(room.server.origin, room.ada.client.fetch), this.channels);
  }

  /** Runs the world to its end. Throws with what does not hold. */
  async run(): Promise<void> {
    try {
      await this.begin();
      await this.live();
      await this.heal();
      const lost = this.goesBack ? await this.goBack() : null;
      await this.live();
      await this.heal();
      for (const id of lost ?? []) if (this.stored.find(id) !== null) this.tally.broughtAgain += 1;
      this.count();
    } finally {
      for (const hub of this.hubs) {
        await hub.stop();
        hub.wire.close();
      }
    }
  }

  private async begin(): Promise<void> {
    const { room, random } = this;
    const keeper = room.ada.client;
    const { id: course } = await keeper.request<{ id: CourseId }>('POST', '/courses', { name: 'Waves' });
    const lecturer = await room.server.invite(keeper, course, 'lecturer');
    const [ben, cleo] = [await room.server.invite(keeper, course), await room.server.invite(keeper, course)];
    this.people = [lecturer, ben, cleo];
    for (const [n, person] of [lecturer, ben, ben, cleo].entries()) {
      const hub = await SimulatedHub.make(
        person,
        this.channels,
        EMOJI[n]!,
        random.fork(),
        room.server.port,
        ({ side }) => {
          this.tally[side === 'before' ? 'hubsDiedBefore' : 'hubsDiedAfter'] += 1;
        },
      );
      this.hubs.push(hub);
      await hub.start();
    }
    for (const channel of this.channels) {
      const id = random.uuid() as OpId;
      const name = `room ${channel.slice(0, 8)}`;
      const about = { course, name, topic: '', type: 'public' } as const;
      await this.hubs[0]!.do({ kind: 'channel.create', id, at: 1, channel, ...about });
    }
    await this.until('everybody sees the channels', () =>
      this.hubs.every((hub) => this.channels.every((channel) => hub.listed(channel) !== null)),
    );
  }

  private async live(): Promise<void> {
    const { random } = this;
    const killsAt = this.goesBack || random.chance(0.5) ? -1 : random.int(5, STEPS - 5);
    const savesAt = this.goesBack && this.backup === null ? random.int(5, STEPS - 5) : -1;
    for (let step = 0; step < STEPS; step += 1) {
      if (step === savesAt) this.backup = await this.room.server.backUp();
      if (step === killsAt) await this.killServer();
      await this.step();
      await this.look(random.int(1, 5));
    }
  }

  private async step(): Promise<void> {
    const { random, tally } = this;
    const hub = random.pick(this.hubs);
    if (random.chance(0.15)) {
      random.pick(this.hubs).clock.jump();
      tally.clocksJumped += 1;
    }
    if (!hub.runs) {
      if (random.chance(0.5)) await hub.start();
      return;
    }
    const dice = random.next();
    if (dice < 0.6) await this.act(hub);
    else if (dice < 0.68) await this.read(hub);
    else if (dice < 0.86) await this.change(hub);
    else if (dice < 0.91) {
      tally.hubsStopped += 1;
      await hub.stop();
    } else hub.setDeath({ call: random.int(1, LAST_CALLS), side: random.chance(0.5) ? 'before' : 'after' });
  }

  /** Does several things that a person does. */
  private async act(hub: SimulatedHub): Promise<void> {
    const { random, tally } = this;
    for (let n = random.int(1, 4); n > 0; n -= 1) {
      const channel = random.pick(this.channels);
      const base = { id: random.uuid() as OpId, channel, at: hub.clock.now() };
      const mine = hub.written.flatMap((op) =>
        op.kind === 'send' && op.channel === channel && hub.confirmed.has(op.id) ? [messageOf(op)] : [],
      );
      const deleted = new Set(hub.written.flatMap((op) => (op.kind === 'delete' ? [op.message] : [])));
      const living = mine.filter((id) => !deleted.has(id));
      const seen = hub.records(channel).filter((record) => !isTombstone(record));
      const dice = random.next();
      if (dice < 0.2 && seen.length > 0) {
        tally.reactions += 1;
        const { id: message } = random.pick(seen);
        await hub.do({ ...base, kind: 'react', message, emoji: hub.emoji, on: random.chance(0.7) });
      } else if (dice < 0.32 && living.length > 0) {
        tally.edits += 1;
        await hub.do({ ...base, kind: 'edit', message: random.pick(living), body: this.words(hub) });
      } else if (dice < 0.38 && living.length > 0) {
        tally.deletes += 1;
        await hub.do({ ...base, kind: 'delete', message: random.pick(living) });
      } else {
        tally.sends += 1;
        await hub.do({ ...base, kind: 'send', body: this.words(hub) });
      }
    }
  }

  /** Words that nobody says twice, now and then with a name. */
  private words(hub: SimulatedHub): Body {
    const { random } = this;
    const body = makeBody(`${hub.person.me.handle} says ${random.uuid()}`);
    if (random.chance(0.7) || body.kind !== 'plain') return body;
    const { id: user } = random.pick(this.people).me;
    return { ...body, blocks: [...body.blocks, { t: 'p', c: [{ t: 'mention', user }] }] };
  }

  private async read(hub: SimulatedHub): Promise<void> {
    const channel = this.random.pick(this.channels);
    const seqs = hub
      .records(channel)
      .map(({ seq }) => seq)
      .filter((seq) => seq < 2 ** 51);
    if (seqs.length === 0) return;
    const seq = this.random.pick(seqs);
    const marked = this.markedRead.get(hub.person.me.id) ?? new Map<ChannelId, number>();
    this.markedRead.set(hub.person.me.id, marked);
    marked.set(channel, Math.max(seq, marked.get(channel) ?? 0));
    this.tally.markedRead += 1;
    await hub.command('markRead', { channel, seq });
  }

  /** The weather of its wire changes. */
  private async change({ wire }: SimulatedHub): Promise<void> {
    const { random, tally } = this;
    const weather: Weather = random.pick(['clear', 'clear', 'slow', 'blackHole', 'mute', 'reset', 'refuse']);
    switch (weather) {
      case 'clear':
        // What was held back is lost with its connection, or comes late.
        if (random.chance(0.5)) wire.reset();
        return wire.pass();
      case 'slow':
        tally.slowWires += 1;
        return wire.slow(random.int(...SLOW_MS));
      case 'blackHole':
        tally.blackHoles += 1;
        return wire.blackHole();
      case 'mute':
        tally.mutes += 1;
        return wire.mute();
      case 'reset':
        tally.resets += 1;
        return wire.reset();
      case 'refuse':
        tally.refusedWires += 1;
        return wire.refuse();
    }
  }

  /** People go on while the server is gone, and it comes back. */
  private async killServer(): Promise<void> {
    const { server } = this.room;
    this.tally.serverKills += 1;
    this.isDown = true;
    await server.kill();
    const back = server.run();
    for (let n = 0; n < 3; n += 1) await this.step();
    await back;
    this.isDown = false;
  }

  /** The server is lost, and goes on from the backup. Answers messages that it does not have any more. */
  private async goBack(): Promise<MessageId[]> {
    const { server, ada } = this.room;
    this.tally.wentBack += 1;
    this.hasGoneBack = true;
    const before = this.stored.ids();
    for (const hub of this.hubs) hub.isBehind = true;
    await server.goBackTo(this.backup!);
    for (const { client, me } of [ada, ...this.people]) await server.signIn(client, me);
    this.stored.forget();
    await this.stored.ask();
    return before.filter((id) => this.stored.find(id) === null);
  }

  /** Looks whether what the screens have said is so. The more often it asks, the more time passes in the world. */
  private async look(times: number): Promise<void> {
    await nextTurn();
    for (let n = 0; n < times && !this.isDown; n += 1) {
      const said = this.hubs.map((hub) => [hub, hub.takeUnproven()] as const);
      await this.stored.ask();
      for (const [hub, ops] of said) {
        must(
          hub.faults.length === 0,
          `the screens of ${hub.person.me.handle} say the truth: ${hub.faults[0]}`,
        );
        for (const op of ops)
          must(
            isStored(this.state, hub, op),
            `${op} of ${hub.person.me.handle} is on the server when that is shown`,
          );
      }
    }
  }

  private async heal(): Promise<void> {
    for (const hub of this.hubs) {
      hub.setDeath(null);
      await hub.wire.pass();
      if (!hub.runs) await hub.start();
      await hub.command('probe', null);
    }
    let differs: string | null = null;
    await this.until('everything to agree', async () => {
      for (const hub of this.hubs)
        if (hub.connection?.state === 'locked') await hub.command('open', hub.person.me);
      await this.stored.ask();
      differs = disagreement(this.state);
      return differs === null;
    }).catch((error: unknown) => {
      throw new Error(differs ?? 'nothing was compared', { cause: error });
    });
    for (const hub of this.hubs) if (hub.isBehind) hub.beginAnew();
    await this.look(1);
    checkStored(this.state);
  }

  private get state(): RoomState {
    const { hubs, channels, stored, hasGoneBack } = this;
    const markedRead = (reader: UserId, channel: ChannelId) => this.markedRead.get(reader)?.get(channel) ?? 0;
    return { hubs, channels, stored, hasGoneBack, markedRead };
  }

  private count(): void {
    const { tally } = this;
    for (const hub of this.hubs) {
      tally.shownOnDevice += hub.rungs.device;
      tally.shownSending += hub.rungs.sending;
      tally.shownOnServer += hub.rungs.server;
      for (const channel of this.channels) {
        tally.unread += hub.listed(channel)!.unread;
        tally.mentions += hub.listed(channel)!.mentions;
      }
    }
  }

  /** Asks again and again; every time takes as long as the server takes to answer. */
  private async until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    const start = performance.now();
    while (!(await holds())) {
      if (performance.now() - start > REST_WITHIN_MS) throw new Error(`${what} did not come about`);
      await this.room.ada.client.me();
    }
  }
}
