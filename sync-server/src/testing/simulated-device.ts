import { addOps, observeOutcomes, readChannel, readNotes, readOutcomes, takeOps } from '@lectern/channel-doc';
import {
  type ChannelId,
  formatDocumentName,
  type MessageRecord,
  type NoteEntry,
  type Op,
  type OpId,
  type Outcome,
  type UserId,
} from '@lectern/contracts';
import type { Link } from '@lectern/test-kit';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

/** Message types of the Hocuspocus protocol. */
const SYNC = 0;
const AUTH = 2;
const SYNC_REPLY = 4;
const CLOSE = 7;
const AUTHENTICATED = 2;

/**
 * A device as the protocol sees it, without a clock: it moves only when the simulation moves it. Its journal and a
 * copy of its documents are on its disk; a crash takes it back to those, the documents perhaps to an older copy.
 */
export class SimulatedDevice {
  readonly user: UserId;
  /** Every op ever done here, in order; what the journal of a real device keeps. */
  readonly journal: Op[] = [];
  readonly outcomes = new Map<OpId, Outcome>();
  readonly #channels: readonly ChannelId[];
  #documents = new Map<string, Y.Doc>();
  #disk = new Map<string, Uint8Array>();
  #link: Link<Uint8Array> | null = null;
  #ticket = '';
  /** Names that the server has let this device open on its present link. */
  readonly #opened = new Set<string>();

  constructor(user: UserId, channels: readonly ChannelId[]) {
    this.user = user;
    this.#channels = channels;
    this.#open();
  }

  get connected(): boolean {
    return this.#link?.up ?? false;
  }

  get pending(): Op[] {
    return this.journal.filter((op) => !this.outcomes.has(op.id));
  }

  hasOpened(kind: 'user' | 'inbox'): boolean {
    return this.#opened.has(formatDocumentName(kind, this.user, 1));
  }

  records(channel: ChannelId): MessageRecord[] {
    return readChannel(this.#doc('channel', channel)).records;
  }

  notes(channel: ChannelId): readonly NoteEntry[] {
    return readNotes(this.#doc('channel', channel));
  }

  /** Writes to the journal first, then to the outbox. */
  do(op: Op): void {
    this.journal.push(op);
    addOps(this.#own, [op]);
  }

  connect(link: Link<Uint8Array>, ticket: string): void {
    this.disconnect();
    this.#link = link;
    this.#ticket = ticket;
    this.#opened.clear();
    link.a.onMessage((frame) => this.#receive(frame));
    for (const name of this.#documents.keys()) this.#ask(name);
  }

  /** Opens one more channel on the present link. */
  alsoOpen(channel: ChannelId): void {
    const name = formatDocumentName('channel', channel, 1);
    this.#documents.set(name, this.#load(name));
    this.#ask(name);
  }

  disconnect(): void {
    this.#link?.cut();
    this.#link = null;
  }

  /** Copies the documents to the disk, as y-indexeddb does in its own time. */
  persist(): void {
    for (const [name, doc] of this.#documents) this.#disk.set(name, Y.encodeStateAsUpdate(doc));
  }

  /** Ends the process and starts it again from the disk: ops that the documents lack come from the journal. */
  crash(): void {
    this.disconnect();
    for (const doc of this.#documents.values()) doc.destroy();
    this.#open();
  }

  #open(): void {
    const names = [
      formatDocumentName('user', this.user, 1),
      formatDocumentName('inbox', this.user, 1),
      ...this.#channels.map((id) => formatDocumentName('channel', id, 1)),
    ];
    this.#documents = new Map(names.map((name) => [name, this.#load(name)]));
    const inbox = this.#doc('inbox', this.user);
    this.#settle(readOutcomes(inbox));
    observeOutcomes(inbox, (outcomes) => this.#settle(outcomes));
    addOps(this.#own, this.pending);
  }

  #load(name: string): Y.Doc {
    const doc = new Y.Doc();
    const stored = this.#disk.get(name);
    if (stored !== undefined) Y.applyUpdate(doc, stored);
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.#sync(name, 2, update);
    });
    return doc;
  }

  get #own(): Y.Doc {
    return this.#doc('user', this.user);
  }

  #doc(kind: 'user' | 'inbox' | 'channel', id: string): Y.Doc {
    return this.#documents.get(formatDocumentName(kind, id, 1))!;
  }

  #settle(outcomes: readonly Outcome[]): void {
    const mine = outcomes.filter((outcome) => this.journal.some((op) => op.id === outcome.op));
    for (const outcome of mine) {
      const before = this.outcomes.get(outcome.op);
      if (before !== undefined && JSON.stringify(before) !== JSON.stringify(outcome)) {
        throw new Error(`op ${outcome.op} was answered twice: ${JSON.stringify([before, outcome])}`);
      }
      this.outcomes.set(outcome.op, outcome);
    }
    takeOps(
      this.#own,
      mine.map((outcome) => outcome.op),
    );
  }

  #receive(frame: Uint8Array): void {
    const decoder = decoding.createDecoder(frame);
    const name = decoding.readVarString(decoder);
    const doc = this.#documents.get(name);
    if (doc === undefined) return;
    switch (decoding.readVarUint(decoder)) {
      case AUTH:
        if (decoding.readVarUint(decoder) === AUTHENTICATED) {
          this.#opened.add(name);
          this.#sync(name, 0, Y.encodeStateVector(doc));
        } else this.disconnect();
        return;
      case CLOSE:
        // Whatever the reason, this device comes back through the front door.
        this.disconnect();
        return;
      case SYNC:
      case SYNC_REPLY:
        this.#synced(name, doc, decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder));
    }
  }

  #synced(name: string, doc: Y.Doc, step: number, bytes: Uint8Array): void {
    if (step !== 0) Y.applyUpdate(doc, bytes, this);
    else if (name.startsWith('user/')) this.#sync(name, 1, Y.encodeStateAsUpdate(doc, bytes));
  }

  #ask(name: string): void {
    this.#send(name, (e) => {
      encoding.writeVarUint(e, AUTH);
      encoding.writeVarUint(e, 0);
      encoding.writeVarString(e, this.#ticket);
    });
  }

  #sync(name: string, step: number, bytes: Uint8Array): void {
    this.#send(name, (e) => {
      encoding.writeVarUint(e, SYNC);
      encoding.writeVarUint(e, step);
      encoding.writeVarUint8Array(e, bytes);
    });
  }

  #send(name: string, write: (encoder: encoding.Encoder) => void): void {
    if (this.#link === null) return;
    const encoder = encoding.createEncoder();
    encoding.writeVarString(encoder, name);
    write(encoder);
    this.#link.a.send(encoding.toUint8Array(encoder));
  }
}
