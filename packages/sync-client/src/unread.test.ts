import { rebased } from '@lectern/channel-doc';
import {
  type Body,
  type ConversationKey,
  type DeviceId,
  isTombstone,
  type MessageId,
  type MessageRecord,
  newId,
  type UserId,
} from '@lectern/contracts';
import { createMemoryStorage, type MirrorStore, type Store } from '@lectern/local-store';
import { createRandom, type Random } from '@lectern/test-kit';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Catalog } from './catalog.ts';
import { levelKey, storedCare } from './channel-level.ts';
import { Counts } from './counts.ts';
import { markAllRead } from './mark-all-read.ts';
import { ownDocument } from './own-document.ts';
import { type ChannelCare, FOR_EVER, PROVISIONAL_SEQ, type ReadBefore } from './port-values.ts';
import { Profile } from './profile.ts';
import { ChannelServer } from './testing/channel-server.ts';
import { makeBody, makeEntry, makeMe, newCourse, newUser } from './testing/make.ts';
import { MirrorDevice } from './testing/mirror-device.ts';
import { Topics } from './topics.ts';
import { foldSidebar } from './views/sidebar.ts';

/**
 * What a person is told is unread, against what the server's rows and the read positions of all their devices say.
 * Two devices live through anything that can happen to a channel and to what is read of it, in any order; after each
 * step each of them must tell the truth about what it holds, and at the end about everything.
 */
const SEEDS = Array.from({ length: 200 * Number(process.env.LECTERN_LONG ?? 1) }, (_, n) => n + 1);
const STEPS = 40;

const ME: UserId = newUser();
const OTHERS: readonly UserId[] = [newUser(), newUser()];
/** Server clock when this person came: what was said before is not new to them. */
const JOINED_AT_SEQ = 40;
const joinedAt = 1_000 + JOINED_AT_SEQ;

interface Position {
  readonly turn: number;
  readonly seq: number;
}

/** The documents of the person, as the server has them. */
class Home {
  doc = new Y.Doc();
  life = 1;

  renew(): void {
    const state = rebased('user', this.doc);
    this.doc = new Y.Doc();
    Y.applyUpdate(this.doc, state);
    this.life += 1;
  }
}

/** A device as the hub puts it together, and beside it what has been done on it or heard by it, told anew. */
class Device {
  readonly mirror: MirrorDevice;
  readonly id = newId<DeviceId>();
  /** How far this person has read, as far as this device can know. */
  known: Position | null = null;
  counts!: Counts;
  profile!: Profile;
  private readonly store: Store;
  private readonly home: Home;
  private readonly random: Random;
  private doc = new Y.Doc();
  private life = 1;

  private constructor(mirror: MirrorDevice, store: Store, home: Home, random: Random) {
    this.mirror = mirror;
    this.store = store;
    this.home = home;
    this.random = random;
  }

  static async start(server: ChannelServer, home: Home, random: Random): Promise<Device> {
    const store = await createMemoryStorage().openStore(ME);
    const device = new Device(await MirrorDevice.start(server, store.mirror), store, home, random);
    await device.wake();
    return device;
  }

  get channel() {
    return this.mirror.channel;
  }
  private get key() {
    return this.channel as string as ConversationKey;
  }

  /** The hub starts: what it knows of what is read, it knows from the disk. */
  async wake(): Promise<void> {
    const topics = new Topics();
    const onFault = (error: unknown): void => {
      throw error;
    };
    const profile = new Profile({
      device: this.id,
      facts: await this.store.facts.readAll(),
      store: this.store.facts,
      clock: { ...this.mirror.clock, ticks: this.mirror.clock.now, random: () => 0 },
      topics,
      onReads: () => this.counts.recount([this.channel]),
      onFault,
    });
    const { mirror } = this.store;
    this.profile = profile;
    this.counts = new Counts(
      slow(mirror, this.random),
      topics,
      ME,
      [],
      async () => {
        await profile.begin(this.channel, () => mirror.lastSeqBefore(this.channel, joinedAt));
        return profile.readSeq(this.channel);
      },
      onFault,
    );
    this.mirror.onWritten = () => this.counts.recount([this.channel]);
    this.counts.recount([this.channel]);
    profile.attach(ownDocument(this.doc));
  }

