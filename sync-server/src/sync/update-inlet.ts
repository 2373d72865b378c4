import type { Connection, Document } from '@hocuspocus/server';
import {
  closeReasons,
  type DocumentKind,
  type DocumentName,
  MAX_UPDATE_BYTES,
  parseDocumentName,
  type UserId,
} from '@lectern/contracts';
import type { Logger } from 'pino';
import * as Y from 'yjs';
import { updateCost } from '../limits/rates.ts';
import { FULL, type Turnstile } from '../limits/turnstile.ts';
import type { ServerMetrics } from '../metrics/server-metrics.ts';
import { isEmptyUpdate } from './firewall.ts';
import { stateVectorFrame, statusFrame, updateIn } from './frames.ts';
import type { Admitted, Gate } from './gate.ts';
import type { LiveDocuments } from './live-documents.ts';
import type { NoteGate } from './note-gate.ts';
import type { OutboxReader } from './outbox-reader.ts';
import type { SocketSession, SyncContext } from './socket-session.ts';
import type { UpdateLog } from './update-log.ts';

/**
 * Bytes that a connection may send ahead of its handshake. A device that comes into a new life puts its whole outbox
 * in at that moment, as one update; with more it is told to come again, and then has all of it in its handshake.
 */
const MAX_HELD_BYTES = MAX_UPDATE_BYTES;

/** What judges the documents that clients write in. */
export interface Gates {
  readonly user: Gate;
  readonly note: NoteGate;
}
/** When it is a person's turn to write, for each kind. */
export type WritingTurns = Readonly<Record<keyof Gates, Turnstile<UserId>>>;
export const isWritten = (kind: DocumentKind): kind is keyof Gates => kind === 'user' || kind === 'note';

/**
 * The short way for what a device writes while it is connected. Hocuspocus handles one message of a connection after
 * the other and would wait for the log each time; here all that arrives together goes through the firewall at once,
 * into one commit, and is applied in the order of its positions. The rule is the same as in `persist`, which has the
 * handshake: log, then apply, broadcast, acknowledge.
 *
 * Who writes more than anybody can is slowed down: their updates wait in their order, and so do the acknowledgements.
 *
 * What comes ahead of the handshake is held until that is over. A device that was restarted writes under a new Yjs
 * client id, and nothing in such an update shows that older ops of the device are still on their way.
 */
export class UpdateInlet {
  readonly #live: LiveDocuments;
  readonly #updates: UpdateLog;
  readonly #outbox: OutboxReader;
  readonly #gates: Gates;
  readonly #turns: WritingTurns;
  readonly #metrics: Pick<ServerMetrics, 'refusedUpdates'>;
  readonly #log: Logger;
  readonly #onTheWay = new WeakMap<Document, Way>();
  /** Connections of which all that the device had is in the document. */
  readonly #isOpen = new WeakSet<Connection>();
  readonly #held = new WeakMap<Connection, { readonly updates: Uint8Array[]; bytes: number }>();

  constructor(
    live: LiveDocuments,
    updates: UpdateLog,
    outbox: OutboxReader,
    gates: Gates,
    turns: WritingTurns,
    metrics: Pick<ServerMetrics, 'refusedUpdates'>,
    log: Logger,
  ) {
    this.#live = live;
    this.#updates = updates;
    this.#outbox = outbox;
    this.#gates = gates;
    this.#turns = turns;
    this.#metrics = metrics;
    this.#log = log;
  }

  /** Takes a frame that is an update to what the socket's person may write in; any other is left to Hocuspocus. */
  takes(session: SocketSession, frame: Uint8Array): boolean {
    const found = updateIn(frame);
    const connection = found === null ? undefined : session.writing.get(found.address);
    if (found === null || connection === undefined) return false;
    this.take(connection, found.update.slice());
    return true;
  }

  /** Takes an update to a document that the connection may write in. The bytes must stay as they are. */
  take(connection: Connection<SyncContext>, bytes: Uint8Array): void {
    if (this.#isOpen.has(connection)) {
      this.#inTurn(connection, bytes);
      return;
    }
    const held = this.#held.get(connection) ?? { updates: [], bytes: 0 };
    this.#held.set(connection, held);
    held.bytes += bytes.length;
    if (held.bytes > MAX_HELD_BYTES) connection.close({ code: 1000, reason: closeReasons.unavailable });
    else held.updates.push(bytes);
  }

  /** The handshake is over: carries out what was held, in its order, and from now on what comes. */
  open(connection: Connection<SyncContext>): void {
    const held = this.#held.get(connection)?.updates ?? [];
    this.#held.delete(connection);
    // A document that was closed meanwhile told nobody of the ops in the handshake; whoever opens it next finds them.
    if (!this.#isLive(connection.document)) return;
    this.#isOpen.add(connection);
    for (const bytes of held) this.#inTurn(connection, bytes);
  }

  #inTurn(connection: Connection<SyncContext>, bytes: Uint8Array): void {
    const { document, context } = connection;
    const kind = parseDocumentName(document.name)!.kind as keyof Gates;
    const turn = this.#turns[kind].enter(context.session.identity!.user, updateCost(bytes));
    if (turn === null) void this.#carryOut(connection, bytes);
    // A device that comes again has all of it in its handshake, as one update.
    else if (turn === FULL) connection.close({ code: 1000, reason: closeReasons.unavailable });
    else
      void turn.then(() => {
        if (document.hasConnection(connection)) void this.#carryOut(connection, bytes);
      });
  }

