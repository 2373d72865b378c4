import { useSyncExternalStore } from 'react';

/** Code that is fetched once for everything that is drawn, and drawn without until it has come. */
export interface LoadedOnce<Thing> {
  /** Fetches it; never fails. What cannot be had now is asked for again the next time. */
  readonly load: () => Promise<void>;
  /** It, or null while it is not here. */
  readonly use: () => Thing | null;
}

export function loadedOnce<Thing>(fetch: () => Promise<Thing>): LoadedOnce<Thing> {
  let thing: Thing | null = null;
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    load: async () => {
      if (thing !== null) return;
      try {
        thing = await fetch();
        for (const listener of listeners) listener();
      } catch {
        // A network that comes back brings it with the next load.
      }
    },
    use: () => useSyncExternalStore(subscribe, () => thing),
  };
}
