import type { Connection } from '@hocuspocus/server';
import * as Y from 'yjs';
import type { ClientClaim } from '../database/documents.ts';
import type { SyncContext } from './socket-session.ts';
import type { ParsedUpdate, UpdateFault } from './update-parser.ts';

/** What judges the updates of one kind of document, and remembers those that are on their way into the log. */
export interface Gate {
  /**
   * Judges an update before anything of it is logged or applied. One that is admitted is on its way until it has
   * `left`. The handshake brings all that a device has; what comes after it builds on what the device wrote before.
   */
  admit(connection: Connection<SyncContext>, update: Uint8Array, step: 'handshake' | 'update'): Admission;
}

export type Admission = Admitted | { readonly fault: UpdateFault };

export interface Admitted {
  readonly fault: null;
  readonly parsed: ParsedUpdate;
  /** All of it is in the document already, and so in the log. */
  readonly known: boolean;
  /** Goes into the log with the update, or keeps it out. */
  readonly claims: readonly ClientClaim[];
  /** How it ended: in the document, in no log because its place is gone, or in no log because that failed. */
  left(end: 'applied' | 'no-place' | 'failed'): void;
}

/** Whether every struct and deletion of an update is in the document already; repeats need no place in the log. */
export function isKnown(doc: Y.Doc, { structs, deletes }: ParsedUpdate): boolean {
  return (
    structs.every(({ client, clock, length }) => clock + length <= Y.getState(doc.store, client)) &&
    deletes.every(({ client, clock, length }) => isDeleted(doc, client, clock, clock + length))
  );
}

function isDeleted(doc: Y.Doc, client: number, from: number, to: number): boolean {
  const structs = doc.store.clients.get(client);
  if (structs === undefined || to > Y.getState(doc.store, client)) return false;
  for (let at = Y.findIndexSS(structs, from); at < structs.length && structs[at]!.id.clock < to; at++)
    if (!structs[at]!.deleted) return false;
  return true;
}
