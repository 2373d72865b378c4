import type { Hub, ViewName, Views } from '@lectern/sync-client';
import { share } from './share.ts';

/**
 * Views of the hub, shared by all components of this page: one watch per view and parameters, however many look.
 * The last value stays for a while after nobody looks, so that a screen one comes back to paints at once.
 */
export class ViewStore {
  readonly #hub: Hub;
  readonly #entries = new Map<string, Entry>();

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  /** The last known value, or undefined while there was none yet. */
  read<Name extends ViewName>(name: Name, params: Views[Name]['params']): Views[Name]['value'] | undefined {
    return this.#entries.get(keyOf(name, params))?.value as Views[Name]['value'] | undefined;
  }

  /** Whether the value was told during the present watch; a remembered one may be old. */
  isCurrent<Name extends ViewName>(name: Name, params: Views[Name]['params']): boolean {
    return this.#entries.get(keyOf(name, params))?.isCurrent ?? false;
  }

  /** Begins to watch what a screen that is being loaded will look at, so that it finds it there. */
  expect<Name extends ViewName>(name: Name, params: Views[Name]['params']): void {
    const stop = this.subscribe(name, params, () => {});
    setTimeout(stop, EXPECTED_WITHIN_MS);
  }

  /** Calls `listener` whenever the value has changed, until the returned function is called. */
  subscribe<Name extends ViewName>(
    name: Name,
    params: Views[Name]['params'],
    listener: () => void,
  ): () => void {
    const key = keyOf(name, params);
    const entry = this.#entries.get(key) ?? {
      value: undefined,
      isCurrent: false,
      listeners: new Set(),
      stop: null,
    };
    // Last in the map is the most recently looked at.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.listeners.add(listener);
    entry.stop ??= this.#hub.watch(name, params, (value) => {
      const shared = share(entry.value, value);
      if (shared === entry.value && entry.isCurrent) return;
      entry.value = shared;
      entry.isCurrent = true;
      for (const each of entry.listeners) each();
    });
    return () => {
      entry.listeners.delete(listener);
      if (entry.listeners.size === 0) setTimeout(() => this.#rest(entry), LINGER_MS);
    };
  }

  /** The first value that `holds`, now or when it comes. */
  async when<Name extends ViewName>(
    name: Name,
    params: Views[Name]['params'],
    holds: (value: Views[Name]['value']) => boolean,
  ): Promise<Views[Name]['value']> {
    return new Promise((resolve) => {
      const look = () => {
        const value = this.read(name, params);
        if (value === undefined || !holds(value)) return;
        resolve(value);
        stop();
      };
      let stop = () => {};
      stop = this.subscribe(name, params, look);
      look();
    });
  }

  /** Forgets every value: another person has signed in. Views that are being looked at ask anew. */
  clear(): void {
    for (const [key, entry] of this.#entries) {
      if (entry.listeners.size === 0) this.#entries.delete(key);
    }
  }

  #rest(entry: Entry): void {
    if (entry.listeners.size > 0) return;
    entry.stop?.();
    entry.stop = null;
    entry.isCurrent = false;
    for (const [key, each] of this.#entries) {
      if (this.#entries.size <= MAX_REMEMBERED) break;
      if (each.stop === null) this.#entries.delete(key);
    }
  }
}

interface Entry {
  value: unknown;
  isCurrent: boolean;
  readonly listeners: Set<() => void>;
  stop: (() => void) | null;
}

/** A screen whose code has not come by then will ask for itself. */
const EXPECTED_WITHIN_MS = 10_000;
/** A change of screen unmounts and mounts in the same moment; the watch should survive it. */
const LINGER_MS = 500;
/** Values kept of views that nobody looks at: the channels of a working session, small change in memory. */
const MAX_REMEMBERED = 40;

const keyOf = (name: ViewName, params: unknown): string =>
  params === null ? name : `${name}:${JSON.stringify(params)}`;
