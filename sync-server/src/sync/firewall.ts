import { documentBounds, documentRoots } from '@lectern/channel-doc';
import { MAX_UPDATE_BYTES } from '@lectern/contracts';
import * as Y from 'yjs';
import { inOrder } from './update-order.ts';
import {
  contentRefs,
  type ParsedStruct,
  type ParsedUpdate,
  parseUpdate,
  RefusedUpdate,
  type UpdateFault,
} from './update-parser.ts';

/** Items and delete ranges of one update: a full outbox beside years of read positions has far fewer. */
const LIMITS = {
  structs: 20_000,
  clients: documentBounds.clientIds,
  deleteRanges: 20_000,
  /** Deleted runs and JSON values: a person's document holds nothing else. */
  contents: new Set<number>([contentRefs.deleted, contentRefs.any]),
  types: new Set<number>(),
} as const;
/**
 * New client ids of one update that comes while a device is connected: no hub has more than a few. With the handshake
 * it may bring what all devices of its person wrote since the backup that the server goes on from: a client id for each
 * start of a hub, and as many as a document has before it begins a new life.
 */
const MAX_NEW_CLIENTS = 32;
const mostNewClients = (doc: Y.Doc, step: 'handshake' | 'update'): number =>
  step === 'update'
    ? MAX_NEW_CLIENTS
    : Math.max(MAX_NEW_CLIENTS, documentBounds.clientIds - doc.store.clients.size);
/** The longest keys are a device, a channel and a thread: three UUIDs and two slashes. */
const MAX_KEY_LENGTH = 128;

const roots: Readonly<Record<string, 'array' | 'map'>> = documentRoots.user;

/**
 * Judges a raw update to a person's document before anything of it is applied. Answers what an update that may pass
 * holds, or its fault. A `gap` is no offence: honest clients make them between connecting and their first sync; the
 * update is skipped and the sync heals it. Everything else is refused whole.
 */
export function judgeUserUpdate(
  doc: Y.Doc,
  update: Uint8Array,
  step: 'handshake' | 'update' = 'update',
  ahead: Ahead = new Map(),
): UserUpdateVerdict {
  try {
    if (update.length > MAX_UPDATE_BYTES) throw new RefusedUpdate('limit', `${update.length} bytes`);
    const parsed = parseUpdate(update, LIMITS);
    checkStructs(doc, ahead, parsed, mostNewClients(doc, step));
    return { parsed, fault: null };
  } catch (error) {
    if (error instanceof RefusedUpdate) return { parsed: null, fault: error.fault };
    throw error;
  }
}

export type UserUpdateVerdict =
  | { readonly parsed: ParsedUpdate; readonly fault: null }
  | { readonly parsed: null; readonly fault: UpdateFault };

/** Client id → clock up to which admitted updates reach that are on their way into the log. */
export type Ahead = ReadonlyMap<number, number>;

/** Notes how far an admitted update reaches. */
export function reach(ahead: Map<number, number>, { structs }: ParsedUpdate): void {
  for (const { client, clock, length } of structs) {
    ahead.set(client, Math.max(ahead.get(client) ?? 0, clock + length));
  }
}

/** Whether an update says nothing at all: no struct and no deletion. Every handshake carries one of these. */
export const isEmptyUpdate = (update: Uint8Array): boolean =>
  update.length === 2 && update[0] === 0 && update[1] === 0;

function checkStructs(doc: Y.Doc, ahead: Ahead, { structs, deletes }: ParsedUpdate, mostFresh: number): void {
  const known = (client: number) => Math.max(Y.getState(doc.store, client), ahead.get(client) ?? 0);
  const ends = new Map<number, number>();
  let fresh = 0;
  for (const struct of structs) {
    const { client } = struct;
    if (!ends.has(client)) {
      const have = known(client);
      if (struct.clock > have) throw new RefusedUpdate('gap', `clock ${struct.clock} follows ${have}`);
      if (have === 0) fresh += 1;
    }
    ends.set(client, struct.clock + struct.length);
    checkPlace(struct);
  }
  if (fresh > mostFresh) throw new RefusedUpdate('limit', `${fresh} new client ids`);
  const end = (client: number) => Math.max(known(client), ends.get(client) ?? 0);
  inOrder(structs, { before: known, after: end });
  for (const { client, clock, length } of deletes) {
    if (clock + length > end(client)) throw new RefusedUpdate('gap', 'a deletion of what is not here');
  }
}

function checkPlace(struct: ParsedStruct): void {
  if (struct.root === null) return;
  const kind = Object.hasOwn(roots, struct.root) ? roots[struct.root] : undefined;
  if (kind === undefined) throw new RefusedUpdate('forbidden', `root ${struct.root.slice(0, 40)}`);
  if ((kind === 'map') !== (struct.key !== null))
    throw new RefusedUpdate('forbidden', `a ${kind} used as something else`);
  if (struct.key !== null && (struct.key.length > MAX_KEY_LENGTH || struct.key === '__proto__')) {
    throw new RefusedUpdate('forbidden', 'a key that is none of ours');
  }
}
