import type { ChannelId, SearchOrder } from '@lectern/contracts';
import type { LocalFindings, LocalHit, LocalQuery, SearchStore } from './search-store.ts';

/** Search over the disk, and over memory for the channels that go on there because the disk is full. */
export class SpillingSearch implements SearchStore {
  private readonly disk: SearchStore;
  private readonly memory: () => Promise<SearchStore>;
  private readonly isSpilt: (channel: ChannelId) => boolean;

  private spills = false;

  constructor(
    disk: SearchStore,
    memory: () => Promise<SearchStore>,
    isSpilt: (channel: ChannelId) => boolean,
  ) {
    this.disk = disk;
    this.memory = memory;
    this.isSpilt = isSpilt;
  }

  async find(query: LocalQuery, order: SearchOrder, limit: number, now: number): Promise<LocalFindings> {
    const among = (spilt: boolean): LocalQuery => ({
      ...query,
      channels: new Set([...query.channels].filter((channel) => this.isSpilt(channel) === spilt)),
    });
    if (among(true).channels.size === 0) return this.disk.find(query, order, limit, now);
    this.spills = true;
    const memory = await this.memory();
    const parts = await Promise.all([
      this.disk.find(among(false), order, limit, now),
      memory.find(among(true), order, limit, now),
    ]);
    const hits = parts.flatMap((part) => part.hits).sort(bestFirst);
    return {
      hits: hits.slice(0, limit),
      more: hits.length > limit || parts.some((part) => part.more),
      words: parts.find((part) => part.hits.length > 0)?.words ?? query.words,
      mended: parts.find((part) => part.hits.length > 0)?.mended ?? [],
      behind: parts.some((part) => part.behind),
    };
  }

  catchUp(withinMs?: number): Promise<boolean> {
    // What is in memory is read in when it is searched.
    return this.disk.catchUp(withinMs);
  }

  release(): void {
    this.disk.release();
    if (this.spills)
      this.memory().then(
        (memory) => memory.release(),
        () => {},
      );
  }
}

const bestFirst = (a: LocalHit, b: LocalHit): number => b.score - a.score || b.record.at - a.record.at;
