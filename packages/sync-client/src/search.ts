import type { ChannelId } from '@lectern/contracts';
import type { SearchStore } from '@lectern/local-store';
import type { Catalog } from './catalog.ts';
import type { Clock } from './clock.ts';
import type { LocalSearchAnswer, LocalSearchRequest } from './port-values.ts';

/** New rows come into the index at most so often, in milliseconds: many that come one by one are one piece of work. */
const GATHER_MS = 1_500;
/** The index leaves memory when nobody has searched for this long, in milliseconds. */
const FORGET_MS = 120_000;

export interface SearchOptions {
  readonly store: SearchStore;
  readonly clock: Clock;
  catalog(): Catalog;
  readSeq(channel: ChannelId): number;
  /** Where the messages stand that this person keeps for later. */
  saved(): readonly { readonly channel: ChannelId; readonly seq: number }[];
  readonly onFault: (error: unknown) => void;
}

/** Search over what this device holds: keeps its index in step with the rows, and lets it go when nobody searches. */
export class Search {
  private readonly options: SearchOptions;
  private cancelGather: () => void = () => {};
  private cancelForget: () => void = () => {};
  private gathering = false;
  private catchingUp = false;

  constructor(options: SearchOptions) {
    this.options = options;
  }

  /** Loads what it needs when it is first wanted: a first screen has no use for it. */
  async find(request: LocalSearchRequest): Promise<LocalSearchAnswer> {
    const { store, clock, onFault } = this.options;
    const { searchLocally } = await import('./search-locally.ts');
    const answer = await searchLocally(this.options, request);
    if (answer.behind) this.catchUp().catch(onFault);
    this.cancelForget();
    this.cancelForget = clock.after(FORGET_MS, () => store.release());
    return answer;
  }

  /** Rows have been written: soon they come into the index. */
  written(): void {
    if (this.gathering) return;
    this.gathering = true;
    this.cancelGather = this.options.clock.after(GATHER_MS, () => {
      this.gathering = false;
      this.catchUp().catch(this.options.onFault);
    });
  }

  /** Another hub of this browser has written: what is in memory may be old. */
  writtenElsewhere(): void {
    this.options.store.release();
  }

  stop(): void {
    this.cancelGather();
    this.cancelForget();
  }

  private async catchUp(): Promise<void> {
    if (this.catchingUp) return;
    this.catchingUp = true;
    await this.options.store.catchUp().finally(() => {
      this.catchingUp = false;
    });
  }
}
