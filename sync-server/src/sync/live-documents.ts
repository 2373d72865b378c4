import type { Document } from '@hocuspocus/server';
import {
  type DocumentKind,
  type DocumentName,
  formatDocumentName,
  movedReason,
  parseDocumentName,
} from '@lectern/contracts';
import type { Kysely } from 'kysely';
import * as Y from 'yjs';
import { readDocument, readHeads, readUpdatesAfter } from '../database/documents.ts';
import type { Schema } from '../database/schema.ts';

/** Origin of every change that this server makes itself: it is in the log already and needs no store hook. */
export const LOGGED_ORIGIN = { source: 'local', skipStoreHooks: true } as const;

/** Hears, by wire name, of logs that have grown and of lives that have begun. */
export interface LogListener {
  logged(document: string): void;
  moved(document: string): void;
}

/**
 * The documents that are in memory because somebody has them open, each with how far it has applied its log. A
 * position is *applied* when the update is in the Y.Doc; several connections may finish out of order, so the ones
 * beyond the first gap are remembered until the gap closes. Only the gapless part may ever be compacted.
 */
export class LiveDocuments {
  readonly #db: Kysely<Schema>;
  readonly #told: LogListener;
  /** By wire name, from the moment loading begins: what is committed meanwhile must not pass a document by. */
  readonly #open = new Map<string, Document>();
  readonly #progress = new WeakMap<Document, Progress>();
  /** Positions that were published to a document before it knew its own. */
  readonly #published = new WeakMap<Document, number>();

  /** @param told hears what this instance has logged */
  constructor(db: Kysely<Schema>, told: LogListener) {
    this.#db = db;
    this.#told = told;
  }

  /** The open document, or null when nobody has it open in this life. */
  get(kind: DocumentKind, id: string, life: number): Document | null {
    return this.#open.get(formatDocumentName(kind, id, life)) ?? null;
  }

