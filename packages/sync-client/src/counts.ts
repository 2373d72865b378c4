import type { ChannelId } from '@lectern/contracts';
import type { MirrorStore, Unread } from '@lectern/local-store';
import type { Topics } from './topics.ts';

const NONE: Unread = { unread: 0, mentions: 0 };

/** Unread messages and mentions per channel: counted from the mirror and the read position, and never stored. */
export class Counts {
  private readonly store: MirrorStore;
  private readonly topics: Topics;
  private readonly readSeq: (channel: ChannelId) => Promise<number>;
  private readonly onFault: (error: unknown) => void;
  private readonly counts = new Map<ChannelId, Unread>();
  private readonly stale = new Set<ChannelId>();
  private counting = false;

  constructor(
    store: MirrorStore,
    topics: Topics,
    readSeq: (channel: ChannelId) => Promise<number>,
    onFault: (error: unknown) => void,
  ) {
    this.store = store;
    this.topics = topics;
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
      const counted = await this.store.countUnread(channel, await this.readSeq(channel));
      const known = this.counts.get(channel);
      this.counts.set(channel, counted);
      if (known?.unread !== counted.unread || known.mentions !== counted.mentions) this.topics.mark('counts');
    } catch (error) {
      this.onFault(error);
    }
  }

  private next(): ChannelId | null {
    for (const channel of this.stale) {
      this.stale.delete(channel);
      return channel;
    }
    return null;
  }
}
