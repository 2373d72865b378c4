import type { ChannelId, MessageId, MessageRecord, Op, OpId } from '@lectern/contracts';
import { createMemoryStorage } from '@lectern/local-store';
import { createJumpingClock, type JumpingClock, type Random } from '@lectern/test-kit';
import { ChaosProxy } from '@lectern/test-kit/chaos-proxy';
import type { CommandName, Commands } from '../port.ts';
import { PortError } from '../port-error.ts';
import type {
  ConnectionView,
  PendingOp,
  Rung,
  SidebarChannel,
  SidebarView,
  TimelineView,
} from '../port-values.ts';
import { BrowserRun, type HubDeath } from './browser-run.ts';
import type { TestPerson } from './class-room.ts';
import { TestHub } from './test-hub.ts';

/** How much faster than the wall clock a hub's waiting goes: a dead link is noticed within a good second. */
const SPEED = 4;
/** Rows of a channel that are looked at: all of a world. */
const ROWS = 500;

/**
 * One browser of a person: the real hub on a disk that outlives it, behind a wire of its own to the real server. It
 * writes down what its screen has promised: that an op is on this device, and that it is on the server.
 */
export class SimulatedHub {
  readonly person: TestPerson;
  readonly wire: ChaosProxy;
  readonly clock: JumpingClock;
  /** Reactions of this browser alone: what is to become of them, nobody else has a say in. */
  readonly emoji: string;
  /** Everything that was ever done here, in its order. Of what has not been confirmed nobody knows what becomes of it. */
  readonly written: Op[] = [];
  readonly confirmed = new Set<OpId>();
  /** With the reasons. */
  readonly refused = new Map<OpId, string>();
  /** Ops that were shown as on the server, and those among them of which it has not been looked whether they are. */
  readonly named = new Set<OpId>();
  private unproven: OpId[] = [];
  /** What its screen has said that must not be. */
  readonly faults: string[] = [];
  /** How often each rung was shown of an op. */
  readonly rungs: Record<Rung, number> = { unsaved: 0, device: 0, sending: 0, server: 0, refused: 0 };
  /** What is shown of the server may be of a time that the server has lost: promises of then count no more. */
  isBehind = false;
  connection: ConnectionView | null = null;
  private readonly channels: readonly ChannelId[];
  private readonly storage = createMemoryStorage({ durable: true });
  private readonly random: Random;
  private readonly onDeath: (death: HubDeath) => void;
  private run: BrowserRun | null = null;
  private hub: TestHub | null = null;
  private unwatches: (() => void)[] = [];
  private timelines = new Map<ChannelId, TimelineView>();
  private sidebar: SidebarView | null = null;
  private pending = new Map<OpId, Rung>();
  private hasDied = false;

  private constructor(
    person: TestPerson,
    channels: readonly ChannelId[],
    emoji: string,
    random: Random,
    wire: ChaosProxy,
    onDeath: (death: HubDeath) => void,
  ) {
    this.person = person;
    this.channels = channels;
    this.emoji = emoji;
    this.random = random;
    this.wire = wire;
    this.clock = createJumpingClock(random.fork());
    this.onDeath = onDeath;
  }

  /** @param target the server's port */
  static async make(
    person: TestPerson,
    channels: readonly ChannelId[],
    emoji: string,
    random: Random,
    target: number,
    onDeath: (death: HubDeath) => void,
  ): Promise<SimulatedHub> {
    const wire = await ChaosProxy.before(target);
    return new SimulatedHub(person, channels, emoji, random, wire, onDeath);
  }

  get runs(): boolean {
    return this.run !== null && !this.run.isOver;
  }

  /** The browser is opened, on what the disk has. */
  async start(): Promise<void> {
    const { client } = this.person;
    const run = new BrowserRun(
      client.through(this.wire.origin),
      this.storage,
      { wall: this.clock, speed: SPEED, chance: () => this.random.next() },
      (death) => {
        this.die();
        this.onDeath(death);
      },
    );
    this.run = run;
    this.hub = new TestHub(run.client, run.storage, run.client.WebSocket, run.clock);
    this.watch(this.hub);
    await this.command('open', this.person.me);
  }

  /** The browser is closed, and the hub writes out what is open. */
  async stop(): Promise<void> {
    const { hub, run } = this;
    if (hub === null || run === null) return;
    this.forgetRun();
    await Promise.race([hub.stop(), run.ended]);
    run.kill();
  }

  /** The browser is killed there. */
  setDeath(death: HubDeath | null): void {
    this.run?.setDeath(death);
  }

