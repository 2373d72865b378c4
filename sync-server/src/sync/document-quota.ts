import type { Document } from '@hocuspocus/server';
import * as Y from 'yjs';
import type { ParsedUpdate } from './update-parser.ts';

/**
 * Bytes of a person's document: an outbox, read positions of 500 channels on dozens of devices, and some hundred long
 * drafts. Beyond it somebody uses their outbox as a disk, and every server that opens it pays.
 */
export const MAX_USER_DOCUMENT_BYTES = 8 * 1024 * 1024;

/** How full documents of one kind are. What was deleted takes next to no room: Yjs forgets it. */
export class DocumentQuota {
  readonly #most: number;
  /** At least as much as each document holds, as far as it was counted. */
  readonly #bytes = new WeakMap<Document, number>();

  /** `most`: bytes that a document may hold. */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Counts an update and answers whether the document may take it. One that only deletes is always taken.
   * @param onTheWay bytes of updates that were admitted and are not yet in the document
   */
  admits(document: Document, update: Uint8Array, { structs }: ParsedUpdate, onTheWay: number): boolean {
    if (structs.length === 0) return true;
    const counted = this.#bytes.get(document);
    const isClose = counted === undefined || counted + update.length > this.#most;
    const held = isClose ? bytesOf(document) + onTheWay : counted;
    const isAdmitted = held + update.length <= this.#most;
    this.#bytes.set(document, isAdmitted ? held + update.length : held);
    return isAdmitted;
  }
}

const bytesOf = (document: Document): number => Y.encodeStateAsUpdate(document).length;
