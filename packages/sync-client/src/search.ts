import type { ChannelId, PersonEntry, SearchHit, UserId } from '@lectern/contracts';
import { isTombstone } from '@lectern/contracts';
import type { LocalHit, LocalQuery, SearchStore } from '@lectern/local-store';
import {
  askedMarks,
  channelWord,
  isEmptyQuery,
  mentionPlaces,
  parseQuery,
  plainText,
  type SearchQuery,
  snippet,
} from '@lectern/rich-text';
import { type Catalog, channelsOf } from './catalog.ts';
import type { Clock } from './clock.ts';
import type { LocalSearchAnswer, LocalSearchRequest } from './port.ts';

/** New rows come into the index when they have come to rest for this long, in milliseconds. */
const REST_MS = 1_500;
/** The index leaves memory when nobody has searched for this long, in milliseconds. */
const FORGET_MS = 120_000;
/** Hits of one answer at most: beyond these a person asks for something else. */
const MOST_HITS = 500;

export interface SearchOptions {
  readonly store: SearchStore;
  readonly clock: Clock;
  catalog(): Catalog;
  readSeq(channel: ChannelId): number;
  readonly onFault: (error: unknown) => void;
}

/** Search over what this device holds: names become ids here, and what only this person knows is asked here. */
export class Search {
  private readonly options: SearchOptions;
  private cancelRest: () => void = () => {};
  private cancelForget: () => void = () => {};
  private catchingUp = false;

  constructor(options: SearchOptions) {
    this.options = options;
  }

  async find({ q, order, limit }: LocalSearchRequest): Promise<LocalSearchAnswer> {
    const words = parseQuery(q, startOfLocalDay);
    const query = this.query(words);
    if (isEmptyQuery(words)) return { hits: [], more: false, mended: [], behind: false };
    const { store, clock, onFault } = this.options;
    const found = await store.find(query, order, Math.min(limit, MOST_HITS), clock.now());
    if (found.behind) this.catchUp().catch(onFault);
    this.cancelForget();
    this.cancelForget = clock.after(FORGET_MS, () => store.release());
    const { more, mended, behind } = found;
    return { hits: found.hits.map((hit) => shown(hit, found.words)), more, mended, behind };
  }

  /** Rows have been written: when it is quiet again they come into the index. */
  written(): void {
    this.cancelRest();
    this.cancelRest = this.options.clock.after(REST_MS, () => {
      this.catchUp().catch(this.options.onFault);
    });
  }

  /** Another hub of this browser has written: what is in memory may be old. */
  writtenElsewhere(): void {
    this.options.store.release();
  }

  stop(): void {
    this.cancelRest();
    this.cancelForget();
  }

  private async catchUp(): Promise<void> {
    if (this.catchingUp) return;
    this.catchingUp = true;
    await this.options.store.catchUp().finally(() => {
      this.catchingUp = false;
    });
  }

  private query(words: SearchQuery): LocalQuery {
    const catalog = this.options.catalog();
    const channels = channelsOf(catalog).filter(
      ({ name }) => words.in.length === 0 || words.in.includes(channelWord(name)),
    );
    return {
      words,
      marks: askedMarks(words),
      channels: new Set(channels.map(({ id }) => id)),
      authors: words.from.length === 0 ? null : authorsOf(catalog, words.from),
      since: words.since,
      until: words.until,
      allows: words.is.includes('unread') ? this.isUnread(catalog.me.id) : undefined,
    };
  }

  private isUnread(me: UserId) {
    return (channel: ChannelId, seq: number, author: UserId): boolean =>
      author !== me && seq > this.options.readSeq(channel);
  }
}

function authorsOf({ courses }: Catalog, handles: readonly string[]): Set<UserId> {
  const people: PersonEntry[] = Object.values(courses).flatMap((course) => course.people);
  return new Set(people.filter(({ handle }) => handles.includes(handle.toLowerCase())).map(({ id }) => id));
}

function shown({ channel, record }: LocalHit, words: SearchQuery): SearchHit {
  const [text, mentions] = isTombstone(record)
    ? ['', []]
    : [plainText(record.body), mentionPlaces(record.body)];
  return { message: { ...record, channel }, ...snippet(text, words, mentions) };
}

const startOfLocalDay = (year: number, month: number, day: number): number =>
  new Date(year, month - 1, day).getTime();