  async restart(): Promise<void> {
    this.profile.detach();
    await this.wake();
    await this.mirror.restart();
  }

  /** Gives the server what was done here and takes what was done elsewhere. */
  exchange(): void {
    if (this.life !== this.home.life) {
      this.profile.detach();
      this.life = this.home.life;
      this.doc = new Y.Doc();
      Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(this.home.doc));
      this.profile.attach(ownDocument(this.doc));
    }
    Y.applyUpdate(this.home.doc, Y.encodeStateAsUpdate(this.doc));
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(this.home.doc));
    this.profile.adopt();
  }

  // What a person does, and what it should come to.

  markRead(seq: number): void {
    if (seq < PROVISIONAL_SEQ && seq > this.at) this.hear({ turn: this.turn, seq });
    this.profile.markRead(this.key, seq);
  }
  markUnread(seq: number): void {
    if (seq <= this.at) this.hear({ turn: this.turn + 1, seq: seq - 1 });
    this.profile.markUnread(this.channel, seq);
  }
  async markAllRead(): Promise<readonly ReadBefore[]> {
    const rows = this.rows();
    const last = rows.at(-1)?.seq ?? 0;
    const wasUnread = unreadOf(rows, this.at).unread > 0;
    const { counts, profile, store } = this;
    const before = await markAllRead({ counts, profile, store, catalog: this.catalog }, null);
    expect(before).toEqual(wasUnread ? [{ key: this.key, seq: this.at }] : []);
    if (wasUnread) this.hear({ turn: this.turn, seq: last });
    return before;
  }
  takeBack(before: readonly ReadBefore[]): void {
    for (const { key, seq } of before) {
      this.hear({ turn: this.turn + 1, seq });
      this.profile.readAgain(key, seq);
    }
  }
  care(care: ChannelCare): void {
    this.profile.saveSettings({ [levelKey(this.channel)]: storedCare(care) });
  }

  hear(position: Position | null): void {
    const { known } = this;
    if (position === null) return;
    if (known === null || position.turn > known.turn) this.known = position;
    else if (position.turn === known.turn && position.seq > known.seq) this.known = position;
  }

  /** The last seq that is read, as far as this device can know. */
  get at(): number {
    return this.known?.seq ?? this.rows().findLast(({ at }) => at < joinedAt)?.seq ?? 0;
  }
  private get turn(): number {
    return this.known?.turn ?? 0;
  }

  // What it shows, and what it holds.

  shown() {
    const { counts, profile, catalog } = this;
    const care = careIn(profile.settings, this.channel);
    const [course] = foldSidebar(
      catalog,
      (channel) => counts.of(channel),
      () => 0,
      () => care,
      0,
    );
    const { unread, mentions, isNew } = course!.channels[0]!;
    return { care, shown: { unread, mentions, isNew } };
  }

  /** Stored rows, in order. */
  rows(): readonly MessageRecord[] {
    return this.stored;
  }
  private stored: readonly MessageRecord[] = [];

  /** Ends when nothing is on its way inside of the hub. */
  async rest(): Promise<void> {
    await this.mirror.rest();
    // Counting goes on in turns of its own.
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    const ids = this.mirror.server.rows.map(({ id }) => id as MessageId);
    const stored = await this.store.mirror.readRecords(ids);
    this.stored = stored.map(({ record }) => record).sort((a, b) => a.seq - b.seq);
  }

  private get catalog(): Catalog {
    const course = COURSE;
    const entry = makeEntry(course, { id: this.channel });
    return {
      me: { ...makeMe(), id: ME },
      inbox: { courses: [{ course, role: 'student' }], channels: [], threads: [], notices: [] },
      courses: { [course]: { name: 'Logic', channels: [entry], people: [] } },
    } as unknown as Catalog;
  }
}
const COURSE = newCourse();

