import { openIndexedStorage } from './indexed-storage.ts';
import type { Storage } from './store.ts';

/** A browser that refuses IndexedDB says so at once or never: past this time it counts as refused. Milliseconds. */
const OPEN_WITHIN_MS = 5_000;

/** Storage on disk where the browser has it, else in memory: `durable` tells which. */
export async function openStorage(): Promise<Storage> {
  if (!('indexedDB' in globalThis)) return openMemoryStorage();
  const tooLate = new Promise<null>((resolve) => setTimeout(resolve, OPEN_WITHIN_MS, null));
  const opened = await Promise.race([openIndexedStorage().catch(() => null), tooLate]);
  return opened ?? (await openMemoryStorage());
}

/** Storage that is gone when this hub is: few browsers need it, and only those load it. */
export const openMemoryStorage = async (): Promise<Storage> =>
  (await import('./memory-storage.ts')).createMemoryStorage();
