import { type DeviceId, type Me, type MessageId, newId, type OpId, type UserId } from '@lectern/contracts';
import * as Y from 'yjs';
import { afterEnd, isPast, offeredAgain, reopened, saysIn } from './journal-rules.ts';
import { MemoryMirror } from './memory-mirror.ts';
import { MemoryNotes } from './memory-notes.ts';
import { MemorySeenNotes } from './memory-seen-notes.ts';
import type { SearchStore } from './search/search-store.ts';
import type {
  DeviceStore,
  DocumentStore,
  FactStore,
  Facts,
  JournalEnd,
  JournalRow,
  JournalStore,
  NewJournalRow,
  SignedIn,
  Storage,
  Store,
  StoredDocument,
} from './store.ts';

/** A stored document's updates are merged into one when there are more than this, so that loading stays quick. */
const MERGE_ABOVE = 200;

/**
 * Storage that lives as long as this object: for browsers that refuse IndexedDB, and for simulations, where a hub
 * that is opened again on the same object finds what the last one left and may call it `durable`.
 */
export function createMemoryStorage({ durable = false }: { readonly durable?: boolean } = {}): Storage {
  const stores = new Map<UserId, MemoryStore>();
  const device = new MemoryDevice();
  return {
    durable,
    device,
    async openStore(user) {
      const known = stores.get(user);
      if (known !== undefined) return known;
      const store = new MemoryStore(user, durable, () => stores.delete(user));
      stores.set(user, store);
      return store;
    },
  };
}

class MemoryStore implements Store {
  readonly user: UserId;
  readonly durable: boolean;
  readonly mirror: MemoryMirror;
  readonly search: SearchStore;
  readonly journal = new MemoryJournal();
  readonly notes = new MemoryNotes();
  readonly seenNotes = new MemorySeenNotes();
  readonly facts = new MemoryFacts();
  readonly documents = new MemoryDocuments();
  private readonly forget: () => void;

  constructor(user: UserId, durable: boolean, forget: () => void) {
    this.user = user;
    this.durable = durable;
    this.mirror = new MemoryMirror(user);
    this.search = this.mirror.search;
    this.forget = forget;
  }

  onForeignChange(): () => void {
    return () => {};
  }

  onFault(): void {}

  onLost(): void {}

  async close(): Promise<void> {}

  async wipe(): Promise<void> {
    this.forget();
  }
}

class MemoryJournal implements JournalStore {
  private readonly rows = new Map<OpId, JournalRow>();
  private last = 0;

  async add(row: NewJournalRow): Promise<JournalRow> {
    const known = this.rows.get(row.op.id);
    if (known !== undefined) return known;
    const added: JournalRow = { state: 'waiting', ...row, n: ++this.last };
    this.rows.set(row.op.id, added);
    return added;
  }

  async end(ops: readonly { readonly op: OpId; readonly end: JournalEnd }[]): Promise<void> {
    for (const { op, end } of ops) {
      const row = this.rows.get(op);
      const next = row === undefined ? null : afterEnd(row, end);
      if (next !== null) this.rows.set(op, next);
    }
  }

  async readOpen(): Promise<readonly JournalRow[]> {
    return [...this.rows.values()].filter((row) => row.state !== 'done').sort((a, b) => a.n - b.n);
  }

  async remove(op: OpId): Promise<void> {
    this.rows.delete(op);
  }

  async erase(messages: readonly MessageId[]): Promise<void> {
    const deleted = new Set(messages);
    for (const [id, { op, state }] of this.rows)
      if ((state === 'committed' || state === 'done') && deleted.has(saysIn(op)!)) this.rows.delete(id);
  }

  async offerDone(): Promise<void> {
    for (const [id, row] of this.rows)
      if (row.state === 'done' || row.state === 'committed') this.rows.set(id, offeredAgain(row));
  }

  async reopen(ops: readonly OpId[]): Promise<void> {
    for (const op of ops) {
      const row = this.rows.get(op);
      if (row?.state === 'offered') this.rows.set(op, reopened(row));
    }
  }

  async prune(doneBefore: number): Promise<void> {
    for (const [id, row] of this.rows) {
      if (isPast(row, doneBefore)) this.rows.delete(id);
    }
  }
}

class MemoryFacts implements FactStore {
  private readonly values: { -readonly [Key in keyof Facts]?: Facts[Key] } = {};

  async readAll(): Promise<Partial<Facts>> {
    return { ...this.values };
  }

  async write<Key extends keyof Facts>(key: Key, value: Facts[Key]): Promise<void> {
    this.values[key] = value;
  }
}

class MemoryDocuments implements DocumentStore {
  private readonly updates = new Map<string, Uint8Array[]>();

  open(name: string, doc: Y.Doc): StoredDocument {
    const kept = this.updates.get(name) ?? [];
    this.updates.set(name, kept);
    const self = {};
    doc.transact(() => {
      for (const update of kept) Y.applyUpdate(doc, update, self);
    }, self);
    const keep = (update: Uint8Array, origin: unknown): void => {
      if (origin === self) return;
      kept.push(update);
      if (kept.length > MERGE_ABOVE) kept.splice(0, kept.length, Y.mergeUpdates(kept));
    };
    doc.on('update', keep);
    return {
      loaded: Promise.resolve(true),
      compact: async () => void kept.splice(0, kept.length, Y.encodeStateAsUpdate(doc)),
      close: async () => doc.off('update', keep),
    };
  }

  async names(): Promise<readonly string[]> {
    return [...this.updates.keys()];
  }

  async drop(name: string): Promise<void> {
    this.updates.delete(name);
  }
}

class MemoryDevice implements DeviceStore {
  private readonly devices = new Map<UserId, DeviceId>();
  private signedIn: SignedIn | null = null;

  async read(): Promise<SignedIn | null> {
    return this.signedIn;
  }

  async signIn(me: Me): Promise<DeviceId> {
    const device = this.devices.get(me.id) ?? newId<DeviceId>();
    this.devices.set(me.id, device);
    this.signedIn = { me, device, locked: false };
    return device;
  }

  async lock(user: UserId): Promise<void> {
    if (this.signedIn?.me.id === user) this.signedIn = { ...this.signedIn, locked: true };
  }

  async signOut(user: UserId): Promise<void> {
    if (this.signedIn?.me.id === user) this.signedIn = null;
    this.devices.delete(user);
  }
}
