import { setSetting } from '@lectern/channel-doc';
import { createMemoryStorage } from '@lectern/local-store';
import { systemClock } from '../clock.ts';
import { OpenDocument } from '../open-document.ts';
import { openSocket } from '../socket.ts';
import type { ServerClient } from './server-client.ts';

/** More updates than a document is left without compaction for, and with them more structs than its bounds allow. */
const UPDATES = 210;
const CHANGES_IN_ONE = 100;

/**
 * One more device of a person, which changes two settings in turn until their document has outgrown its bounds.
 * Resolves with the reason for which the server then closes that life of it.
 */
export async function outgrow(client: ServerClient): Promise<string> {
  const me = await client.me();
  const { ticket } = await client.request<{ ticket: string }>('POST', '/socket-ticket');
  const store = await createMemoryStorage({ durable: false }).openStore(me.id);
  const socket = openSocket({
    url: `${client.origin.replace(/^http/, 'ws')}/sync`,
    WebSocket: client.WebSocket,
    onHeard: () => {},
    onClosed: () => {},
  });
  const closing = Promise.withResolvers<string>();
  const synced = Promise.withResolvers<void>();
  const document = new OpenDocument(
    { kind: 'user', id: me.id, life: me.lives.user },
    { store: store.documents, clock: systemClock, onProgress: () => {}, onRefusal: closing.resolve },
  );
  document.keeper = { synced: synced.resolve };
  try {
    await document.load();
    document.joinSocket(socket, ticket);
    await synced.promise;
    // Two keys in turn: Yjs cannot join what it keeps of their older values.
    for (let update = 0; update < UPDATES; update += 1) {
      document.doc.transact(() => {
        for (let n = 0; n < CHANGES_IN_ONE; n += 1) setSetting(document.doc, n % 2 ? 'odd' : 'even', n);
      });
    }
    return await closing.promise;
  } finally {
    await document.close();
    socket.close();
    await store.close();
  }
}
