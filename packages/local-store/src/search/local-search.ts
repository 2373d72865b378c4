import type { ChannelId, MessageRecord, SearchOrder } from '@lectern/contracts';
import {
  MAX_RANKED,
  type Mended,
  matchLine,
  mend,
  NEXT_LINE,
  NEXT_PLACE,
  relevance,
  SAME_PLACE,
  type SearchQuery,
  withSlips,
} from '@lectern/rich-text/search';
import type { ShardKey } from './blocks.ts';
import { breathe } from './breathe.ts';
import { type LineQuery, wantedTerms } from './line-query.ts';
import { type LoadedShard, loadShard, placesAt, scanShard } from './scan-shard.ts';
import type { LocalFindings, LocalHit, LocalQuery, SearchStore } from './search-store.ts';
import type { Shard } from './shard.ts';
import { newestShardFirst, type ShardSource } from './shard-source.ts';

/** Shards read at once: a first screen of results needs one such read. */
const READ_AT_ONCE = 24;
/** Characters of lines that stay in memory between two searches; older shards beyond them are read each time. */
const MAX_HELD_CHARACTERS = 40_000_000;
/** How long a search waits for rows that are not yet in the index, in milliseconds: a typist's pause. */
const CATCH_UP_MS = 120;
/** Newest matches by which a slip is mended. */
const MEND_BY = 50;

const BETWEEN_TERMS = new RegExp(`[${NEXT_PLACE}${SAME_PLACE}${NEXT_LINE}]`);

interface Found {
  readonly shard: LoadedShard;
  readonly row: number;
  readonly score?: number;
}

/**
 * Search over the stored messages: shards are scanned newest first until enough is found. All work is done in slices,
 * so that a message that is being sent never waits for a search.
 */
export class LocalSearch implements SearchStore {
  private readonly source: ShardSource;
  private readonly held = new Map<string, LoadedShard>();
  private heldCharacters = 0;
  /** The last shard, by age, of those that were read in order; null before the first. */
  private reached: Shard | null = null;
  private complete = false;
  /** Distinct terms of the held shards, and which of these are counted in. */
  private readonly vocabulary = new Set<string>();
  private readonly counted = new WeakSet<LoadedShard>();

  constructor(source: ShardSource) {
    this.source = source;
  }

  async find(query: LocalQuery, order: SearchOrder, limit: number, now: number): Promise<LocalFindings> {
    const behind = !(await this.catchUp(CATCH_UP_MS));
    const count = order === 'relevance' ? MAX_RANKED : limit + 1;
    let meant: { words: SearchQuery; mended: readonly Mended[] } = { words: query.words, mended: [] };
    let found = await this.scan(lineQuery(query, meant.words), count);
    if (found.length === 0) {
      meant = (await this.mended(query)) ?? meant;
      if (meant.mended.length > 0) found = await this.scan(lineQuery(query, meant.words), count);
    }
    if (order === 'relevance') found = ranked(found, meant.words.phrases, now);
    return { hits: await this.read(found.slice(0, limit)), more: found.length > limit, ...meant, behind };
  }

  async catchUp(withinMs = Infinity): Promise<boolean> {
    const until = performance.now() + withinMs;
    for (const key of await this.source.staleBlocks()) {
      if (performance.now() > until) return false;
      const shard = await this.source.fold(key);
      if (shard !== undefined) this.replace(key, shard);
      await breathe();
    }
    return true;
  }

  release(): void {
    this.held.clear();
    this.heldCharacters = 0;
    this.vocabulary.clear();
    this.reached = null;
    this.complete = false;
  }

  private replace(key: ShardKey, shard: Shard | null): void {
    const name = nameOf(key);
    this.drop(name);
    if (shard !== null) this.hold(name, loadShard(shard));
  }

  private hold(name: string, shard: LoadedShard): void {
    this.held.set(name, shard);
    this.heldCharacters += shard.lines.length;
  }

  private drop(name: string): void {
    this.heldCharacters -= this.held.get(name)?.lines.length ?? 0;
    this.held.delete(name);
  }

  /** The newest matches, `count` at most, newest first. */
  private async scan(query: LineQuery, count: number): Promise<Found[]> {
    const wanted = wantedTerms(query);
    let found: Found[] = [];
    for await (const shard of this.newestFirst()) {
      if (query.since !== null && shard.newestAt < query.since) break;
      if (found.length >= count && atOf(found[count - 1]!) > shard.newestAt) break;
      if (!query.channels.has(shard.channel)) continue;
      if (query.until !== null && shard.oldestAt >= query.until) continue;
      const rows = scanShard(shard, query, wanted);
      if (rows.length > 0) {
        found.push(...rows.map((row) => ({ shard, row })));
        found.sort(newestFirst);
        if (found.length > count) found = found.slice(0, count);
      }
      await breathe();
    }
    return found;
  }

