import type { ChannelId, MessageRecord } from '@lectern/contracts';
import type { MirrorStore, Range } from '@lectern/local-store';
import { type Api, ApiError, type HistoryPlace } from './api.ts';
import type { Clock } from './clock.ts';

/** A page that could not be had is not asked for again before this time, in milliseconds, unless the link is new. */
const PATIENCE_MS = 3_000;

export interface HistoryOptions {
  readonly store: MirrorStore;
  readonly api: Pick<Api, 'history'>;
  readonly clock: Pick<Clock, 'after'>;
  readonly isLive: () => boolean;
  /** The channel's rows have changed, or whether more can be had has. */
  readonly onChange: (channel: ChannelId, records: readonly MessageRecord[]) => void;
}

/** Fetches pages of older messages into the mirror, each at most once at a time. */
export class History {
  private readonly options: HistoryOptions;
  private readonly underWay = new Set<string>();
  private readonly failed = new Set<string>();

  constructor(options: HistoryOptions) {
    this.options = options;
  }

  /** Sees to it that the page comes, and answers what to say at that end meanwhile. */
  want(channel: ChannelId, place: HistoryPlace): 'loading' | 'needs-connection' {
    const key = `${channel} ${JSON.stringify(place)}`;
    if (this.underWay.has(key)) return 'loading';
    if (this.failed.has(key) || !this.options.isLive()) return 'needs-connection';
    this.underWay.add(key);
    this.fetch(channel, place, key);
    return 'loading';
  }

  /** The link is new: what failed may be asked for again. */
  forgive(): void {
    this.failed.clear();
  }

  private async fetch(channel: ChannelId, place: HistoryPlace, key: string): Promise<void> {
    let records: readonly MessageRecord[] = [];
    try {
      const page = await this.options.api.history(channel, place);
      records = page.messages;
      const held = heldBy(page, place);
      await this.options.store.applyRecords(channel, records, held, null);
    } catch (error) {
      this.failed.add(key);
      this.options.clock.after(PATIENCE_MS, () => {
        if (this.failed.delete(key)) this.options.onChange(channel, []);
      });
      if (!(error instanceof ApiError)) throw error;
    } finally {
      this.underWay.delete(key);
      this.options.onChange(channel, records);
    }
  }
}

/** What a page holds whole, joined to the place that was asked for: between the two there is nothing. */
function heldBy(
  page: { from: number; to: number; reachesStart: boolean; messages: readonly MessageRecord[] },
  place: HistoryPlace,
): Range | null {
  if (page.messages.length === 0) return 'before' in place ? { from: 0, to: place.before - 1 } : null;
  const from = page.reachesStart ? 0 : 'after' in place ? place.after + 1 : page.from;
  return { from, to: 'before' in place ? place.before - 1 : page.to };
}
