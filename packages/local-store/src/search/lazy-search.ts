import type { SearchOrder } from '@lectern/contracts';
import type { LocalFindings, LocalQuery, SearchStore } from './search-store.ts';

/** A search whose program is fetched when it is first wanted. */
export class LazySearch implements SearchStore {
  private readonly load: () => Promise<SearchStore>;
  private loaded: Promise<SearchStore> | null = null;

  constructor(load: () => Promise<SearchStore>) {
    this.load = load;
  }

  async find(query: LocalQuery, order: SearchOrder, limit: number, now: number): Promise<LocalFindings> {
    return (await this.search()).find(query, order, limit, now);
  }

  async catchUp(withinMs?: number): Promise<boolean> {
    return (await this.search()).catchUp(withinMs);
  }

  release(): void {
    this.loaded?.then((search) => search.release()).catch(() => {});
  }

  private search(): Promise<SearchStore> {
    this.loaded ??= this.load().catch((error: unknown) => {
      // Without a network and before everything was fetched: the next time it may be there.
      this.loaded = null;
      throw error;
    });
    return this.loaded;
  }
}