  /** Answers whether the hub lives to say that it has done it. */
  async command<Name extends CommandName>(
    name: Name,
    argument: Commands[Name]['argument'],
  ): Promise<boolean> {
    const { hub, run } = this;
    if (hub === null || run === null) return false;
    const done = hub.tab.command(name, argument).then(
      () => true,
      async (error: unknown) => {
        if (!(error instanceof PortError && error.code === 'no-session')) throw error;
        // The session has ended, and its person signs in again.
        await hub.tab.command('open', this.person.me);
        return false;
      },
    );
    return Promise.race([done, run.ended.then(() => false)]);
  }

  /** A person does something here. */
  async do(op: Op): Promise<void> {
    this.written.push(op);
    if (await this.command('submit', op)) this.confirmed.add(op.id);
  }

  records(channel: ChannelId): MessageRecord[] {
    return (this.timelines.get(channel)?.items ?? []).map(({ record }) => record);
  }

  timeline(channel: ChannelId): TimelineView | null {
    return this.timelines.get(channel) ?? null;
  }

  listed(channel: ChannelId): SidebarChannel | null {
    const all = this.sidebar?.courses.flatMap(({ channels }) => channels) ?? [];
    return all.find(({ id }) => id === channel) ?? null;
  }

  /** Ops that still wait here. */
  get waiting(): readonly OpId[] {
    return [...this.pending].flatMap(([id, rung]) => (rung === 'refused' ? [] : [id]));
  }

  /** What was shown as on the server since this was last asked. */
  takeUnproven(): readonly OpId[] {
    return this.unproven.splice(0);
  }

  /** The server has lost what it had: what was promised of it begins anew. */
  beginAnew(): void {
    this.named.clear();
    this.unproven = [];
    this.isBehind = false;
  }

  /**
   * What it had shown need not have reached its disk, and of two writes that belong together one may have: from then on
   * it may say less than it knows.
   */
  private die(): void {
    this.hasDied = true;
    this.named.clear();
    this.forgetRun();
  }

  private forgetRun(): void {
    for (const unwatch of this.unwatches.splice(0)) unwatch();
    this.run = null;
    this.hub = null;
    this.connection = null;
    this.timelines = new Map();
    this.sidebar = null;
    this.pending = new Map();
    // Whatever it had open breaks with it.
    this.wire.reset();
  }

  private watch({ hub }: TestHub): void {
    this.unwatches = [
      hub.watch('pending', null, (ops) => this.pendingAre(ops)),
      hub.watch('connection', null, (view) => {
        this.connection = view;
      }),
      hub.watch('sidebar', null, (view) => {
        this.sidebar = view;
      }),
      ...this.channels.map((channel) =>
        hub.watch('timeline', { channel, anchor: 'end', before: ROWS, after: 0 }, (view) => {
          this.timelines.set(channel, view);
          this.shows(view);
        }),
      ),
    ];
  }

  private pendingAre(ops: readonly PendingOp[]): void {
    const before = this.pending;
    this.pending = new Map(ops.map(({ op, rung }) => [op.id, rung]));
    for (const { op, rung, reason } of ops) {
      this.tells(op.id, rung);
      if (reason !== undefined) this.refused.set(op.id, reason);
    }
    // It is not listed any more because it has come to its end.
    for (const [id, rung] of before)
      if (!this.pending.has(id) && rung !== 'refused') this.tells(id, 'server');
  }

  private shows({ items }: TimelineView): void {
    const seen = new Set<MessageId>();
    let last = 0;
    for (const { record, rung, change } of items) {
      if (seen.has(record.id)) this.faults.push(`${record.id} is shown twice`);
      seen.add(record.id);
      if (record.seq <= last) this.faults.push(`${record.id} is shown out of its place`);
      last = record.seq;
      if (rung !== undefined && record.author === this.person.me.id)
        this.tells(record.id as string as OpId, rung);
      if (change !== undefined) this.tells(change.op, change.rung);
    }
  }

  /** Somebody looks at the screen and believes it. */
  private tells(op: OpId, rung: Rung): void {
    this.rungs[rung] += 1;
    if (rung !== 'refused' && rung !== 'unsaved') this.confirmed.add(op);
    if (this.isBehind) return;
    if (rung !== 'server') {
      if (this.named.has(op) && !this.hasDied)
        this.faults.push(`${op} was on the server, and is ${rung} now`);
    } else if (!this.named.has(op)) {
      this.named.add(op);
      this.unproven.push(op);
    }
  }
}
