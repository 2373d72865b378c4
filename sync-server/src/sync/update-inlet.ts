import type { Connection, Document } from '@hocuspocus/server';
import { closeReasons, type DocumentName, parseDocumentName, type UserId } from '@lectern/contracts';
import type { Logger } from 'pino';
import * as Y from 'yjs';
import { isEmptyUpdate, judgeUserUpdate, reach } from './firewall.ts';
import { stateVectorFrame, statusFrame, updateIn } from './frames.ts';
import type { LiveDocuments } from './live-documents.ts';
import type { OutboxReader } from './outbox-reader.ts';
import type { SocketSession, SyncContext } from './socket-session.ts';
import type { UpdateLog } from './update-log.ts';

/**
 * The short way for what a device writes while it is connected. Hocuspocus handles one message of a connection after
 * the other and would wait for the log each time; here all that arrives together goes through the firewall at once,
 * into one commit, and is applied in the order of its positions. The rule is the same as in `persist`, which has the
 * handshake: log, then apply, broadcast, acknowledge.
 */
export class UpdateInlet {
  readonly #live: LiveDocuments;
  readonly #updates: UpdateLog;
  readonly #outbox: OutboxReader;
  readonly #log: Logger;
  readonly #onTheWay = new WeakMap<Document, Way>();

  constructor(live: LiveDocuments, updates: UpdateLog, outbox: OutboxReader, log: Logger) {
    this.#live = live;
    this.#updates = updates;
    this.#outbox = outbox;
    this.#log = log;
  }

  /** Takes a frame that is an update to the socket's own person's document; any other is left to Hocuspocus. */
  takes(session: SocketSession, frame: Uint8Array): boolean {
    const connection = session.own;
    if (connection === null) return false;
    const bytes = updateIn(frame, connection.messageAddress);
    if (bytes === null) return false;
    void this.#take(connection, bytes);
    return true;
  }

  async #take(connection: Connection<SyncContext>, bytes: Uint8Array): Promise<void> {
    const { document } = connection;
    const name = parseDocumentName(document.name)!;
    if (isEmptyUpdate(bytes)) return;
    const way = this.#onTheWay.get(document) ?? { ahead: new Map(), count: 0, late: 0 };
    const { parsed, fault } = judgeUserUpdate(document, bytes, way.ahead);
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
    reach(way.ahead, parsed);
    // What follows an update whose ops wait for the log waits too: a device's ops keep their order.
    const early = way.late === 0 && this.#outbox.takeEarly(name.id as UserId, parsed);
    way.count += 1;
    if (!early) way.late += 1;
    this.#onTheWay.set(document, way);
    try {
      const position = await this.#updates.append({ ...keyOf(name), bytes });
      if (position === null) connection.close({ code: 1000, reason: closeReasons.accessChanged });
      else await this.#apply(connection, name, position, bytes, early);
    } catch (error) {
      this.#log.error({ err: error, document: document.name }, 'an update could not be logged');
      this.#onTheWay.delete(document);
      connection.close({ code: 1000, reason: closeReasons.unavailable });
    } finally {
      way.count -= 1;
      if (!early) way.late -= 1;
      if (way.count === 0) this.#onTheWay.delete(document);
    }
  }

  async #apply(
    connection: Connection<SyncContext>,
    name: DocumentName,
    position: number,
    bytes: Uint8Array,
    early: boolean,
  ): Promise<void> {
    const { document } = connection;
    if (this.#live.get(name.kind, name.id, name.life) !== document) {
      // The document was closed meanwhile. Whoever has opened it since gets what is in the log.
      await this.#live.publish(name.kind, name.id, name.life, position, bytes);
      return;
    }
    const apply = () => Y.applyUpdate(document, bytes, { source: 'connection', connection });
    if (early) this.#outbox.applyTaken(document, apply);
    else apply();
    this.#live.markApplied(document, position);
    connection.send(statusFrame(connection.messageAddress));
  }
}

/** Updates of one document that are on the way into the log. */
interface Way {
  /** How far they reach. */
  readonly ahead: Map<number, number>;
  count: number;
  /** Those of which the scribe hears only when they are logged. */
  late: number;
}

const keyOf = ({ kind, id, life }: DocumentName) => ({ kind, id, life });
