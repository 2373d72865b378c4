import {
  type ChannelId,
  isListed,
  type MessageId,
  type MessageRecord,
  type NoteId,
  type QuestionsPage,
} from '@lectern/contracts';
import type { MirrorStore, Range, StoredWindow, WindowRequest } from '@lectern/local-store';
import { type Api, ApiError, type HistoryPlace } from './api.ts';
import type { Clock } from './clock.ts';

/** A page that could not be had is not asked for again before this time, in milliseconds, unless the link is new. */
const PATIENCE_MS = 3_000;

/** Messages around a place that is gone to: as many as its window shows, so that nothing has to be asked for twice. */
const AROUND_SIZE = 64;

/**
 * What becomes of a page that is wanted. `nowhere`: the place lies beyond the newest message, as that of a link from
 * before the server was restored from an older copy does.
 */
export type Wanted = 'loading' | 'needs-connection' | 'nowhere';

interface Arrived {
  readonly held: Range;
  readonly records: readonly MessageRecord[];
}

export interface HistoryOptions {
  readonly store: MirrorStore;
  readonly api: Pick<Api, 'history' | 'thread' | 'questions'>;
  readonly clock: Pick<Clock, 'after'>;
  readonly isLive: () => boolean;
  /** A page has come and is being written: `arrived` knows it until then. */
  readonly onArrived: (channel: ChannelId) => void;
  /** The channel's rows have changed, or whether more can be had has. */
  readonly onChange: (channel: ChannelId, records: readonly MessageRecord[]) => void;
}

/** Fetches older messages, threads and questions into the mirror; pages at most once at a time. */
export class History {
  private readonly options: HistoryOptions;
  private readonly underWay = new Set<string>();
  private readonly failed = new Set<string>();
  private readonly arriving = new Map<ChannelId, Arrived>();
  private readonly missing = new Set<MessageId>();
  /** The lowest place of a channel of which the server has said that nothing is there yet. */
  private readonly ends = new Map<ChannelId, number>();

  constructor(options: HistoryOptions) {
    this.options = options;
  }

  /** Sees to it that the page comes, and answers what to say at that end meanwhile. */
  want(channel: ChannelId, place: HistoryPlace): Wanted {
    if ('around' in place && place.around >= this.endOf(channel)) return 'nowhere';
    const limit = 'around' in place ? AROUND_SIZE : undefined;
    return this.fetch(channel, JSON.stringify(place), () => this.load(channel, place, limit));
  }

  /** Fetches a page for somebody who can wait; says whether it came. */
  async page(channel: ChannelId, place: HistoryPlace, limit?: number): Promise<boolean> {
    if (!this.options.isLive()) return false;
    return this.carryOut(channel, `${channel} ${JSON.stringify(place)}`, () =>
      this.load(channel, place, limit),
    );
  }

  /** A window on the page around its anchor, when that has come and the disk has not got it yet. */
  arrived(channel: ChannelId, { anchor, before, after }: WindowRequest): StoredWindow | null {
    const page = this.arriving.get(channel);
    if (page === undefined || anchor === 'end') return null;
    const { held, records } = page;
    if (anchor < held.from || anchor > held.to) return null;
    const listed = records.filter(isListed);
    const older = listed.filter(({ seq }) => seq <= anchor);
    const newer = listed.filter(({ seq }) => seq > anchor);
    return {
      records: [...older.slice(-before), ...newer.slice(0, after)],
      range: held,
      moreBefore: older.length > before,
      moreAfter: newer.length > after,
      newest: false,
    };
  }

  get isFetching(): boolean {
    return this.underWay.size > 0;
  }

  /** As `want`, for replies of a thread; `missing` when there is no such thread, or none that this person may read. */
  wantThread(
    channel: ChannelId,
    thread: MessageId,
    before: number | null,
  ): 'loading' | 'needs-connection' | 'missing' {
    if (this.missing.has(thread)) return 'missing';
    return this.fetch(
      channel,
      `${thread} ${before}`,
      async () => {
        const { root, replies, from, to } = await this.options.api.thread(channel, thread, before);
        const held = { from, to: before === null ? to : before - 1 };
        await this.options.store.applyReplies(channel, thread, [root, ...replies], held);
        return replies;
      },
      (status) => status === 404 && this.missing.add(thread),
    );
  }

  /** Fetches questions of which not all may be stored: a channel's open ones, or those about a note. They become rows. */
  async questions(channel: ChannelId, note: NoteId | null): Promise<QuestionsPage> {
    const page = await this.options.api.questions(channel, note);
    await this.options.store.applyRecords(channel, page.questions, null, null);
    this.options.onChange(channel, page.questions);
    return page;
  }

  /** The link is new: what failed may be asked for again. */
  forgive(): void {
    this.failed.clear();
    this.missing.clear();
    this.ends.clear();
  }

  private fetch(
    channel: ChannelId,
    what: string,
    ask: () => Promise<readonly MessageRecord[]>,
    onRefused?: (status: number) => void,
  ): 'loading' | 'needs-connection' {
    const key = `${channel} ${what}`;
    if (this.underWay.has(key)) return 'loading';
    if (this.failed.has(key) || !this.options.isLive()) return 'needs-connection';
    void this.carryOut(channel, key, ask, onRefused);
    return 'loading';
  }

  private endOf(channel: ChannelId): number {
    return this.ends.get(channel) ?? Infinity;
  }

  private async load(
    channel: ChannelId,
    place: HistoryPlace,
    limit?: number,
  ): Promise<readonly MessageRecord[]> {
    const { store, api } = this.options;
    const [{ begun }, page] = await Promise.all([
      store.readProgress(channel),
      api.history(channel, place, limit),
    ]);
    // A page that was on its way while the mirror began anew may be older than what the mirror says that it knows.
    if ((await store.readProgress(channel)).begun !== begun) throw new ApiError(0, 'the page came too late');
    const held = heldBy(page, place);
    // Asked for again and again otherwise, for what comes never holds it.
    if ('around' in place && (held === null || place.around > held.to))
      this.ends.set(channel, Math.min(place.around, this.endOf(channel)));
    else if (held !== null && held.to >= this.endOf(channel)) this.ends.delete(channel);
    if (held !== null && 'around' in place) {
      this.arriving.set(channel, { held, records: page.messages });
      this.options.onArrived(channel);
    }
    try {
      await store.applyRecords(channel, page.messages, held, null);
    } finally {
      this.arriving.delete(channel);
    }
    return page.messages;
  }

  private async carryOut(
    channel: ChannelId,
    key: string,
    ask: () => Promise<readonly MessageRecord[]>,
    onRefused: (status: number) => void = () => {},
  ): Promise<boolean> {
    this.underWay.add(key);
    let records: readonly MessageRecord[] = [];
    try {
      records = await ask();
      return true;
    } catch (error) {
      this.failed.add(key);
      this.options.clock.after(PATIENCE_MS, () => {
        if (this.failed.delete(key)) this.options.onChange(channel, []);
      });
      if (!(error instanceof ApiError)) throw error;
      onRefused(error.status);
      return false;
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
  // Beyond the newest message nothing is held: it may be said any moment.
  const from = page.reachesStart ? 0 : 'after' in place ? place.after + 1 : page.from;
  return { from, to: 'before' in place ? place.before - 1 : page.to };
}
