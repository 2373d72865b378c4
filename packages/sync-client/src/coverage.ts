import type { ChannelId } from '@lectern/contracts';
import type { MirrorStore } from '@lectern/local-store';

/** How far back the newest messages of a channel are held here without a hole. */
export interface ChannelHeld {
  readonly channel: ChannelId;
  /** All from the beginning. */
  readonly whole: boolean;
  /** The first seq that is held; null when nothing is. */
  readonly from: number | null;
  /** Server clock of the first message that is held; null when nothing is, or everything. */
  readonly since: number | null;
  readonly bytes: number;
}

/** What of the history is on this device. Looked up when somebody asks, and again where rows have been written. */
export class Coverage {
  private readonly store: MirrorStore;
  private readonly known = new Map<ChannelId, ChannelHeld>();
  private readonly stale = new Set<ChannelId>();

  constructor(store: MirrorStore) {
    this.store = store;
  }

  /** The channel's rows have changed. */
  written(channel: ChannelId): void {
    this.stale.add(channel);
  }

  async look(channels: readonly ChannelId[]): Promise<readonly ChannelHeld[]> {
    const found: ChannelHeld[] = [];
    for (const channel of channels) {
      const before = this.known.get(channel);
      if (before !== undefined && !this.stale.delete(channel)) found.push(before);
      else found.push(await this.read(channel, before));
    }
    return found;
  }

  private async read(channel: ChannelId, before: ChannelHeld | undefined): Promise<ChannelHeld> {
    const { ranges, bytes } = await this.store.readProgress(channel);
    const from = ranges.at(-1)?.from ?? null;
    const whole = from === 0;
    const isKnown = before !== undefined && before.from === from;
    const since = from === null || whole ? null : isKnown ? before.since : await this.timeAt(channel, from);
    const held: ChannelHeld = { channel, whole, from, since, bytes };
    this.known.set(channel, held);
    return held;
  }

  private async timeAt(channel: ChannelId, seq: number): Promise<number | null> {
    const { records } = await this.store.readWindow(channel, { anchor: seq, before: 1, after: 1 });
    return records[0]?.at ?? null;
  }
}
