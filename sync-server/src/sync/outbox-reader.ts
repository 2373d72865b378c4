import type { afterLoadDocumentPayload, connectedPayload, Document, Extension } from '@hocuspocus/server';
import { observeOutbox, readOutbox } from '@lectern/channel-doc';
import {
  check,
  type DenyReason,
  type InputFault,
  isUuid,
  type OpId,
  OpSchema,
  parseDocumentName,
  type UserId,
} from '@lectern/contracts';
import type { Logger } from 'pino';
import type { Submission } from '../scribe/scribe.ts';
import type { SyncContext } from './socket-session.ts';
import type { ParsedUpdate } from './update-parser.ts';

/** Ops that are taken between two looks whether there is room for more; each has at most 64 kB. */
const AT_A_TIME = 16;

export interface OutboxSink {
  submit(submission: Submission): void;
  /** Whether it keeps more ops of a person; if not, `readAgain` is called when it does. */
  hasRoom(actor: UserId): boolean;
  /** Answers an op that cannot be judged at all. */
  refuse(actor: UserId, op: OpId, reason: DenyReason): void;
}

/**
 * Carries ops from the outboxes of people's documents to the scribe. It looks at every op that is put into an open
 * document, and at the whole outbox whenever a device connects: an op whose answer was lost on the way is answered
 * again from the ledger.
 */
export class OutboxReader implements Extension<SyncContext> {
  readonly extensionName = 'outbox-reader';
  readonly priority = 800;
  readonly #sink: OutboxSink;
  readonly #log: Logger;
  readonly #open = new Map<UserId, Set<Document>>();
  /** People in whose outboxes there are ops for which there was no room. */
  readonly #unread = new Set<UserId>();
  /** Being applied at this moment: its ops are with the scribe already. */
  #applying: Document | null = null;

  constructor(sink: OutboxSink, log: Logger) {
    this.#sink = sink;
    this.#log = log;
  }

  async afterLoadDocument({ document }: afterLoadDocumentPayload<SyncContext>) {
    const owner = ownerOf(document);
    if (owner === null) return;
    const open = this.#open.get(owner) ?? new Set();
    this.#open.set(owner, open.add(document));
    document.once('destroy', () => {
      if (open.delete(document) && open.size === 0) this.#open.delete(owner);
    });
    observeOutbox(document, (ops) => {
      if (this.#applying !== document) this.#take(owner, ops);
    });
  }

  async connected({ connection }: connectedPayload<SyncContext>) {
    const owner = ownerOf(connection.document);
    if (owner !== null) this.#take(owner, readOutbox(connection.document));
  }

  /**
   * Hands the ops of an admitted update to the scribe while its bytes are still on their way into the log, so that a
   * message waits for one commit and not for two. What the scribe commits is durable by itself, and an op that comes
   * again, because the log failed or the device asks, is answered from the ledger. Only for updates of one client id:
   * in those, and only in those, clocks follow the order of writing. Answers whether it has taken them: all or none.
   */
  takeEarly(actor: UserId, { structs }: ParsedUpdate): boolean {
    if (structs.some(({ client }) => client !== structs[0]!.client)) return false;
    if (!this.#hasRoom(actor)) return false;
    this.#takeAll(actor, structs.flatMap(({ values }) => values).filter(hasId));
    return true;
  }

  /** There is room again for a person's ops: takes what stands in their outbox, from the beginning. */
  readAgain(actor: UserId): void {
    this.#unread.delete(actor);
    for (const document of this.#open.get(actor) ?? []) this.#take(actor, readOutbox(document));
  }

  /** Applies an update whose ops were taken early. */
  applyTaken(document: Document, apply: () => void): void {
    this.#applying = document;
    try {
      apply();
    } finally {
      this.#applying = null;
    }
  }

  /** Takes ops that stand in a document, as far as there is room. None may follow one that has been left there. */
  #take(actor: UserId, ops: readonly unknown[]): void {
    for (let at = 0; at < ops.length && this.#hasRoom(actor); at += AT_A_TIME)
      this.#takeAll(actor, ops.slice(at, at + AT_A_TIME));
  }

  #hasRoom(actor: UserId): boolean {
    if (this.#unread.has(actor)) return false;
    if (this.#sink.hasRoom(actor)) return true;
    this.#unread.add(actor);
    return false;
  }

  #takeAll(actor: UserId, ops: readonly unknown[]): void {
    let broken = 0;
    let faults: readonly InputFault[] = [];
    for (const raw of ops) {
      const checked = check(OpSchema, raw);
      if (checked.ok) {
        this.#sink.submit({ actor, op: checked.value });
        continue;
      }
      broken += 1;
      if (broken === 1) faults = checked.faults.slice(0, 3);
      const id = (raw as { id?: unknown } | null)?.id;
      if (isUuid(id)) this.#sink.refuse(actor, id as string as OpId, 'invalid');
    }
    if (broken > 0) this.#log.warn({ actor, ops: broken, faults }, 'ops do not keep to their contract');
  }
}

/** A person's document holds settings, drafts and read positions too; only what has an id can be answered. */
const hasId = (value: unknown): boolean => typeof value === 'object' && value !== null && 'id' in value;

function ownerOf(document: Document): UserId | null {
  const name = parseDocumentName(document.name);
  return name?.kind === 'user' ? (name.id as UserId) : null;
}
