import {
  type Body,
  type ChannelId,
  isTombstone,
  type Me,
  type MessageId,
  type MessageRecord,
  type Op,
  type OpId,
} from '@lectern/contracts';
import { createMemoryStorage } from '@lectern/local-store';
import { bodyFromText, plainText } from '@lectern/rich-text';
import type { TimelineView } from '@lectern/sync-client';
import type { ServerClient } from '@lectern/sync-client/testing/server-client';
import { TestHub } from '@lectern/sync-client/testing/test-hub';
import type { Random } from '@lectern/test-kit';

/** Rows that a device is asked for at most: all of a round. */
const ROWS = 500;
const EMOJI = ['👍', '🎉'];

/**
 * One browser of a person: the real hub with a store that outlives it. It writes down what it was promised: that an op
 * is on this device, and that it is on the server.
 */
export class Device {
  readonly me: Me;
  readonly #client: ServerClient;
  readonly #storage = createMemoryStorage({ durable: true });
  readonly #channels: readonly ChannelId[];
  #hub: TestHub;
  #views = new Map<ChannelId, TimelineView>();
  /** Ops that it has confirmed to have, in their order: the first promise that is made. */
  readonly written: Op[] = [];
  /** From Enter until its messages were shown as on the server, in milliseconds. */
  readonly arrivedMs: number[] = [];
  readonly #enteredAt = new Map<string, number>();
  /** Messages of its own that were shown as on the server. */
  readonly named = new Set<MessageId>();

  private constructor(me: Me, client: ServerClient, channels: readonly ChannelId[]) {
    this.me = me;
    this.#client = client;
    this.#channels = channels;
    this.#hub = this.#open();
  }

  static async open(me: Me, client: ServerClient, channels: readonly ChannelId[]): Promise<Device> {
    const device = new Device(me, client, channels);
    await device.#hub.tab.command('open', me);
    return device;
  }

  /** Does one thing that a person does. Resolves when the device has confirmed it. */
  async act(random: Random, at: number): Promise<void> {
    const channel = random.pick(this.#channels);
    const seen = (this.#views.get(channel)?.items ?? []).map(({ record }) => record);
    const mine = seen.filter((record) => record.author === this.me.id && !isTombstone(record));
    const base = { id: crypto.randomUUID() as OpId, channel, at };
    const dice = random.next();
    if (dice < 0.7 || mine.length === 0) {
      await this.#do({ ...base, kind: 'send', body: bodyFromText(`${this.me.handle} ${base.id}`) });
    } else if (dice < 0.8) {
      const body = bodyFromText(`${this.me.handle} edited ${base.id}`);
      await this.#do({ ...base, kind: 'edit', message: random.pick(mine).id, body });
    } else if (dice < 0.9) {
      const message = random.pick(seen).id;
      await this.#do({ ...base, kind: 'react', message, emoji: random.pick(EMOJI), on: random.chance(0.7) });
    } else await this.#do({ ...base, kind: 'delete', message: random.pick(mine).id });
  }

  #name(message: MessageId): void {
    this.named.add(message);
    const enteredAt = this.#enteredAt.get(message);
    if (enteredAt !== undefined) this.arrivedMs.push(performance.now() - enteredAt);
    this.#enteredAt.delete(message);
  }

  async #do(op: Op): Promise<void> {
    if (op.kind === 'send') this.#enteredAt.set(op.id, performance.now());
    await this.#hub.tab.command('submit', op);
    this.written.push(op);
  }

  /** Resolves when everything that was written here is on the server, as far as the device knows. */
  async settled(patienceMs: number): Promise<void> {
    await this.#hub.until(
      'connection',
      null,
      ({ state, waiting }) => state === 'connected' && waiting === 0,
      patienceMs,
    );
  }

  /** Resolves when the end of a channel is shown as it is on the server. */
  async shows(channel: ChannelId, truth: readonly MessageRecord[], patienceMs: number): Promise<void> {
    const wanted = JSON.stringify(truth.slice(-ROWS).map(essence));
    await this.#hub.until(
      'timeline',
      endOf(channel),
      ({ items }) => JSON.stringify(items.map(({ record }) => essence(record))) === wanted,
      patienceMs,
    );
  }

  /** The browser ends and is opened again. */
  async restart(): Promise<void> {
    await this.#hub.stop();
    this.#views = new Map();
    this.#hub = this.#open();
  }

  stop(): Promise<void> {
    return this.#hub.stop();
  }

  #open(): TestHub {
    const hub = new TestHub(this.#client, this.#storage);
    for (const channel of this.#channels) {
      hub.hub.watch('timeline', endOf(channel), (view) => {
        this.#views.set(channel, view);
        for (const { record, rung } of view.items)
          if (record.author === this.me.id && rung === 'server') this.#name(record.id);
      });
    }
    return hub;
  }
}

const endOf = (channel: ChannelId) => ({ channel, anchor: 'end', before: ROWS, after: 0 }) as const;

/** What two copies of a message must agree on. */
export const essence = (record: MessageRecord): unknown =>
  isTombstone(record)
    ? [record.id, record.seq, 'deleted']
    : [
        record.id,
        record.seq,
        textOf(record.body),
        record.reactions?.map(({ emoji, by }) => [emoji, [...by].sort()]),
      ];

export const textOf = (body: Body): string => plainText(body);
