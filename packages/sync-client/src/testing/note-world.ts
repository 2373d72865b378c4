import type { HocuspocusProvider } from '@hocuspocus/provider';
import { seedOf } from '@lectern/channel-doc';
import {
  type ChannelId,
  type CourseId,
  type CourseRole,
  epochOfLife,
  firstLife,
  type NoteEntry,
  type NoteId,
} from '@lectern/contracts';
import { createMemoryStorage, type Store } from '@lectern/local-store';
import {
  createManualClock,
  createNetwork,
  type Link,
  type LinkEnd,
  type Network,
  type Random,
} from '@lectern/test-kit';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { Catalog } from '../catalog.ts';
import { systemClock } from '../clock.ts';
import type { DocumentKeeper } from '../documents.ts';
import type { NoteEnd } from '../note-port.ts';
import { appliesCleanly } from '../notes/applies-cleanly.ts';
import { Notes } from '../notes/notes.ts';
import type { Replica } from '../notes/replica.ts';
import type { OpenDocument } from '../open-document.ts';
import { Topics } from '../topics.ts';
import { makeEntry, makeMe, newCourse } from './make.ts';

/**
 * One note, a server with a log, and devices with pages, over a network in memory. The server does as the real one does:
 * it logs, then applies, broadcasts and acknowledges; what comes ahead of the handshake waits for it; an update that
 * builds on what it lacks is passed over and the rest asked for.
 */
type ToServer =
  | { readonly t: 'state'; readonly vector: Uint8Array }
  | { readonly t: 'rest' | 'update'; readonly update: Uint8Array };
type ToDevice =
  | { readonly t: 'accepted'; readonly readOnly: boolean }
  | { readonly t: 'state'; readonly vector: Uint8Array }
  | { readonly t: 'rest' | 'update'; readonly update: Uint8Array }
  | { readonly t: 'logged' };

/** Of the clock that devices have, in milliseconds for each unit of the network's time. */
const TICK_MS = 100;

export class NoteWorld {
  readonly clock = createManualClock(1_000);
  readonly note = crypto.randomUUID() as NoteId;
  readonly network: Network;
  readonly random: Random;
  readonly server: NoteServer;
  readonly devices: NoteDevice[] = [];

  constructor(random: Random) {
    this.random = random;
    this.network = createNetwork(random.fork());
    this.server = new NoteServer(random.fork());
  }

  addDevice(): NoteDevice {
    const device = new NoteDevice(this);
    this.devices.push(device);
    return device;
  }

  /** Lets so many units of time pass on the network, and everything in between come to its end. */
  async pass(ticks: number): Promise<void> {
    for (let tick = 0; tick < ticks; tick += 1) {
      this.network.tick();
      this.server.log();
      this.clock.advance(TICK_MS);
      await rest();
    }
  }

  /** Connects everybody and waits until nothing is under way. */
  async heal(): Promise<void> {
    for (const device of this.devices) await device.connect();
    for (let quiet = 0; quiet < 5; ) {
      await this.pass(1);
      quiet = this.network.inFlight === 0 && this.server.isIdle ? quiet + 1 : 0;
    }
  }
}

/** Everything that waits for nothing but its turn. */
export const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Connection {
  readonly end: LinkEnd<ToServer | ToDevice>;
  readonly readOnly: boolean;
  held: Uint8Array[] | null;
}

export class NoteServer {
  /** What it would have after a crash. */
  logged: Uint8Array[] = [seedOf('blank')];
  life = 1;
  /** Bytes of the largest update that came. */
  largest = 0;
  doc = new Y.Doc();
  private readonly random: Random;
  private readonly connections = new Set<Connection>();
  private waiting: { readonly from: Connection; readonly update: Uint8Array }[] = [];

  constructor(random: Random) {
    this.random = random;
    this.restart();
  }

  get isIdle(): boolean {
    return this.waiting.length === 0;
  }

  /** Ends as in a power cut, and begins again with what is logged. */
  restart(): void {
    this.connections.clear();
    this.waiting = [];
    this.doc = new Y.Doc();
    for (const update of this.logged) Y.applyUpdate(this.doc, update);
  }

  /** The document goes on in another life, with this in it. */
  beginLife(update: Uint8Array): void {
    this.life += 1;
    this.logged = [update];
    this.restart();
  }

