import { type DeviceId, type Me, newId, type UserId } from '@lectern/contracts';
import type { Dexie } from 'dexie';
import { DeviceDatabase, databaseNames, JournalDatabase, MirrorDatabase } from './databases.ts';
import { IndexedDocuments } from './indexed-documents.ts';
import { IndexedJournal } from './indexed-journal.ts';
import { IndexedMirror } from './indexed-mirror.ts';
import { late } from './late.ts';
import type { SearchStore } from './search/search-store.ts';
import type { SeenNoteStore } from './seen-notes.ts';
import { SpillingMirror } from './spilling-mirror.ts';
import { guarded, type StorageFault } from './storage-fault.ts';
import type {
  DeviceStore,
  FactStore,
  Facts,
  ForeignChange,
  NoteJournalStore,
  SignedIn,
  Storage,
  Store,
} from './store.ts';

/** Storage over IndexedDB; rejects with `StorageFault` where the browser refuses it. */
export async function openIndexedStorage(): Promise<Storage> {
  const db = new DeviceDatabase();
  await guarded(() => db.open());
  return { durable: true, device: new IndexedDevice(db), openStore: (user) => openIndexedStore(user) };
}

async function openIndexedStore(user: UserId): Promise<Store> {
  const mirrorDb = new MirrorDatabase(user);
  const journalDb = new JournalDatabase(user);
  await guarded(() => Promise.all([mirrorDb.open(), journalDb.open()]));
  return new IndexedStore(user, mirrorDb, journalDb);
}

class IndexedStore implements Store {
  readonly user: UserId;
  readonly durable = true;
  readonly mirror: SpillingMirror;
  readonly search: SearchStore;
  readonly journal: IndexedJournal;
  readonly notes: NoteJournalStore;
  readonly seenNotes: SeenNoteStore;
  readonly facts: IndexedFacts;
  readonly documents: IndexedDocuments;
  private readonly databases: readonly Dexie[];
  private readonly channel: BroadcastChannel | null;
  /** Writes that nobody waited for; closing waits for them. */
  private readonly writing = new Set<Promise<unknown>>();
  private closed = false;

  constructor(user: UserId, mirrorDb: MirrorDatabase, journalDb: JournalDatabase) {
    this.user = user;
    this.databases = [mirrorDb, journalDb];
    this.channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(databaseNames.mirror(user)) : null;
    const tell = (change: ForeignChange): void => {
      if (!this.closed) this.channel?.postMessage(change);
    };
    this.mirror = new SpillingMirror(
      new IndexedMirror(mirrorDb, user, (channel) => tell({ what: 'mirror', channel })),
      user,
    );
    this.search = this.mirror.search;
    const track = <T>(write: Promise<T>): Promise<T> => this.track(write);
    this.journal = new IndexedJournal(journalDb, track, () => tell({ what: 'journal' }));
    const noteStores = () => import('./indexed-note-stores.ts');
    this.notes = late(
      async () => new (await noteStores()).IndexedNotes(journalDb, track, () => tell({ what: 'notes' })),
    );
    this.seenNotes = late(
      async () =>
        new (await noteStores()).IndexedSeenNotes(mirrorDb, track, () => tell({ what: 'seenNotes' })),
    );
    this.facts = new IndexedFacts(mirrorDb, track, (key) => tell({ what: 'facts', key }));
    this.documents = new IndexedDocuments(mirrorDb, user);
  }

  onForeignChange(listener: (change: ForeignChange) => void): () => void {
    const channel = this.channel;
    if (channel === null) return () => {};
    const receive = (event: MessageEvent): void => listener(event.data as ForeignChange);
    channel.addEventListener('message', receive);
    return () => channel.removeEventListener('message', receive);
  }

  onFault(listener: (fault: StorageFault) => void): void {
    this.mirror.onFault = listener;
  }

  onLost(listener: () => void): void {
    let told = false;
    const lost = (): void => {
      if (told || this.closed) return;
      told = true;
      listener();
    };
    // Not said for a connection that was closed on purpose. The next access would open an empty database.
    for (const db of this.databases) db.backendDB().addEventListener('close', lost);
  }

  async close(): Promise<void> {
    await this.settle();
    for (const db of this.databases) db.close({ disableAutoOpen: true });
  }

  async wipe(): Promise<void> {
    await this.settle();
    await this.documents.wipe();
    for (const db of this.databases) await guarded(() => db.delete({ disableAutoOpen: true }));
  }

  private async settle(): Promise<void> {
    await Promise.allSettled(this.writing);
    this.closed = true;
    this.channel?.close();
  }

  private track<T>(write: Promise<T>): Promise<T> {
    this.writing.add(write);
    const done = (): boolean => this.writing.delete(write);
    write.then(done, done);
    return write;
  }
}

type Track = <T>(write: Promise<T>) => Promise<T>;

class IndexedFacts implements FactStore {
  private readonly db: MirrorDatabase;
  private readonly track: Track;
  private readonly onWritten: (key: keyof Facts) => void;

  constructor(db: MirrorDatabase, track: Track, onWritten: (key: keyof Facts) => void) {
    this.db = db;
    this.track = track;
    this.onWritten = onWritten;
  }

  async readAll(): Promise<Partial<Facts>> {
    const rows = await guarded(() => this.db.facts.toArray());
    return Object.fromEntries(rows.map((row) => [row.key, row.value]));
  }

  async write<Key extends keyof Facts>(key: Key, value: Facts[Key]): Promise<void> {
    await this.track(guarded(() => this.db.facts.put({ key, value })));
    this.onWritten(key);
  }
}

class IndexedDevice implements DeviceStore {
  private readonly db: DeviceDatabase;

  constructor(db: DeviceDatabase) {
    this.db = db;
  }

  read(): Promise<SignedIn | null> {
    return guarded(async () => {
      const session = await this.db.session.get(1);
      const person = session === undefined ? undefined : await this.db.people.get(session.user);
      if (session === undefined || person === undefined) return null;
      return { me: person.me, device: person.device, locked: session.locked };
    });
  }

  signIn(me: Me): Promise<DeviceId> {
    return guarded(() =>
      this.db.transaction('rw', this.db.people, this.db.session, async () => {
        const device = (await this.db.people.get(me.id))?.device ?? newId<DeviceId>();
        await this.db.people.put({ user: me.id, me, device });
        await this.db.session.put({ only: 1, user: me.id, locked: false });
        return device;
      }),
    );
  }

  lock(user: UserId): Promise<void> {
    return guarded(async () => {
      if ((await this.db.session.get(1))?.user === user)
        await this.db.session.put({ only: 1, user, locked: true });
    });
  }

  signOut(user: UserId): Promise<void> {
    return guarded(() =>
      this.db.transaction('rw', this.db.people, this.db.session, async () => {
        await this.db.people.delete(user);
        if ((await this.db.session.get(1))?.user === user) await this.db.session.delete(1);
      }),
    );
  }
}
