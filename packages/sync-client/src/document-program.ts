import type { DocumentStore } from '@lectern/local-store';
import * as Y from 'yjs';

/**
 * What speaks to the server, opens documents and keeps the hub up with them: all that needs Yjs, and the contracts of
 * what is written. The first screen is made of the mirror and of facts, so that this is fetched while it is looked at
 * (decision 0017).
 */
export { checkOp } from './check-op.ts';
export { DocumentKeepers } from './document-keepers.ts';
export { reactionTo } from './document-reaction.ts';
export { OpenDocument } from './open-document.ts';
export { personCommands } from './person-commands.ts';
export { personLink } from './person-link.ts';

/**
 * All that is stored under this name, with what is in memory of it; null when that is nothing. `isRead` says whether what
 * is stored was to be had.
 */
export async function storedCopy(
  store: DocumentStore,
  name: string,
  inMemory: Uint8Array | undefined,
): Promise<{ readonly copy: Uint8Array | null; readonly isRead: boolean }> {
  const doc = new Y.Doc();
  const stored = store.open(name, doc);
  const isRead = await stored.loaded;
  if (inMemory !== undefined) Y.applyUpdate(doc, inMemory);
  await stored.close();
  return { copy: doc.store.clients.size === 0 ? null : Y.encodeStateAsUpdate(doc), isRead };
}