  /** Goes on from an earlier copy of its data, which holds so much of its log, in a new epoch. */
  goBackTo(length: number): void {
    this.logged = this.logged.slice(0, length);
    this.life = firstLife(epochOfLife(this.life) + 1);
    this.restart();
  }

  /** Whether a crash would lose anything of this update. */
  hasLogged(update: Uint8Array): boolean {
    const doc = new Y.Doc();
    for (const each of this.logged) Y.applyUpdate(doc, each);
    let isNews = false;
    doc.on('update', () => {
      isNews = true;
    });
    Y.applyUpdate(doc, update);
    return !isNews && doc.store.pendingStructs === null && doc.store.pendingDs === null;
  }

  accept(end: LinkEnd<ToServer | ToDevice>, readOnly: boolean): void {
    const connection: Connection = { end, readOnly, held: [] };
    this.connections.add(connection);
    end.onChange((isUp) => {
      if (!isUp) this.connections.delete(connection);
    });
    end.onMessage((message) => this.hear(connection, message as ToServer));
    end.send({ t: 'accepted', readOnly });
  }

  private hear(connection: Connection, message: ToServer): void {
    if (!this.connections.has(connection)) return;
    const { end, readOnly } = connection;
    if (message.t === 'state') {
      end.send({ t: 'rest', update: Y.encodeStateAsUpdate(this.doc, message.vector) });
      end.send({ t: 'state', vector: Y.encodeStateVector(this.doc) });
      return;
    }
    if (readOnly) return;
    this.largest = Math.max(this.largest, message.update.length);
    if (message.t === 'rest') {
      if (!appliesCleanly(this.doc, message.update))
        throw new Error('an honest device left something waiting');
      this.waiting.push({ from: connection, update: message.update });
      const held = connection.held ?? [];
      connection.held = null;
      for (const update of held) this.take(connection, update);
      return;
    }
    if (connection.held === null) this.take(connection, message.update);
    else connection.held.push(message.update);
  }

  private take(connection: Connection, update: Uint8Array): void {
    this.waiting.push({ from: connection, update });
  }

  /** Commits some of what waits: one commit, then it is applied, told to the others and acknowledged. */
  log(): void {
    const count = this.random.int(0, this.waiting.length);
    for (const { from, update } of this.waiting.splice(0, count)) {
      if (!appliesCleanly(this.doc, update)) {
        from.end.send({ t: 'state', vector: Y.encodeStateVector(this.doc) });
        continue;
      }
      this.logged.push(update);
      Y.applyUpdate(this.doc, update);
      for (const { end } of this.connections) if (end !== from.end) end.send({ t: 'update', update });
      if (this.connections.has(from)) from.end.send({ t: 'logged' });
    }
  }
}

/** A page's document and its replica. */
export class NotePage {
  readonly doc = new Y.Doc();
  readonly replica: Replica;
  /** Updates that were confirmed to be written down. */
  readonly confirmed: Uint8Array[] = [];
  ended: NoteEnd | null = null;

  constructor(notes: Notes, note: NoteId) {
    const apply = (update: Uint8Array): void => Y.applyUpdate(this.doc, update, 'hub');
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'hub') return;
      this.replica.write(update).then(
        () => this.confirmed.push(update),
        () => {},
      );
    });
    this.replica = notes.openReplica(note, {
      whole: apply,
      update: apply,
      presence: () => {},
      end: (why) => {
        this.ended = why;
      },
    });
  }

  get isHere(): boolean {
    return this.doc.store.clients.size > 0;
  }
}

/** A browser: its storage outlives its hub. */
export class NoteDevice {
  readonly me = makeMe();
  readonly topics = new Topics();
  readonly pages: NotePage[] = [];
  readOnly = false;
  /** What a crash of the hub costs of the copy that is written without waiting: so many of the latest updates. */
  lost = 0;
  notes!: Notes;
  store!: Store;
  document: FakeDocument | null = null;
  /** What the device takes this person for, whatever the server says. */
  role: CourseRole | null = 'tutor';
  private readonly world: NoteWorld;
  private readonly storage = createMemoryStorage({ durable: true });
  /** The stored copy of the note, as y-indexeddb keeps it. */
  private copy: Uint8Array[] = [];
  private life = 1;
  /** Stored copies of lives from before the server went back. */
  private older: { readonly life: number; readonly copy: Uint8Array }[] = [];
  private link: Link<ToServer | ToDevice> | null = null;
  readonly channel: ChannelId;
  private readonly course: CourseId = newCourse();
  private readonly entry = makeEntry(this.course);