/** A disk that takes its time: what was asked first may be answered last. */
const slow = (store: MirrorStore, random: Random): MirrorStore =>
  new Proxy(store, {
    get(target, name) {
      const found = Reflect.get(target, name) as unknown;
      if (name !== 'countUnread') return typeof found === 'function' ? found.bind(target) : found;
      return async (...asked: Parameters<MirrorStore['countUnread']>) => {
        const counted = await target.countUnread(...asked);
        for (let turns = random.int(0, 12); turns > 0; turns -= 1) await null;
        return counted;
      };
    },
  });

// What must be shown, told from rows alone.

const saysTo = (body: Body): boolean => JSON.stringify(body).includes(ME);
function unreadOf(rows: readonly MessageRecord[], after: number): { unread: number; mentions: number } {
  const news = rows.filter((row) => row.seq > after && row.author !== ME && !isTombstone(row));
  const mentions = news.filter((row) => !isTombstone(row) && saysTo(row.body));
  const others = news.filter((row) => !mentions.includes(row) && (row.thread === undefined || row.inChannel));
  return { unread: mentions.length + others.length, mentions: mentions.length };
}

function shownOf({ unread, mentions }: { unread: number; mentions: number }, care: ChannelCare) {
  if (care.level === 'nothing') return { unread: 0, mentions: 0, isNew: false };
  if (care.mutedUntil !== null) return { unread: 0, mentions, isNew: mentions > 0 };
  return { unread: care.level === 'all' ? unread : 0, mentions, isNew: unread > 0 };
}

function careIn(settings: Readonly<Record<string, unknown>>, channel: string): ChannelCare {
  return (settings[`level/${channel}`] ?? { level: 'all', mutedUntil: null }) as ChannelCare;
}

const mentionsMe = (text: string): Body => {
  const { blocks } = makeBody(text) as Extract<Body, { kind: 'plain' }>;
  return { kind: 'plain', blocks: [...blocks, { t: 'p', c: [{ t: 'mention', user: ME }] }] };
};

const CARES: readonly ChannelCare[] = [
  { level: 'all', mutedUntil: null },
  { level: 'all', mutedUntil: null },
  { level: 'mentions', mutedUntil: null },
  { level: 'nothing', mutedUntil: null },
  { level: 'all', mutedUntil: FOR_EVER },
];

