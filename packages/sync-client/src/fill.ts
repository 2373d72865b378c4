import { type ChannelId, MAX_PAGE_SIZE } from '@lectern/contracts';
import type { Clock } from './clock.ts';
import type { ChannelHeld, Coverage } from './coverage.ts';
import type { History } from './history.ts';
import type { FillState } from './port-values.ts';

/**
 * Fills the store with the history of the person's channels while nothing else is to be done: newest first over all
 * channels, one page at a time, within a budget. It asks for a page only when the link is quiet and nobody does
 * anything here, and rests after each, longer when the server was slow: whoever does something waits for one page at
 * most. Edits and deletions of what it has brought come as they do for all rows: by the document, or by the changes.
 */

/** Nothing is fetched before it has been quiet for so long, in milliseconds. */
const QUIET_MS = 1_500;
/** The rest after a page, in milliseconds, and at least so many times what the page took: many devices fill at once. */
const REST_MS = 500;
const REST_TIMES = 10;
/** After so many pages it rests for longer, so that what has come is taken into the search index meanwhile. */
const STRETCH_PAGES = 20;
const STRETCH_REST_MS = 5_000;
/** A page that did not come is asked for again after this time, in milliseconds. */
const FAILED_MS = 30_000;

export interface FillOptions {
  readonly history: Pick<History, 'page'>;
  readonly coverage: Coverage;
  readonly clock: Pick<Clock, 'after' | 'ticks'>;
  /** What is stored outlives the hub. */
  readonly durable: boolean;
  readonly budget: number;
  readonly channels: () => readonly ChannelId[];
  readonly isLive: () => boolean;
  /** Nothing else is under way. */
  readonly isIdle: () => boolean;
  readonly hasRoom: () => Promise<boolean>;
  readonly onChange: () => void;
  readonly onFault: (error: unknown) => void;
}

export class Fill {
  budget: number;
  private readonly options: FillOptions;
  private cancel: (() => void) | null = null;
  private running = false;
  private stopped = false;
  private heldUntil = 0;
  private pages = 0;
  private hasRoom = true;

  constructor(options: FillOptions) {
    this.options = options;
    this.budget = options.budget;
  }

  /** There may be something to fetch: looks when it has been quiet for a while. */
  wake(): void {
    if (this.cancel === null && !this.running) this.after(QUIET_MS);
  }

  /** A person does something here: nothing is begun for a while. */
  hold(): void {
    this.heldUntil = this.options.clock.ticks() + QUIET_MS;
  }

  /** A write failed for want of space: nothing more is fetched that nobody has asked for. */
  diskIsFull(): void {
    this.hasRoom = false;
    this.options.onChange();
  }

  setBudget(bytes: number): void {
    this.budget = bytes;
    this.options.onChange();
    this.wake();
  }

  stop(): void {
    this.stopped = true;
    this.cancel?.();
  }

  /** Where it stands with what is held now. */
  stateOf(held: readonly ChannelHeld[]): FillState {
    if (held.every(({ whole }) => whole)) return 'whole';
    if (!this.options.durable || this.budget === 0) return 'off';
    if (!this.hasRoom) return 'no-room';
    if (bytesOf(held) >= this.budget) return 'budget';
    return this.options.isLive() ? 'filling' : 'needs-connection';
  }

  private after(ms: number): void {
    if (this.stopped) return;
    this.cancel?.();
    this.cancel = this.options.clock.after(ms, () => {
      this.cancel = null;
      this.step().catch(this.options.onFault);
    });
  }

  private async step(): Promise<void> {
    const { isLive, isIdle, clock } = this.options;
    // Without a link or a wish there is nothing to wait for; both wake it when they come.
    if (this.running || !isLive() || !this.options.durable || this.budget === 0) return;
    const held = this.heldUntil - clock.ticks();
    if (held > 0 || !isIdle()) return this.after(Math.max(held, QUIET_MS));
    this.running = true;
    try {
      const rest = await this.takeOne();
      if (rest !== null) this.after(rest);
    } finally {
      this.running = false;
    }
  }

  /** Fetches one page; answers how long to rest, or null when there is nothing to do for now. */
  private async takeOne(): Promise<number | null> {
    const { coverage, history, clock, channels, hasRoom } = this.options;
    const held = await coverage.look(channels());
    const next = newestGap(held);
    if (next === null || this.stateOf(held) !== 'filling') return null;
    if (!(await hasRoom())) {
      this.diskIsFull();
      return null;
    }
    const began = clock.ticks();
    const came = await history.page(next.channel, { before: next.from }, MAX_PAGE_SIZE);
    if (!came) return FAILED_MS;
    this.pages += 1;
    if (this.pages % STRETCH_PAGES === 0) return STRETCH_REST_MS;
    return Math.max(REST_MS, REST_TIMES * (clock.ticks() - began));
  }
}

export const bytesOf = (held: readonly ChannelHeld[]): number =>
  held.reduce((sum, { bytes }) => sum + bytes, 0);

/** The channel whose history breaks off latest: what lies before it is the newest that is missing. */
function newestGap(held: readonly ChannelHeld[]): (ChannelHeld & { readonly from: number }) | null {
  let newest: (ChannelHeld & { readonly from: number }) | null = null;
  for (const each of held) {
    if (each.whole || each.from === null) continue;
    if (newest === null || (each.since ?? 0) > (newest.since ?? 0)) newest = { ...each, from: each.from };
  }
  return newest;
}