  /** Every shard, newest first: what is held, and then what has still to be read. */
  private async *newestFirst(): AsyncGenerator<LoadedShard> {
    const seen = new Set<string>();
    let last: Shard | null = null;
    for (;;) {
      // Those that were read in order are followed by those that were not; among the latter none is newer.
      const { reached } = this;
      const ready = [...this.held.values()].filter(
        (shard) => this.complete || (reached !== null && newestShardFirst(shard, reached) <= 0),
      );
      for (const shard of ready.sort(newestShardFirst)) {
        const name = nameOf([shard.channel, shard.block]);
        if (seen.has(name)) continue;
        seen.add(name);
        yield shard;
      }
      if (this.complete) return;
      if (this.heldCharacters > MAX_HELD_CHARACTERS) break;
      await this.readOn();
    }
    for (last = this.reached; ; ) {
      const shards: readonly Shard[] = await this.source.readShards(last, READ_AT_ONCE);
      for (const shard of shards) {
        const name = nameOf([shard.channel, shard.block]);
        if (!seen.has(name)) yield this.held.get(name) ?? loadShard(shard);
      }
      last = shards.at(-1) ?? null;
      if (last === null) return;
    }
  }

  private async readOn(): Promise<void> {
    const from = this.reached;
    const shards = await this.source.readShards(from, READ_AT_ONCE);
    // Another search, or a release, has been here meanwhile.
    if (this.reached !== from) return;
    for (const shard of shards) {
      const name = nameOf([shard.channel, shard.block]);
      if (!this.held.has(name)) this.hold(name, loadShard(shard));
    }
    this.reached = shards.at(-1) ?? from;
    if (shards.length < READ_AT_ONCE) this.complete = true;
  }

  /** What a query that found nothing was probably meant to be; null when that is not known. */
  private async mended(query: LocalQuery) {
    const slips = withSlips(query.words);
    if (slips === null) return null;
    const known = await this.words();
    const phrases = slips.phrases.map((phrase) =>
      phrase.map((one) => ({ ...one, forms: one.forms.filter((form) => known.has(form)) })),
    );
    const near = await this.scan(lineQuery(query, { ...slips, phrases }), MEND_BY);
    const { query: words, mended } = mend(
      query.words,
      near.map(({ shard, row }) => placesAt(shard, row)),
    );
    return { words, mended };
  }

  /** Every term that stands in a held shard. */
  private async words(): Promise<ReadonlySet<string>> {
    for await (const shard of this.newestFirst()) {
      if (this.counted.has(shard)) continue;
      for (const term of shard.lines.split(BETWEEN_TERMS)) this.vocabulary.add(term);
      if (this.held.get(nameOf([shard.channel, shard.block])) === shard) this.counted.add(shard);
      await breathe();
    }
    return this.vocabulary;
  }

  private async read(found: readonly Found[]): Promise<LocalHit[]> {
    const wanted = new Map<ChannelId, number[]>();
    for (const { shard, row } of found) {
      const seqs = wanted.get(shard.channel) ?? [];
      wanted.set(shard.channel, [...seqs, shard.seqs[row]!]);
    }
    const records = new Map<string, MessageRecord>();
    await Promise.all(
      [...wanted].map(async ([channel, seqs]) => {
        for (const record of await this.source.readPlaces(channel, seqs))
          records.set(nameOf([channel, record.seq]), record);
      }),
    );
    return found.flatMap(({ shard, row, score = 0 }) => {
      const record = records.get(nameOf([shard.channel, shard.seqs[row]!]));
      return record === undefined ? [] : [{ channel: shard.channel, record, score }];
    });
  }
}

const lineQuery = (query: LocalQuery, { phrases }: SearchQuery): LineQuery => ({ ...query, phrases });

const nameOf = ([channel, number]: readonly [ChannelId, number]): string => `${channel} ${number}`;

const atOf = ({ shard, row }: Found): number => shard.ats[row]!;

/** By time of commit; what was committed at once by its place in the channel. */
const newestFirst = (a: Found, b: Found): number =>
  atOf(b) - atOf(a) || b.shard.seqs[b.row]! - a.shard.seqs[a.row]!;

function ranked(found: readonly Found[], phrases: LineQuery['phrases'], now: number): Found[] {
  const scored = found.map((hit) => {
    const places = placesAt(hit.shard, hit.row);
    const found = matchLine(places, { phrases, marks: [] });
    return { ...hit, score: relevance({ places, found, at: atOf(hit) }, phrases, now) };
  });
  return scored.sort((a, b) => b.score - a.score || newestFirst(a, b));
}
