import type { ChannelId, Notice, UserId } from '@lectern/contracts';
import type { MirrorStore, Unread } from '@lectern/local-store';
import { withCalls } from './calls.ts';
import type { Topics } from './topics.ts';

const NONE: Unread = { unread: 0, mentions: 0 };

/**
 * Unread messages and mentions per channel: counted from the mirror, the notices of called groups and the read
 * position, and never stored.
 */
export class Counts {
  private readonly store: MirrorStore;
  private readonly topics: Topics;
  private readonly reader: UserId;
  private readonly readSeq: (channel: ChannelId) => Promise<number>;
  private readonly onFault: (error: unknown) => void;
  private readonly counts = new Map<ChannelId, Unread>();
  /** Notices of called groups. */
  private calls: readonly Notice[];
  private readonly stale = new Set<ChannelId>();
  private counting = false;

  constructor(
    store: MirrorStore,
    topics: Topics,
    reader: UserId,
    notices: readonly Notice[],
    readSeq: (channel: ChannelId) => Promise<number>,
    onFault: (error: unknown) => void,
  ) {
    this.store = store;
    this.topics = topics;
    this.reader = reader;
    this.calls = notices.filter(isCall);
    this.readSeq = readSeq;
    this.onFault = onFault;
  }

  of(channel: ChannelId): Unread {
    return this.counts.get(channel) ?? NONE;
  }

  /** As `of`, but counts first where that has not been done yet. */
  async known(channel: ChannelId): Promise<Unread> {
    if (!this.counts.has(channel)) await this.count(channel);
    return this.of(channel);
  }

  /** Takes in what the person has been told of. */
  noticed(notices: readonly Notice[]): void {
    const known = new Set(this.calls.map(({ id }) => id));
    this.calls = notices.filter(isCall);
    this.recount(new Set(this.calls.flatMap(({ id, channel }) => (known.has(id) ? [] : [channel]))));
  }

  /** Counts these channels anew, soon. */
  recount(channels: Iterable<ChannelId>): void {
    for (const channel of channels) this.stale.add(channel);
    if (!this.counting) this.countStale();
  }

  private async countStale(): Promise<void> {
    this.counting = true;
    for (let next = this.next(); next !== null; next = this.next()) await this.count(next);
    this.counting = false;
  }

  private async count(channel: ChannelId): Promise<void> {
    try {
      const counted = await this.countBeyond(channel, await this.readSeq(channel));
      const known = this.counts.get(channel);
      this.counts.set(channel, counted);
      if (known?.unread !== counted.unread || known.mentions !== counted.mentions) this.topics.mark('counts');
    } catch (error) {
      this.onFault(error);
    }
  }

  private async countBeyond(channel: ChannelId, seq: number): Promise<Unread> {
    const counted = await this.store.countUnread(channel, seq);
    const calls = this.calls.filter((notice) => notice.channel === channel && notice.seq > seq);
    if (calls.length === 0) return counted;
    const stored = await this.store.readRecords(calls.map(({ message }) => message));
    return withCalls(counted, calls, new Map(stored.map(({ record }) => [record.id, record])), this.reader);
  }

  private next(): ChannelId | null {
    for (const channel of this.stale) {
      this.stale.delete(channel);
      return channel;
    }
    return null;
  }
}

const isCall = ({ group }: Notice): boolean => group !== undefined;
