import { readOutbox } from '@lectern/channel-doc';
import type { MessageId, UserId } from '@lectern/contracts';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import * as Y from 'yjs';
import { compactDocument, readDocument, readHeads } from '../database/documents.ts';
import type { Schema } from '../database/schema.ts';
import { encodeState } from './encode-state.ts';

/** A message that was deleted, and who had written it. */
export interface ErasedMessage {
  readonly message: MessageId;
  readonly author: UserId;
}

interface Owed {
  readonly messages: Set<MessageId>;
  /** Where the log of the author's document ended when it was last compacted for this; null before. */
  head: number | null;
}

/**
 * The words of a message stand in its author's document too: in the op that said them, in the ops that edited it, and
 * in every update of its draft. What is deleted there stays in the log until the log is compacted. So that is done
 * when the message is deleted; and where one of these ops still stands in the outbox, because its device has not yet
 * heard what became of it, once more when that device has taken it out.
 *
 * What is owed is known to this process alone. One that ends before leaves it to the next: a person's document is
 * compacted each time that their last device goes.
 */
export class Erasure {
  readonly #db: Kysely<Schema>;
  readonly #log: Logger;
  readonly #owed = new Map<UserId, Owed>();
  #running: Promise<void> = Promise.resolve();

  constructor(db: Kysely<Schema>, log: Logger) {
    this.#db = db;
    this.#log = log;
  }

  /** Takes the words of these messages out of their authors' documents, now or as soon as it can be done. */
  erase(messages: readonly ErasedMessage[]): void {
    for (const { message, author } of messages) {
      const owed = this.#owed.get(author) ?? { messages: new Set(), head: null };
      owed.messages.add(message);
      owed.head = null;
      this.#owed.set(author, owed);
    }
    if (messages.length > 0) this.look();
  }

  /** Looks whether the documents from which something is still owed have changed. */
  look(): void {
    if (this.#owed.size === 0) return;
    this.#running = this.#running
      .then(() => this.#settle())
      .catch((error: unknown) =>
        this.#log.warn({ err: error }, 'deleted words could not be taken out of logs; it is tried again'),
      );
  }

  /** Resolves when nothing of it is on its way to Postgres. */
  idle(): Promise<void> {
    return this.#running;
  }

  async #settle(): Promise<void> {
    const keys = [...this.#owed.keys()].map((id) => ({ kind: 'user' as const, id }));
    for (const { id, head } of await readHeads(this.#db, keys)) {
      const owed = this.#owed.get(id as UserId);
      if (owed !== undefined && owed.head !== head) await this.#compact(id as UserId, owed);
    }
  }

  async #compact(author: UserId, owed: Owed): Promise<void> {
    const key = { kind: 'user' as const, id: author };
    const { life, head, state, updates } = await readDocument(this.#db, key);
    const doc = new Y.Doc();
    try {
      if (state !== null) Y.applyUpdate(doc, state);
      for (const update of updates) Y.applyUpdate(doc, update);
      if (updates.length > 0) await compactDocument(this.#db, key, life, head, encodeState(doc));
      const said = new Set(readOutbox(doc).flatMap(messageOf));
      for (const message of owed.messages) if (!said.has(message)) owed.messages.delete(message);
      owed.head = head;
      if (owed.messages.size === 0) this.#owed.delete(author);
    } finally {
      doc.destroy();
    }
  }
}

/** The message whose words an op holds. */
function messageOf(op: unknown): unknown[] {
  const { kind, id, message } = (op ?? {}) as { kind?: unknown; id?: unknown; message?: unknown };
  return kind === 'send' ? [id] : kind === 'edit' ? [message] : [];
}