  constructor(world: NoteWorld) {
    this.world = world;
    this.channel = this.entry.id;
  }

  private get catalog(): Catalog {
    const { course, entry, role } = this;
    const courses = role === null ? [] : [{ course, role, life: 1, since: 0 }];
    return {
      me: this.me,
      inbox: { courses, channels: [], threads: [], notices: [] },
      courses: { [course]: { name: 'Optics', channels: [entry], people: [] } },
    };
  }

  get isConnected(): boolean {
    return this.link !== null;
  }

  async start(): Promise<void> {
    this.store = await this.storage.openStore(this.me.id);
    const listed: NoteEntry = {
      ...{ id: this.world.note, title: 'Lecture 1', order: 0, pinned: true, archived: false },
      ...{ by: this.me.id, at: 1, life: 1 },
    };
    const { clock } = this.world;
    this.notes = new Notes({
      store: {
        append: (rows) => this.store.notes.append(rows),
        read: () => this.store.notes.read(),
        readAsides: () => this.store.notes.readAsides(),
        fold: (rows, row) => this.store.notes.fold(rows, row),
        setAside: (...aside) => this.store.notes.setAside(...aside),
        discardAside: (aside) => this.store.notes.discardAside(aside),
        remove: (rows) => this.removed(rows),
      },
      seenStore: this.store.seenNotes,
      durable: true,
      facts: { ...(await this.store.facts.readAll()), notes: { [this.channel]: [listed] } },
      factStore: this.store.facts,
      documents: {
        find: () => null,
        of: () => [],
        forget: async () => {},
        handOver: async () => {},
        dropOtherLives: () => this.handOver(),
      },
      journal: { of: () => [], all: () => [], finish: () => {} },
      catalog: () => this.catalog,
      isReady: () => true,
      viewing: () => null,
      isLive: () => this.isConnected,
      linkState: () => (this.isConnected ? 'connected' : 'offline'),
      clock: { ...systemClock, now: clock.now, after: clock.after },
      topics: this.topics,
      onListed: () => {},
      onWanted: () => {},
      onFault: (error) => {
        throw error;
      },
    });
    await this.notes.start();
    this.open();
  }

  /** A hub that is killed: nothing is written out, and of the copy the latest may be missing. */
  async kill(): Promise<void> {
    this.disconnect();
    this.pages.length = 0;
    if (this.lost > 0) this.copy = this.copy.slice(0, -this.lost);
    this.notes.stop();
    await this.start();
  }

  openPage(): NotePage {
    const page = new NotePage(this.notes, this.world.note);
    this.pages.push(page);
    return page;
  }

  async connect(): Promise<void> {
    if (this.link !== null) return;
    const { life } = this.world.server;
    if (this.document !== null && this.document.life !== life) await this.liveOn(this.document, life);
    const link = this.world.network.link<ToServer | ToDevice>({ delay: [1, 4] });
    this.link = link;
    link.a.onMessage((message) => this.document?.hear(message as ToDevice));
    this.document?.join(link.a as LinkEnd<ToServer>);
    this.world.server.accept(link.b, this.readOnly);
  }

  disconnect(): void {
    const link = this.link;
    this.link = null;
    link?.cut();
    this.document?.leave();
  }

  /** The note has another life, as `documents.ts` goes on with it: a copy from before an epoch stays until it is kept. */
  private async liveOn(document: FakeDocument, life: number): Promise<void> {
    if (epochOfLife(life) > epochOfLife(document.life))
      this.older.push({ life: document.life, copy: document.encode() });
    document.close();
    this.copy = [];
    this.life = life;
    this.open();
    await this.handOver();
  }

  private async handOver(): Promise<void> {
    for (const each of this.older)
      if (await this.notes.healing.outlived(this.world.note, each.life, each.copy))
        this.older = this.older.filter((other) => other !== each);
  }

  /** Begins the document anew from the server, as `documents.ts` does when it is given up. */
  private async rebuild(): Promise<void> {
    const { document } = this;
    if (document === null) return;
    const copy = Y.encodeStateAsUpdate(document.doc);
    document.close();
    this.copy = [];
    const name = { kind: 'note' as const, id: this.world.note, life: document.life };
    await this.notes.refused(name, copy);
    this.disconnect();
    this.open();
    await this.connect();
  }

