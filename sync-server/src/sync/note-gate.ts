import type { Connection, Document } from '@hocuspocus/server';
import { MAX_NOTE_BYTES, type NoteId, parseDocumentName, type UserId } from '@lectern/contracts';
import * as Y from 'yjs';
import type { ClientClaim } from '../database/documents.ts';
import { DocumentQuota } from './document-quota.ts';
import { type Admission, type Admitted, type Gate, isKnown } from './gate.ts';
import { judgeNoteUpdate, type PlacedStruct } from './note-firewall.ts';
import type { SyncContext } from './socket-session.ts';

/** New client ids of one connection: a term of openings without a network. */
const MAX_CLIENTS_OF_CONNECTION = 400;
/**
 * Client ids of one note, each of them some bytes in every handshake for ever. Ten people who open an editor ten times
 * a day come this far in three months of daily work on one note.
 */
const MAX_CLIENTS_OF_NOTE = 10_000;

/**
 * Updates of notes: the firewall, who writes under which client id, and how much a note holds.
 *
 * A Yjs client id belongs to the first person who writes under it in this note. Two people under one id would be two
 * contents under one clock, and replicas that differ for ever with equal state vectors. The ids are known in memory
 * from when the document is loaded; a new one goes into its table with the very commit that logs the first update
 * under it, and if another instance has given it to somebody else that update is not logged.
 */
export class NoteGate implements Gate {
  readonly #readClients: (note: NoteId) => Promise<ReadonlyMap<number, UserId | null>>;
  readonly #edited: (note: NoteId, by: UserId) => void;
  readonly #quota = new DocumentQuota(MAX_NOTE_BYTES);
  readonly #notes = new WeakMap<Document, NoteState>();
  readonly #clientsOf = new WeakMap<Connection, number>();

  /** `edited` hears of every update that is in the log and in the document. */
  constructor(
    readClients: (note: NoteId) => Promise<ReadonlyMap<number, UserId | null>>,
    edited: (note: NoteId, by: UserId) => void,
  ) {
    this.#readClients = readClients;
    this.#edited = edited;
  }

  /** Learns whose client ids a note has; before anything is admitted to it. */
  async load(document: Document): Promise<void> {
    const owners = new Map(await this.#readClients(idOf(document)));
    this.#notes.set(document, { owners, claims: new Map(), way: newWay() });
  }

  /** Learns whose the client ids are that other instances have seen first since. */
  async learn(document: Document): Promise<void> {
    const { owners } = this.#notes.get(document)!;
    for (const [client, person] of await this.#readClients(idOf(document))) owners.set(client, person);
  }

  admit(connection: Connection<SyncContext>, update: Uint8Array, step: 'handshake' | 'update'): Admission {
    const { document } = connection;
    const person = connection.context.session.identity!.user;
    const state = this.#notes.get(document)!;
    const { owners, way } = state;
    const added = new Set<number>();
    const verdict = judgeNoteUpdate(document, update, {
      onTheWay: (client) => way.placed.get(client) ?? [],
      // A handshake knows nothing of what is on its way, and others were not told of it.
      buildsOn: (client) => step === 'update' && owners.get(client) === person,
      mayWrite: (client) => {
        if (!owners.has(client)) added.add(client);
        return added.has(client) || owners.get(client) === person;
      },
    });
    if (verdict.fault !== null) return verdict;
    const { parsed, placed } = verdict;
    if (isKnown(document, parsed)) return { fault: null, parsed, known: true, claims: [], left: () => {} };
    const ids = (this.#clientsOf.get(connection) ?? 0) + added.size;
    if (added.size > 0 && (ids > MAX_CLIENTS_OF_CONNECTION || owners.size + added.size > MAX_CLIENTS_OF_NOTE))
      return { fault: { kind: 'limit', why: `${ids} new client ids` } };
    if (!this.#quota.admits(document, update, parsed, way.bytes))
      return { fault: { kind: 'limit', why: 'the note is full' } };
    this.#clientsOf.set(connection, ids);
    for (const client of added) {
      owners.set(client, person);
      // An id under which somebody wrote on another instance is not new: the table has to say that it is theirs.
      const fresh = Y.getState(document.store, client) === 0;
      state.claims.set(client, { client, person, fresh });
    }
    return this.#onTheWay(document, state, person, update, { parsed, placed });
  }

  #onTheWay(
    document: Document,
    state: NoteState,
    person: UserId,
    update: Uint8Array,
    { parsed, placed }: Pick<Admitted, 'parsed'> & { readonly placed: readonly PlacedStruct[] },
  ): Admitted {
    const { owners, way } = state;
    for (const struct of placed) append(way.placed, struct);
    way.bytes += update.length;
    // Whatever this person has not been given yet: an update may build on an earlier one of theirs that will not be
    // logged, and must then not be logged either.
    const claims = [...state.claims.values()].filter((claim) => claim.person === person);
    return {
      fault: null,
      parsed,
      known: false,
      claims,
      left: (end) => {
        way.bytes -= update.length;
        for (const { client } of end === 'failed' ? [] : claims) {
          const isOpen = state.claims.delete(client);
          if (end === 'no-place' && isOpen) owners.delete(client);
        }
        if (end === 'applied') {
          for (const { client } of placed) prune(document, way, client);
          this.#edited(idOf(document), person);
        } else if (state.way === way) state.way = newWay();
      },
    };
  }
}

interface NoteState {
  /** Client id → whose it is. */
  readonly owners: Map<number, UserId | null>;
  /** Those that the table is not known to have. */
  readonly claims: Map<number, ClientClaim>;
  way: Way;
}

/** Updates of one note that are on their way into the log. */
interface Way {
  readonly placed: Map<number, PlacedStruct[]>;
  bytes: number;
}

const newWay = (): Way => ({ placed: new Map(), bytes: 0 });

const idOf = (document: Document): NoteId => parseDocumentName(document.name)!.id as NoteId;

/** Adds what is new of a struct behind what is on its way already. */
function append(placed: Map<number, PlacedStruct[]>, struct: PlacedStruct): void {
  const before = placed.get(struct.client);
  const last = before?.at(-1);
  if (before === undefined) placed.set(struct.client, [struct]);
  else if (last === undefined || struct.clock >= last.clock + last.length) before.push(struct);
  else if (struct.clock + struct.length > last.clock + last.length) {
    const clock = last.clock + last.length;
    before.push({ ...struct, clock, length: struct.clock + struct.length - clock });
  }
}

/** Forgets what is in the document by now. */
function prune(document: Document, { placed }: Way, client: number): void {
  const structs = placed.get(client);
  if (structs === undefined) return;
  const have = Y.getState(document.store, client);
  const left = structs.findIndex(({ clock, length }) => clock + length > have);
  if (left === -1) placed.delete(client);
  else structs.splice(0, left);
}
