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
import {
  closeReasons,
  type DocumentName,
  movedReason,
  parseDocumentName,
  type UserId,
} from '@lectern/contracts';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import * as Y from 'yjs';
import { compactDocument, renewDocument } from '../database/documents.ts';
import type { Schema } from '../database/schema.ts';
import { updateCost } from '../limits/rates.ts';
import type { Turnstile } from '../limits/turnstile.ts';
import type { ServerMetrics } from '../metrics/server-metrics.ts';
import { isEmptyUpdate } from './firewall.ts';
import { syncSteps } from './frames.ts';
import type { Admitted } from './gate.ts';
import { inTurn } from './in-turn.ts';
import { type LiveDocuments, StaleLife, UnreadableDocument } from './live-documents.ts';
import type { NoteKeeper } from './note-keeper.ts';
import { refusal } from './refusal.ts';
import type { SyncContext } from './socket-session.ts';
import { type Gates, isWritten, type UpdateInlet, type WritingTurns } from './update-inlet.ts';
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
  readonly #turns: Turns;
  readonly #metrics: Pick<ServerMetrics, 'refusedUpdates'>;
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
    turns: Turns,
    metrics: Pick<ServerMetrics, 'refusedUpdates'>,
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
    this.#turns = turns;
    this.#metrics = metrics;
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
    const { messageAddress } = connection;
    const { writing, backlog } = context.session;
    backlog.opened(messageAddress);
    connection.onClose(() => backlog.closed(messageAddress));
    if (connectionConfig.readOnly) return;
    writing.set(messageAddress, connection);
    connection.onClose(() => {
      if (writing.get(messageAddress) === connection) writing.delete(messageAddress);
    });
  }

  async afterLoadDocument({ document }: afterLoadDocumentPayload<SyncContext>) {
    // What was loaded waits in the broadcast buffer and would be sent whole to the first who opens the document.
    document.flush();
  }

  async beforeSync({ type, payload, document, connection }: beforeSyncPayload<SyncContext>) {
    const { session } = connection.context as SyncContext;
    // Whoever asks is sent the whole document, however often.
    if (type === syncSteps.stateVector) return inTurn(session, this.#turns.opens);
    if (connection.readOnly) return;
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
    await inTurn(session, this.#turns.writing[name.kind], updateCost(payload));
    if (name.kind === 'note') await this.#catchUp(document);
    const admission = this.#gates[name.kind].admit(connection, payload, 'handshake');
    if (admission.fault !== null) {
      this.#metrics.refusedUpdates.add({ document: name.kind, reason: admission.fault.kind });
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

  /**
   * A device may come from another instance, with what others wrote there: this one has to know what is in the log,
   * and whose it is, before it takes that for the device's own. A person's own document is theirs in any case.
   */
  async #catchUp(document: Document): Promise<void> {
    const before = this.#live.progress(document)?.applied;
    try {
      await this.#live.look([document.name]);
      if (this.#live.progress(document)?.applied !== before) await this.#gates.note.learn(document);
    } catch (error) {
      this.#log.error({ err: error, document: document.name }, 'the log of a document could not be read');
      throw refusal(closeReasons.unavailable);
    }
  }

  async afterHandleMessage({ connection, document, update }: afterHandleMessagePayload<SyncContext>) {
    (connection.context as SyncContext).session.backlog.handled(connection.messageAddress, update);
    if (this.#skipping.delete(connection)) connection.readOnly = false;
    const inHand = this.#inHand.get(connection);
    if (inHand !== undefined) {
      this.#inHand.delete(connection);
      this.#live.markLogged(document, inHand.position);
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

/** When it is a person's turn to open a document, and to write in one. */
interface Turns {
  readonly opens: Turnstile<UserId>;
  readonly writing: WritingTurns;
}

const hasPending = (document: Y.Doc): boolean =>
  document.store.pendingStructs !== null || document.store.pendingDs !== null;