  private open(): void {
    const document = new FakeDocument(this.world.note, this.life, () => void this.rebuild());
    for (const update of this.copy) Y.applyUpdate(document.doc, update);
    document.doc.on('update', (update: Uint8Array) => this.copy.push(update));
    this.document = document;
    document.keeper = this.notes.keep(document as unknown as OpenDocument);
    document.keeper.loaded?.();
  }

  private async removed(rows: readonly number[]): Promise<void> {
    for (const row of await this.store.notes.read()) {
      if (rows.includes(row.n) && !this.world.server.hasLogged(row.update))
        throw new Error('a change was called safe that a crash of the server would lose');
    }
    await this.store.notes.remove(rows);
  }
}

/** A document on a socket, as `open-document.ts` makes it with a provider. */
class FakeDocument {
  readonly kind = 'note';
  readonly id: NoteId;
  readonly life: number;
  readonly local = false;
  readonly doc = new Y.Doc();
  keeper: DocumentKeeper = {};
  accepted = false;
  synced = false;
  readOnly = false;
  readonly giveUp: () => void;
  private end: LinkEnd<ToServer> | null = null;
  private provider: FakeProvider | null = null;

  constructor(id: NoteId, life: number, giveUp: () => void) {
    this.id = id;
    this.life = life;
    this.giveUp = giveUp;
  }

  get onSocket(): boolean {
    return this.end !== null;
  }

  join(end: LinkEnd<ToServer>): void {
    this.end = end;
    this.provider = new FakeProvider(end);
    this.keeper.joined?.(this.provider as unknown as HocuspocusProvider);
    this.doc.on('update', this.send);
    end.send({ t: 'state', vector: Y.encodeStateVector(this.doc) });
  }

  leave(): void {
    this.doc.off('update', this.send);
    this.end = null;
    this.accepted = false;
    this.synced = false;
    this.keeper.left?.();
  }

  close(): void {
    this.leave();
    this.keeper.closed?.();
  }

  sendStateless(): void {}

  encode(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc);
  }

  hear(message: ToDevice): void {
    if (this.end === null) return;
    switch (message.t) {
      case 'accepted':
        this.accepted = true;
        this.readOnly = message.readOnly;
        this.keeper.accepted?.();
        return;
      case 'state':
        this.provider!.answer(Y.encodeStateAsUpdate(this.doc, message.vector));
        return;
      case 'rest':
        Y.applyUpdate(this.doc, message.update, this);
        this.synced = true;
        this.keeper.synced?.();
        return;
      case 'update':
        Y.applyUpdate(this.doc, message.update, this);
        return;
      case 'logged':
        this.provider!.tellLogged();
    }
  }

  private readonly send = (update: Uint8Array, origin: unknown): void => {
    if (origin !== this) this.provider?.send(null, { update });
  };
}

/** What a note's sender has to do with a provider, on a link in memory. */
class FakeProvider {
  readonly effectiveName = 'note';
  private readonly end: LinkEnd<ToServer>;
  private tell: (heard: { message: object }) => void = () => {};

  constructor(end: LinkEnd<ToServer>) {
    this.end = end;
  }

  on(_: 'message', listener: (heard: { message: object }) => void): void {
    this.tell = listener;
  }

  /** The sender stands in the place of this method. */
  send(_: unknown, { encoder }: { encoder?: encoding.Encoder; update?: Uint8Array }): void {
    const decoder = decoding.createDecoder(encoding.toUint8Array(encoder!));
    decoding.readVarString(decoder);
    decoding.readVarUint(decoder);
    const step = decoding.readVarUint(decoder);
    this.end.send({ t: step === REST ? 'rest' : 'update', update: decoding.readVarUint8Array(decoder) });
  }

  answer(update: Uint8Array): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarString(encoder, this.effectiveName);
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarUint(encoder, REST);
    encoding.writeVarUint8Array(encoder, update);
    this.send(null, { encoder });
  }

  tellLogged(): void {
    const words = [STATUS, LOGGED];
    this.tell({ message: { readVarString: () => this.effectiveName, readVarUint: () => words.shift() } });
  }
}

/** As the protocol numbers them. */
const [REST, STATUS, LOGGED] = [1, 8, 1];
