import type {
  afterHandleMessagePayload,
  afterLoadDocumentPayload,
  beforeSyncPayload,
  Connection,
  connectedPayload,
  Document,
  Extension,
  onLoadDocumentPayload,
  onStoreDocumentPayload,
} from '@hocuspocus/server';
import { type Bounds, documentBounds, needsNewLife, rebased } from '@lectern/channel-doc';
import { closeReasons, type DocumentName, movedReason, parseDocumentName } from '@lectern/contracts';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import * as Y from 'yjs';
import { compactDocument, renewDocument } from '../database/documents.ts';
import type { Schema } from '../database/schema.ts';
import { refusal } from './authenticate.ts';
import { isEmptyUpdate } from './firewall.ts';
import { syncSteps } from './frames.ts';
import type { Admitted } from './gate.ts';
import { type LiveDocuments, StaleLife, UnreadableDocument } from './live-documents.ts';
import type { NoteKeeper } from './note-keeper.ts';
import type { SyncContext } from './socket-session.ts';
import { type Gates, isWritten, type UpdateInlet } from './update-inlet.ts';
import type { UpdateLog } from './update-log.ts';

/** Logged updates after which a document is compacted while it stays open. */
const COMPACT_AFTER = 200;

/**
 * Log, then apply, broadcast, acknowledge. A client's update passes the firewall, is committed to the log, and only
 * then goes on to Hocuspocus, which applies and broadcasts it. The order of these steps is what makes "on the
 * server" true: a process that dies at any moment has either logged an update or never let anyone see it.
 */
export class Persist implements Extension<SyncContext> {
  readonly extensionName = 'persist';
  readonly priority = 900;
  readonly #db: Kysely<Schema>;
  readonly #live: LiveDocuments;
  readonly #updates: UpdateLog;
  readonly #inlet: UpdateInlet;
  readonly #gates: Gates;
  readonly #notes: NoteKeeper;
  readonly #log: Logger;
  readonly #bounds: Bounds;
  readonly #compactAfter: number;
  /** Logged, but not yet applied by Hocuspocus: the message in hand of each connection. */
  readonly #inHand = new WeakMap<
    Connection,
    { readonly position: number; readonly left: Admitted['left'] }
  >();
  /** Connections of which the message in hand is left to the inlet: not applied here, and not acknowledged. */
  readonly #skipping = new WeakSet<Connection>();
  /** Connections of which the message in hand is all that their device had. */
  readonly #finishing = new WeakSet<Connection>();
  readonly #compacting = new Set<Promise<void>>();
  #stopped = false;

  constructor(
    db: Kysely<Schema>,
    live: LiveDocuments,
    updates: UpdateLog,
    inlet: UpdateInlet,
    gates: Gates,
    notes: NoteKeeper,
    log: Logger,
    bounds = documentBounds,
    compactAfter = COMPACT_AFTER,
  ) {
    this.#db = db;
    this.#live = live;
    this.#updates = updates;
    this.#inlet = inlet;
    this.#gates = gates;
    this.#notes = notes;
    this.#log = log;
    this.#bounds = bounds;
    this.#compactAfter = compactAfter;
  }

  async onLoadDocument({ document }: onLoadDocumentPayload<SyncContext>) {
    const isNote = parseDocumentName(document.name)?.kind === 'note';
    try {
      await this.#live.load(document);
      if (isNote) await this.#notes.take(document);
    } catch (error) {
      if (error instanceof StaleLife) throw refusal(movedReason(error.life));
      if (isNote && error instanceof UnreadableDocument) throw await this.#notes.mend(document);
      this.#log.error({ err: error, document: document.name }, 'a document could not be read');
      throw refusal(closeReasons.unavailable);
    }
  }

  async connected({ connection, connectionConfig, context }: connectedPayload<SyncContext>) {
    if (connectionConfig.readOnly) return;
    const { writing } = context.session;
    writing.set(connection.messageAddress, connection);
    connection.onClose(() => {
      if (writing.get(connection.messageAddress) === connection) writing.delete(connection.messageAddress);
    });
  }

  async afterLoadDocument({ document }: afterLoadDocumentPayload<SyncContext>) {
    // What was loaded waits in the broadcast buffer and would be sent whole to the first who opens the document.
    document.flush();
  }