  async #carryOut(connection: Connection<SyncContext>, bytes: Uint8Array): Promise<void> {
    const { document } = connection;
    const name = parseDocumentName(document.name)!;
    if (isEmptyUpdate(bytes)) return;
    const kind = name.kind as keyof Gates;
    const admission = this.#gates[kind].admit(connection, bytes, 'update');
    const { fault } = admission;
    if (fault !== null) this.#metrics.refusedUpdates.add({ document: kind, reason: fault.kind });
    if (fault?.kind === 'gap') {
      // What comes before it is in the handshake or was lost. Asked again, the device sends all that is missing.
      connection.send(stateVectorFrame(connection.messageAddress, Y.encodeStateVector(document)));
      return;
    }
    if (fault !== null) {
      this.#log.warn({ document: document.name, fault }, 'an update was refused');
      connection.close({ code: 1000, reason: closeReasons.refusedUpdate });
      return;
    }
    // One that says nothing new goes the long way behind others: devices take acknowledgements in the order of what
    // they sent, and would hear this one as that of an update which is not in the log yet.
    if (admission.known && !this.#onTheWay.has(document)) {
      connection.send(statusFrame(connection.messageAddress));
      return;
    }
    const way: Way = this.#onTheWay.get(document) ?? { count: 0, late: 0, logged: [] };
    // What follows an update whose ops wait for the log waits too: a device's ops keep their order.
    const early =
      kind === 'user' && way.late === 0 && this.#outbox.takeEarly(name.id as UserId, admission.parsed);
    way.count += 1;
    if (!early) way.late += 1;
    this.#onTheWay.set(document, way);
    const left: Admitted['left'] = (end) => {
      way.count -= 1;
      if (!early) way.late -= 1;
      // After a failure another one may have taken its place.
      if ((way.count === 0 || end === 'failed') && this.#onTheWay.get(document) === way)
        this.#onTheWay.delete(document);
      admission.left(end);
    };
    try {
      const position = await this.#updates.append({ ...keyOf(name), bytes, claims: admission.claims });
      if (position === null) {
        left('no-place');
        connection.close({ code: 1000, reason: closeReasons.accessChanged });
        return;
      }
      way.logged.push({ connection, position, bytes, early, left });
      // The answers of one commit come in one turn: the first brings all of its document with it.
      if (way.logged.length === 1) queueMicrotask(() => void this.#applyAll(document, name, way));
    } catch (error) {
      this.#log.error({ err: error, document: document.name }, 'an update could not be logged');
      left('failed');
      connection.close({ code: 1000, reason: closeReasons.unavailable });
    }
  }

  /** Applies what one commit has logged: one transaction, and with it one frame, for what came on one connection. */
  async #applyAll(document: Document, name: DocumentName, way: Way): Promise<void> {
    const logged = way.logged.splice(0);
    try {
      if (this.#isLive(document)) {
        for (const run of runsOf(logged)) this.#apply(document, run);
      } else {
        // The document was closed meanwhile. Whoever has opened it since gets what is in the log.
        for (const { position, bytes } of logged)
          await this.#live.publish(name.kind, name.id, name.life, position, bytes);
      }
    } catch (error) {
      // It is in the log: the next look brings it, and a device that comes back is told what it has.
      this.#log.error({ err: error, document: document.name }, 'a logged update could not be applied');
      for (const { connection } of logged) connection.close({ code: 1000, reason: closeReasons.unavailable });
    } finally {
      for (const { left } of logged) left('applied');
    }
  }

  #isLive(document: Document): boolean {
    const { kind, id, life } = parseDocumentName(document.name)!;
    return this.#live.get(kind, id, life) === document;
  }

  #apply(document: Document, run: readonly Logged[]): void {
    const { connection, early } = run[0]!;
    const origin = { source: 'connection', connection };
    const apply = () =>
      document.transact(() => {
        for (const { bytes } of run) Y.applyUpdate(document, bytes, origin);
      }, origin);
    if (early) this.#outbox.applyTaken(document, apply);
    else apply();
    // Not in a turn of its own: what others are told and what the device is told leave together.
    document.flush();
    const saved = statusFrame(connection.messageAddress);
    for (const { position } of run) {
      this.#live.markLogged(document, position);
      connection.send(saved);
    }
  }
}

/** Neighbours of one connection whose ops go the same way. */
function runsOf(logged: readonly Logged[]): Logged[][] {
  const runs: Logged[][] = [];
  for (const update of logged) {
    const run = runs.at(-1) ?? [];
    const goesAlong = run[0]?.connection === update.connection && run[0].early === update.early;
    if (goesAlong) run.push(update);
    else runs.push([update]);
  }
  return runs;
}

/** An update that the log has, and the document not yet. */
interface Logged {
  readonly connection: Connection<SyncContext>;
  readonly position: number;
  readonly bytes: Uint8Array;
  readonly early: boolean;
  readonly left: Admitted['left'];
}

/** Updates of one document that are on the way into the log. */
interface Way {
  count: number;
  /** Those of which the scribe hears only when they are logged. */
  late: number;
  readonly logged: Logged[];
}

const keyOf = ({ kind, id, life }: DocumentName) => ({ kind, id, life });