describe('P5: whatever happens, what is shown as unread is what a fresh look would say', () => {
  const seen = { unread: 0, mentions: 0, holes: 0, renewed: 0, takenBack: 0, merged: 0, quiet: 0 };

  test.each(SEEDS)('seed %i', async (seed) => {
    const random = createRandom(`unread ${seed}`);
    const server = new ChannelServer();
    const home = new Home();
    const say = (count: number) =>
      server.append(count, () => {
        const [root] = server.rows;
        const inThread = root !== undefined && random.chance(0.25);
        return {
          author: random.chance(0.2) ? ME : random.pick(OTHERS),
          body: random.chance(0.15) ? mentionsMe('look') : makeBody('words'),
          ...(inThread ? { thread: { id: root.id, seq: root.seq } } : {}),
          ...(inThread && random.chance(0.4) ? { inChannel: true as const } : {}),
        };
      });

    say(2 * JOINED_AT_SEQ);
    const devices = [await Device.start(server, home, random), await Device.start(server, home, random)];
    /** What the server has been told, which is what any device that comes can know. */
    let told: Position | null = null;
    let before: { device: Device; before: readonly ReadBefore[] } | null = null;

    const exchange = (device: Device) => {
      // Heard by the server first, and then by the device: the fold of both.
      const elsewhere = told;
      if (device.known !== null && elsewhere !== null && device.known.seq !== elsewhere.seq) seen.merged += 1;
      device.hear(elsewhere);
      device.exchange();
      told = device.known ?? told;
    };

    for (let step = 0; step < STEPS; step += 1) {
      const device = random.pick(devices);
      const last = Math.max(1, server.rows.length);
      const seq = random.int(Math.max(1, random.chance(0.6) ? last - 30 : 1), last);
      await random.pick([
        () => say(random.int(1, 5)),
        () => say(random.chance(0.5) ? random.int(60, 420) : 2),
        () => server.edit(seq, random.chance(0.5) ? mentionsMe('now') : makeBody('no more')),
        () => {
          for (let edits = random.int(1, 40); edits > 0; edits -= 1)
            server.edit(random.int(1, seq), random.chance(0.3) ? mentionsMe('now') : makeBody('no more'));
        },
        () => server.remove(seq),
        () => device.markRead(seq),
        () => device.markRead(seq),
        () => device.markRead(PROVISIONAL_SEQ + random.int(0, 3)),
        () => device.markUnread(seq),
        async () => {
          before = { device, before: await device.markAllRead() };
        },
        () => {
          if (before === null || before.before.length === 0) return;
          seen.takenBack += 1;
          before.device.takeBack(before.before);
          before = null;
        },
        () => device.care(random.pick(CARES)),
        () => exchange(device),
        () => exchange(device),
        () => {
          home.renew();
          seen.renewed += 1;
        },
        () => device.restart(),
        () => device.mirror.connect(),
        () => device.mirror.connect(),
        () => device.mirror.disconnect(),
        () => device.mirror.history.want(device.channel, { before: seq }),
        () => device.mirror.history.want(device.channel, { around: seq }),
        () => {
          const [root] = server.rows;
          if (root !== undefined) device.mirror.history.wantThread(device.channel, root.id, null);
        },
        () => {
          const often = random.pick([0, 0, 0.5]);
          device.mirror.requestFails = () => random.chance(often);
        },
      ])();
      for (const each of devices) {
        if (random.chance(0.6)) each.mirror.pull();
        await each.rest();
        const { care, shown } = each.shown();
        const truth = unreadOf(each.rows(), each.at);
        expect(shown, `step ${step}`).toEqual(shownOf(truth, care));
        seen.unread += shown.unread;
        seen.mentions += shown.mentions;
        if (care.level !== 'all' || care.mutedUntil !== null) seen.quiet += 1;
      }
      for (const each of devices)
        if ((await each.mirror.store.readProgress(each.channel)).ranges.length > 1) seen.holes += 1;
    }

    // Everything comes to rest: both devices have everything, and each other's word.
    for (const device of [...devices, ...devices]) exchange(device);
    const fresh = await Device.start(server, home, random);
    exchange(fresh);
    for (const device of [...devices, fresh]) {
      device.mirror.requestFails = () => false;
      await device.mirror.connect();
      device.mirror.clock.advance(10_000);
      await device.rest();
      await fillHoles(device);
      await device.rest();
      device.profile.saveSettings({ [levelKey(device.channel)]: undefined });
      const at = told === null ? Math.min(JOINED_AT_SEQ - 1, server.rows.length) : (told as Position).seq;
      const truth = unreadOf(server.rows, at);
      expect(device.shown().shown).toEqual({ ...truth, isNew: truth.unread > 0 });
    }
  });

  test('and all of it did happen', () => {
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(SEEDS.length / 10);
  });
});

/** Fetches the history until all of it is held. */
async function fillHoles({ mirror, channel }: Device): Promise<void> {
  for (let pages = 0; pages < 200; pages += 1) {
    const { ranges } = await mirror.store.readProgress(channel);
    const newest = ranges.at(-1);
    if (newest === undefined || newest.from <= 1) return;
    await mirror.history.page(channel, { before: newest.from }, 200);
  }
  throw new Error('the history must end');
}
