import type { ChannelId } from '@lectern/contracts';
import type { Facts, Store } from '@lectern/local-store';
import { Away, type AwayOptions } from './away.ts';
import { type Catalog, channelsOf } from './catalog.ts';
import type { ChannelMirrors } from './channel-mirrors.ts';
import type { Clock } from './clock.ts';
import { Coverage } from './coverage.ts';
import type { Documents } from './documents.ts';
import { Fill } from './fill.ts';
import { hasRoomToSpare } from './has-room-to-spare.ts';
import type { Healing } from './healing.ts';
import type { History } from './history.ts';
import { DEFAULT_HISTORY_BUDGET } from './history-budget.ts';
import type { Journal } from './journal.ts';
import type { LateLink } from './late-link.ts';
import type { Lazy } from './lazy.ts';
import type { Topics } from './topics.ts';

export interface BackgroundOptions {
  readonly facts: Partial<Facts>;
  readonly store: Store;
  readonly clock: Clock;
  readonly topics: Topics;
  readonly journal: Journal;
  readonly history: History;
  readonly documents: Documents;
  readonly healing: Lazy<Healing>;
  readonly link: LateLink;
  readonly catalog: () => Catalog;
  /** Null before the first document is open. */
  readonly mirrors: () => ChannelMirrors | null;
  readonly visitNotes: AwayOptions['visitNotes'];
  readonly onFault: (error: unknown) => void;
}

/** What the hub does beside: its program is fetched when the first screen stands. */
export class Background {
  readonly coverage: Coverage;
  readonly fill: Fill;
  readonly away: Away;
  private readonly options: BackgroundOptions;

  constructor(options: BackgroundOptions) {
    const { facts, store, clock, topics, history, healing, link, catalog, mirrors, onFault } = options;
    this.options = options;
    this.coverage = new Coverage(store.mirror);
    this.fill = new Fill({
      ...{ history, clock, onFault, coverage: this.coverage, hasRoom: hasRoomToSpare },
      durable: store.durable,
      budget: facts.historyBudget ?? DEFAULT_HISTORY_BUDGET,
      channels: () => channelsOf(catalog()).map(({ id }) => id),
      isLive: () => link.live,
      isIdle: () => this.isIdle,
      onChange: () => topics.mark('coverage'),
    });
    this.away = new Away({
      ...{ clock, onFault, store: store.mirror, seen: facts.seen ?? {}, visitNotes: options.visitNotes },
      isCurrent: (channel) => link.live && mirrors()?.isCurrent(channel) === true,
      lost: (channel) => healing.now?.toTell(channel) ?? null,
      onPutAside: (channel) => healing.now?.told(channel),
      onSeen: (seen) => store.facts.write('seen', seen).catch(onFault),
      onChange: (channel) => topics.mark(`away:${channel}`),
    });
    this.fill.wake();
  }

  /** Rows of a channel have been written. */
  written(channel: ChannelId): void {
    this.coverage.written(channel);
    this.fill.wake();
    this.away.moved(channel);
  }

  /** The link is there, or not. */
  linkChanged(): void {
    this.fill.wake();
    this.away.moved(null);
  }

  stop(): void {
    this.fill.stop();
    this.away.stop();
  }

  /** Nothing is under way that a person waits for. */
  private get isIdle(): boolean {
    const { link, journal, history, documents, mirrors } = this.options;
    return (
      link.state === 'connected' &&
      journal.waiting === 0 &&
      !history.isFetching &&
      !documents.isBusy &&
      mirrors()?.isBusy !== true
    );
  }
}
