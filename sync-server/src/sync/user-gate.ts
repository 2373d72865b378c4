import type { Connection, Document } from '@hocuspocus/server';
import { DocumentQuota, MAX_USER_DOCUMENT_BYTES } from './document-quota.ts';
import { judgeUserUpdate, reach } from './firewall.ts';
import { type Admission, type Gate, isKnown } from './gate.ts';
import type { SyncContext } from './socket-session.ts';

/** Updates of people's own documents. */
export class UserGate implements Gate {
  readonly #quota = new DocumentQuota(MAX_USER_DOCUMENT_BYTES);
  readonly #ways = new WeakMap<Document, Way>();

  admit({ document }: Connection<SyncContext>, update: Uint8Array, step: 'handshake' | 'update'): Admission {
    const way = this.#ways.get(document) ?? { ahead: new Map(), count: 0, bytes: 0 };
    // A handshake is judged by what the device was told of: the document.
    const { parsed, fault } = judgeUserUpdate(
      document,
      update,
      step,
      step === 'update' ? way.ahead : undefined,
    );
    if (fault !== null) return { fault };
    // What comes after the handshake is new, but for a few frames of a device that has come back.
    const known = step === 'handshake' && isKnown(document, parsed);
    const admitted = { fault: null, parsed, known, claims: [] } as const;
    if (known) return { ...admitted, left: () => {} };
    if (!this.#quota.admits(document, update, parsed, way.bytes))
      return { fault: { kind: 'limit', why: 'the document is full' } };
    if (step === 'handshake') return { ...admitted, left: () => {} };
    reach(way.ahead, parsed);
    way.count += 1;
    way.bytes += update.length;
    this.#ways.set(document, way);
    return {
      ...admitted,
      left: (end) => {
        way.count -= 1;
        way.bytes -= update.length;
        // After a failure another one may have taken its place.
        if ((way.count === 0 || end === 'failed') && this.#ways.get(document) === way)
          this.#ways.delete(document);
      },
    };
  }
}

/** Updates of one document that are on their way into the log. */
interface Way {
  /** How far they reach. */
  readonly ahead: Map<number, number>;
  count: number;
  bytes: number;
}
