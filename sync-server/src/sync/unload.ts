import { setImmediate as nextTurn } from 'node:timers/promises';
import type { beforeUnloadDocumentPayload, Document, Extension, Hocuspocus } from '@hocuspocus/server';
import type { SyncContext } from './socket-session.ts';

/**
 * Lets documents go that nobody has open, in a turn of its own. Hocuspocus unloads in the turn in which the last
 * connection closes, some microtasks after it has looked; a connection that is being made in that same turn then
 * hangs on a destroyed document and hears nothing for ever. So its own attempts are turned down, and a document
 * goes when two sweeps have found it unused: a client that only blinks finds it where it was.
 */
export class Unload implements Extension<SyncContext> {
  readonly extensionName = 'unload';
  #unused = new WeakSet<Document>();
  readonly #going = new WeakSet<Document>();

  async beforeUnloadDocument({ document }: beforeUnloadDocumentPayload) {
    if (!this.#going.has(document)) throw new Error('');
  }

  /** Looks at every document once. */
  async sweep(hocuspocus: Hocuspocus<SyncContext>): Promise<void> {
    await nextTurn();
    const unused = [...hocuspocus.documents.values()].filter((document) =>
      hocuspocus.shouldUnloadDocument(document),
    );
    const before = this.#unused;
    this.#unused = new WeakSet(unused);
    for (const document of unused) {
      if (!before.has(document)) continue;
      this.#going.add(document);
      void hocuspocus.unloadDocument(document).finally(() => this.#going.delete(document));
    }
  }
}
