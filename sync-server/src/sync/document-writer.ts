import type { DocumentKind } from '@lectern/contracts';
import type { Kysely, Transaction } from 'kysely';
import * as Y from 'yjs';
import {
  type DocumentHead,
  type LoggedUpdate,
  readDocument,
  readUpdatesAfter,
} from '../database/documents.ts';
import type { Schema } from '../database/schema.ts';

/**
 * The server's own copy of a document that only servers write. A change is made on this copy first, its bytes are
 * logged in the caller's transaction, and only after the commit do they reach the open document that clients see.
 *
 * After a transaction that failed, or whose answer never came, the copy must be thrown away (`discard`): its next
 * life in memory is read from Postgres and writes under a new client id. A client id and clock that were once used
 * for one content must never be used for another; replicas would differ for ever with equal state vectors.
 */
export class DocumentWriter {
  readonly kind: DocumentKind;
  readonly id: string;
  #copy: { doc: Y.Doc; life: number; position: number } | null = null;
  /** When it was last used, on a clock that never goes back. */
  lastUsed = 0;

  constructor(kind: DocumentKind, id: string) {
    this.kind = kind;
    this.id = id;
  }

  /**
   * Brings the copy up to the document's head, which the caller has locked, runs `change` on it and answers the
   * update to log, or null when the change changed nothing.
   */
  async write(
    trx: Transaction<Schema>,
    head: DocumentHead,
    change: (doc: Y.Doc) => void,
  ): Promise<LoggedUpdate | null> {
    const copy = await this.#upTo(trx, head);
    let bytes: Uint8Array | null = null;
    const keep = (update: Uint8Array) => {
      assertOneUpdate(bytes === null);
      bytes = update;
    };
    copy.doc.on('update', keep);
    try {
      copy.doc.transact(() => change(copy.doc));
    } catch (error) {
      this.discard();
      throw error;
    } finally {
      copy.doc.off('update', keep);
    }
    if (bytes === null) return null;
    copy.position = head.head + 1;
    return { kind: this.kind, id: this.id, life: head.life, position: copy.position, bytes };
  }

  /** The copy itself, for reading bounds; null when nothing was written since the last discard. */
  get doc(): Y.Doc | null {
    return this.#copy?.doc ?? null;
  }

  get position(): number {
    return this.#copy?.position ?? 0;
  }

  discard(): void {
    this.#copy?.doc.destroy();
    this.#copy = null;
  }

  async #upTo(db: Kysely<Schema> | Transaction<Schema>, head: DocumentHead) {
    const copy = this.#copy;
    if (copy !== null && copy.life === head.life) {
      if (copy.position === head.head) return copy;
      const missed = await readUpdatesAfter(db, this, head.life, copy.position);
      if (missed.length === head.head - copy.position) {
        for (const update of missed) Y.applyUpdate(copy.doc, update.bytes);
        copy.position = head.head;
        return copy;
      }
    }
    this.discard();
    const stored = await readDocument(db, this);
    const doc = new Y.Doc();
    if (stored.state !== null) Y.applyUpdate(doc, stored.state);
    for (const update of stored.updates) Y.applyUpdate(doc, update);
    this.#copy = { doc, life: stored.life, position: stored.head };
    return this.#copy;
  }
}

function assertOneUpdate(first: boolean): void {
  if (!first) throw new Error('a change must be one transaction, so that it is one update');
}