  /** Open documents of a kind. */
  *ofKind(kind: DocumentKind): IterableIterator<Document> {
    for (const [name, document] of this.#open) if (name.startsWith(`${kind}/`)) yield document;
  }

  /** Fills a document from Postgres. Fails with `moved` when the name is of another life. */
  async load(document: Document): Promise<DocumentName> {
    const name = parseDocumentName(document.name)!;
    this.#open.set(document.name, document);
    // Beside nothing that was read: whatever a listener's scope holds stays in memory as long as the document.
    document.once('destroy', () => this.#forget(document));
    try {
      await this.#fill(document, name);
    } catch (error) {
      this.#forget(document);
      throw error;
    }
    return name;
  }

  async #fill(document: Document, name: DocumentName): Promise<void> {
    const stored = await readDocument(this.#db, name);
    if (stored.life !== name.life) throw new StaleLife(stored.life);
    try {
      document.transact(() => {
        if (stored.state !== null) Y.applyUpdate(document, stored.state, LOGGED_ORIGIN);
        for (const update of stored.updates) Y.applyUpdate(document, update, LOGGED_ORIGIN);
      }, LOGGED_ORIGIN);
    } catch (error) {
      throw new UnreadableDocument(error);
    }
    this.#progress.set(document, {
      applied: stored.head,
      beyond: new Set(),
      compacted: stored.head - stored.updates.length,
    });
    if ((this.#published.get(document) ?? 0) > stored.head) await this.catchUp(document);
  }

  #forget(document: Document): void {
    if (this.#open.get(document.name) === document) this.#open.delete(document.name);
  }

  /** This instance has logged an update at `position`, and it is in the document now. */
  markLogged(document: Document, position: number): void {
    this.#told.logged(document.name);
    this.#markApplied(document, position);
  }

  #markApplied(document: Document, position: number): void {
    const progress = this.#progress.get(document);
    if (progress === undefined || position <= progress.applied) return;
    progress.beyond.add(position);
    while (progress.beyond.delete(progress.applied + 1)) progress.applied += 1;
  }

  /** The position up to which the document has applied everything, and how much of that is compacted. */
  progress(
    document: Document,
  ): { readonly applied: number; readonly compacted: number; readonly gap: boolean } | null {
    const progress = this.#progress.get(document);
    return progress === undefined
      ? null
      : { applied: progress.applied, compacted: progress.compacted, gap: progress.beyond.size > 0 };
  }

  markCompacted(document: Document, upTo: number): void {
    const progress = this.#progress.get(document);
    if (progress !== undefined) progress.compacted = Math.max(progress.compacted, upTo);
  }

  /**
   * Puts an update that this instance has committed into the open document, if there is one. When the document turns out to have missed
   * earlier positions (another instance wrote them, or an answer was lost), it reads them first.
   */
  async publish(
    kind: DocumentKind,
    id: string,
    life: number,
    position: number,
    bytes: Uint8Array,
  ): Promise<void> {
    this.#told.logged(formatDocumentName(kind, id, life));
    const document = this.get(kind, id, life);
    if (document === null) return;
    const progress = this.#progress.get(document);
    if (progress === undefined) {
      this.#published.set(document, position);
      return;
    }
    if (position <= progress.applied) return;
    if (position > progress.applied + 1) await this.catchUp(document);
    if (position <= progress.applied) return;
    Y.applyUpdate(document, bytes, LOGGED_ORIGIN);
    this.#markApplied(document, position);
    // Otherwise it waits for a turn of its own, and the next commit has come by then.
    document.flush();
  }

  /**
   * Looks whether logs have grown without this instance: one query for all open documents, or for those of them that
   * are named. A document whose life is over is closed with the present one, so that its clients open that.
   */
  async look(names: Iterable<string> = this.#open.keys()): Promise<void> {
    const open = new Map<string, Document>();
    for (const name of names) {
      const document = this.#open.get(name);
      if (document !== undefined && this.#progress.has(document)) open.set(name, document);
    }
    if (open.size === 0) return;
    const keys = [...open.keys()].map((name) => parseDocumentName(name)!);
    for (const { kind, id, life, head } of await readHeads(this.#db, keys)) {
      const document = open.get(formatDocumentName(kind, id, life));
      if (document === undefined) this.leave(kind, id, life);
      else if (head > (this.#progress.get(document)?.applied ?? 0)) await this.catchUp(document);
    }
  }

  /** This instance has begun a new life of a document: what is open in others is closed, here and elsewhere. */
  endLives(kind: DocumentKind, id: string, life: number): void {
    this.#told.moved(formatDocumentName(kind, id, life));
    this.leave(kind, id, life);
  }

  /** Closes what is open in a life before this one, and says which it is. */
  leave(kind: DocumentKind, id: string, life: number): void {
    for (const [wireName, document] of this.#open) {
      const name = parseDocumentName(wireName)!;
      if (name.kind !== kind || name.id !== id || name.life >= life) continue;
      for (const connection of document.getConnections()) {
        connection.close({ code: 1000, reason: movedReason(life) });
      }
    }
  }

  /** Applies whatever the log holds beyond what the document has; a compacted gap is healed from the whole state. */
  async catchUp(document: Document): Promise<void> {
    const progress = this.#progress.get(document);
    const name = parseDocumentName(document.name);
    if (progress === undefined || name === null) return;
    const updates = await readUpdatesAfter(this.#db, name, name.life, progress.applied);
    if (updates.length > 0 && updates[0]!.position === progress.applied + 1) {
      for (const update of updates) {
        Y.applyUpdate(document, update.bytes, LOGGED_ORIGIN);
        this.#markApplied(document, update.position);
      }
      return;
    }
    const stored = await readDocument(this.#db, name);
    if (stored.life !== name.life) return;
    if (stored.state !== null) Y.applyUpdate(document, stored.state, LOGGED_ORIGIN);
    for (const update of stored.updates) Y.applyUpdate(document, update, LOGGED_ORIGIN);
    progress.applied = Math.max(progress.applied, stored.head);
    for (const position of progress.beyond)
      if (position <= progress.applied) progress.beyond.delete(position);
  }
}

/** A document was asked for under a life that is over. */
export class StaleLife extends Error {
  readonly life: number;
  constructor(life: number) {
    super(`this life of the document is over; the present one is ${life}`);
    this.life = life;
  }
}

/** What is stored of a document makes none. */
export class UnreadableDocument extends Error {
  constructor(cause: unknown) {
    super('what is stored of this document cannot be applied', { cause });
  }
}

interface Progress {
  applied: number;
  readonly beyond: Set<number>;
  compacted: number;
}
