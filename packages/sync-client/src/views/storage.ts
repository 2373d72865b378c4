import type { StorageView } from '../port-values.ts';
import type { OpenView } from '../view-host.ts';
import type { ViewContext } from './context.ts';

/** How much is stored here, and whether the browser will keep it. Looked at when opened and when something changed. */
export function openStorageView(context: ViewContext, changed: () => void): OpenView<StorageView> {
  let persisted: boolean | null = null;
  let usedBytes: number | null = null;
  let closed = false;
  const look = async (): Promise<void> => {
    const manager = globalThis.navigator?.storage;
    persisted = (await manager?.persisted?.().catch(() => null)) ?? null;
    usedBytes = (await manager?.estimate?.().catch(() => null))?.usage ?? null;
    if (!closed) changed();
  };
  const stop = context.topics.on(['storage', 'session'], () => {
    changed();
    look();
  });
  look();
  return {
    read: () => ({ persisted, usedBytes, works: context.storage.works, full: context.storage.full }),
    close() {
      closed = true;
      stop();
    },
  };
}
