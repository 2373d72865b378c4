import { PAGE_SIZE, type SearchOrder } from '@lectern/contracts';
import { parseQuery } from '@lectern/rich-text/search';
import type { Hub, LocalSearchAnswer } from '@lectern/sync-client';
import { api } from '../../http/api.ts';
import { type Combined, combineHits } from './combine-hits.ts';

export interface SearchState extends Combined {
  /** `here`: the device is looking. `there`: its answer is shown and the server looks. */
  readonly phase: 'here' | 'there' | 'done';
  readonly server: 'asked' | 'answered' | 'offline' | 'failed';
  readonly mended: LocalSearchAnswer['mended'];
  readonly behind: boolean;
  readonly moreHere: boolean;
  readonly cursor: string | null;
}

export const notAsked: SearchState = {
  phase: 'here',
  server: 'asked',
  shown: [],
  held: [],
  mended: [],
  behind: false,
  moreHere: false,
  cursor: null,
};

/** One query on its way: the device's hits stand at once, the server's complete them. */
export class SearchSession {
  private state = notAsked;
  private stopped = false;
  private offline: boolean;
  private readonly hub: Hub;
  private readonly q: string;
  private readonly order: SearchOrder;
  private readonly rowsInView: () => number;
  private readonly onChange: (state: SearchState) => void;

  /** @param rowsInView how many rows are on the screen at that moment: they stay where they are */
  constructor(
    hub: Hub,
    asked: { readonly q: string; readonly order: SearchOrder; readonly offline: boolean },
    rowsInView: () => number,
    onChange: (state: SearchState) => void,
  ) {
    this.hub = hub;
    this.q = asked.q;
    this.order = asked.order;
    this.offline = asked.offline;
    this.rowsInView = rowsInView;
    this.onChange = onChange;
  }

  async start(): Promise<void> {
    await this.askHere(PAGE_SIZE);
    if (this.offline) this.set({ phase: 'done', server: 'offline' });
    else await this.askThere(null);
  }

  /** The connection is lost: nobody waits for an answer any more. It is back: the server is asked. */
  setOffline(offline: boolean): void {
    if (offline === this.offline) return;
    this.offline = offline;
    const { phase, server } = this.state;
    if (offline && phase === 'there') this.set({ phase: 'done', server: 'offline' });
    else if (!offline && phase === 'done' && server === 'offline') void this.askThere(null);
  }

  stop(): void {
    this.stopped = true;
  }

  /** Lets what was held back in. */
  showHeld(): void {
    this.set(combineHits(this.state.shown, this.state.held, this.order, 0));
  }

  async showMore(): Promise<void> {
    const { shown, cursor } = this.state;
    this.set({ phase: 'there' });
    await this.askHere(shown.length + PAGE_SIZE);
    if (cursor === null) this.set({ phase: 'done' });
    else await this.askThere(cursor);
  }

  private async askHere(limit: number): Promise<void> {
    const { q, order } = this;
    const here = await this.hub.command('search', { q, order, limit }).catch(() => null);
    if (here === null) return;
    const { shown } = this.state;
    const { mended, behind, more: moreHere } = here;
    this.set({ ...combineHits(shown, here.hits, order, shown.length), mended, behind, moreHere });
  }

  private async askThere(cursor: string | null): Promise<void> {
    const { q, order } = this;
    this.set({ phase: 'there', server: 'asked' });
    // Days are those of this person, whatever the server's clock says.
    const { since, until } = parseQuery(q, (year, month, day) => new Date(year, month - 1, day).getTime());
    const answer = await api.search({
      q,
      order,
      cursor: cursor ?? undefined,
      after: since ?? undefined,
      before: until ?? undefined,
    });
    if (this.stopped) return;
    if (!answer.ok) {
      this.set({ phase: 'done', server: answer.problem.offline ? 'offline' : 'failed' });
      return;
    }
    const { shown, held, mended } = this.state;
    const isFirst = shown.length === 0;
    const combined = combineHits(shown, answer.value.hits, order, isFirst ? 0 : this.rowsInView());
    this.set({
      phase: 'done',
      server: 'answered',
      cursor: answer.value.cursor,
      shown: combined.shown,
      held: [...held, ...combined.held],
      mended: isFirst ? answer.value.mended : mended,
    });
  }

  private set(next: Partial<SearchState>): void {
    if (this.stopped) return;
    this.state = { ...this.state, ...next };
    this.onChange(this.state);
  }
}
