import type { SearchOrder } from '@lectern/contracts';
import { once } from '../late.ts';
import type { LocalFindings, LocalQuery, SearchStore } from './search-store.ts';

/** A search whose program is fetched when it is first wanted. */
export class LazySearch implements SearchStore {
  private readonly search: () => Promise<SearchStore>;
  private now: SearchStore | null = null;

  constructor(load: () => Promise<SearchStore>) {
    this.search = once(async () => {
      this.now = await load();
      return this.now;
    });
  }

  async find(query: LocalQuery, order: SearchOrder, limit: number, now: number): Promise<LocalFindings> {
    return (await this.search()).find(query, order, limit, now);
  }

  async catchUp(withinMs?: number): Promise<boolean> {
    return (await this.search()).catchUp(withinMs);
  }

  /** One that is still on its way holds nothing. */
  release(): void {
    this.now?.release();
  }
}
