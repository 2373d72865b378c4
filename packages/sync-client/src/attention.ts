import type { ChannelId, NoteId } from '@lectern/contracts';

/** A note that is open at a tab; `inSight`: somebody can see it there. */
export interface ShownNote {
  readonly note: NoteId;
  readonly inSight: boolean;
}

interface TabState {
  readonly active: boolean;
  readonly viewing: ChannelId | null;
  readonly showing: ShownNote | null;
  /** Grows with every sign of somebody at the tab. */
  readonly turn: number;
}

/** All tabs of a browser as one: somebody is here when they are at any tab, and looks at what they looked at last. */
export class Attention {
  private readonly tabs = new Map<object, TabState>();
  private turn = 0;

  setActive(tab: object, active: boolean): void {
    this.tabs.set(tab, { ...this.of(tab), active, ...(active ? { turn: ++this.turn } : {}) });
  }

  setViewing(tab: object, viewing: ChannelId | null): void {
    this.tabs.set(tab, { ...this.of(tab), viewing, turn: ++this.turn });
  }

  setShowing(tab: object, showing: ShownNote | null): void {
    this.tabs.set(tab, { ...this.of(tab), showing });
  }

  leave(tab: object): void {
    this.tabs.delete(tab);
  }

  get anyActive(): boolean {
    return [...this.tabs.values()].some(({ active }) => active);
  }

  get viewing(): ChannelId | null {
    let last: TabState | null = null;
    for (const tab of this.tabs.values())
      if (tab.viewing !== null && tab.turn > (last?.turn ?? 0)) last = tab;
    return last?.viewing ?? null;
  }

  /** Notes that are open at any tab. */
  get showing(): readonly ShownNote[] {
    return [...this.tabs.values()].flatMap(({ showing }) => showing ?? []);
  }

  private of(tab: object): TabState {
    return this.tabs.get(tab) ?? { active: true, viewing: null, showing: null, turn: 0 };
  }
}