  async beforeSync({ type, payload, document, connection }: beforeSyncPayload<SyncContext>) {
    if (type === syncSteps.stateVector || connection.readOnly) return;
    if (type === syncSteps.update) {
      // It has waited here since before the document was open.
      this.#skipping.add(connection);
      connection.readOnly = true;
      this.#inlet.take(connection, payload.slice());
      return;
    }
    this.#finishing.add(connection);
    if (isEmptyUpdate(payload)) return;
    const name = parseDocumentName(document.name)!;
    if (!isWritten(name.kind)) throw refusal(closeReasons.refusedUpdate);
    const admission = this.#gates[name.kind].admit(connection, payload, 'handshake');
    if (admission.fault !== null) {
      this.#log.warn({ document: document.name, fault: admission.fault }, 'an update was refused');
      throw refusal(closeReasons.refusedUpdate);
    }
    if (admission.known) return;
    const { claims, left } = admission;
    let position: number | null;
    try {
      // A copy: the payload is a view into the frame, and the log may hold it beyond this turn.
      position = await this.#updates.append({
        kind: name.kind,
        id: name.id,
        life: name.life,
        bytes: payload.slice(),
        claims,
      });
    } catch (error) {
      left('failed');
      this.#log.error({ err: error, document: document.name }, 'an update could not be logged');
      throw refusal(closeReasons.unavailable);
    }
    if (position === null) {
      left('no-place');
      throw refusal(closeReasons.accessChanged);
    }
    this.#inHand.set(connection, { position, left });
  }

  async afterHandleMessage({ connection, document }: afterHandleMessagePayload<SyncContext>) {
    if (this.#skipping.delete(connection)) connection.readOnly = false;
    const inHand = this.#inHand.get(connection);
    if (inHand !== undefined) {
      this.#inHand.delete(connection);
      this.#live.markApplied(document, inHand.position);
      inHand.left('applied');
    }
    if (this.#finishing.delete(connection)) this.#inlet.open(connection);
  }

  /** Starts no further compaction and resolves when the ones that run have ended; the log needs none of them. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#compacting);
  }

  /** Hocuspocus calls this some seconds after the last client's change, and when the last connection goes. */
  async onStoreDocument({ document }: onStoreDocumentPayload<SyncContext>) {
    if (this.#stopped) return;
    const after = document.getConnectionsCount() === 0 ? 1 : this.#compactAfter;
    const compacting = this.#compact(document, after).catch((error: unknown) =>
      this.#log.warn(
        { err: error, document: document.name },
        'a document could not be compacted; the log stays',
      ),
    );
    this.#compacting.add(compacting);
    await compacting.finally(() => this.#compacting.delete(compacting));
  }

  async #compact(document: Document, after: number): Promise<void> {
    const progress = this.#live.progress(document);
    const name = parseDocumentName(document.name);
    if (progress === null || name === null) return;
    if (progress.gap) await this.#live.catchUp(document);
    const upTo = this.#live.progress(document)!.applied;
    if (upTo - progress.compacted < after) return;
    if (hasPending(document)) {
      this.#log.error(
        { document: document.name },
        'a document holds updates that wait for others; not compacted',
      );
      return;
    }
    const state = Y.encodeStateAsUpdate(document);
    // What servers write is renewed by its writer, who also tells where the new life is to be found.
    const isOutgrown = name.kind === 'user' && needsNewLife(document, state.length, this.#bounds);
    if (isOutgrown && (await this.#renew(document, name, upTo))) return;
    await compactDocument(this.#db, name, name.life, upTo, state);
    this.#live.markCompacted(document, upTo);
  }

  /**
   * Begins a new life of a person's document, unless its log holds more than what has been applied. What a device
   * wrote and is still on its way is logged in no life; the device writes it again, from its journal, into the next.
   */
  async #renew(document: Document, name: DocumentName, upTo: number): Promise<boolean> {
    const state = rebased(name.kind, document);
    const life = await renewDocument(this.#db, name, { life: name.life, head: upTo }, state);
    if (life === null) return false;
    this.#live.markCompacted(document, upTo);
    this.#live.endLives(name.kind, name.id, life);
    return true;
  }
}

const hasPending = (document: Y.Doc): boolean =>
  document.store.pendingStructs !== null || document.store.pendingDs !== null;
