import type { UserId } from '@lectern/contracts';
import { Dexie } from 'dexie';
import type { IndexeddbPersistence } from 'y-indexeddb';
import type { Doc } from 'yjs';
import { databaseNames, type MirrorDatabase } from './databases.ts';
import { once } from './late.ts';
import { guarded } from './storage-fault.ts';
import type { DocumentStore, StoredDocument } from './store.ts';

/**
 * A stored copy that has not opened by then is given up for this run: the document is then had from the server, and
 * the journal has whatever of it was this person's own. Milliseconds.
 */
const OPEN_WITHIN_MS = 10_000;

/** Fetched with what opens documents: the first screen needs neither. */
const persistenceProgram = once(() => import('y-indexeddb'));

/** Documents over y-indexeddb, one database each. Their names are written down, so that none is forgotten in a wipe. */
export class IndexedDocuments implements DocumentStore {
  private readonly db: MirrorDatabase;
  private readonly user: UserId;

  constructor(db: MirrorDatabase, user: UserId) {
    this.db = db;
    this.user = user;
  }

  open(name: string, doc: Doc): StoredDocument {
    let persistence: IndexeddbPersistence | null = null;
    let closed = false;
    const load = async (): Promise<boolean> => {
      const [noted, program] = await Promise.all([this.note(name), persistenceProgram().catch(() => null)]);
      if (closed || !noted || program === null) return false;
      const opened = new program.IndexeddbPersistence(databaseNames.document(this.user, name), doc);
      persistence = opened;
      return Promise.race([opened.whenSynced.then(() => true), failed(opened), after(OPEN_WITHIN_MS)]);
    };
    return {
      loaded: load(),
      async compact() {
        // One that is not open yet has nothing newer than its stored copy.
        if (closed || !persistence?.synced) return;
        const { storeState } = await persistenceProgram();
        if (!closed) await storeState(persistence).catch(() => {});
      },
      async close() {
        closed = true;
        await persistence?.destroy().catch(() => {});
      },
    };
  }

  async names(): Promise<readonly string[]> {
    return guarded(() => this.db.documents.toCollection().primaryKeys());
  }

  async drop(name: string): Promise<void> {
    await Dexie.delete(databaseNames.document(this.user, name)).catch(() => {});
    await guarded(() => this.db.documents.delete(name));
  }

  /** Removes all of this person's documents, also those that a damaged list has forgotten. */
  async wipe(): Promise<void> {
    const noted = await this.names().catch(() => []);
    const names = new Set(noted.map((name) => databaseNames.document(this.user, name)));
    const all = await Dexie.getDatabaseNames().catch(() => []);
    for (const name of all) if (name.startsWith(databaseNames.documents(this.user))) names.add(name);
    await Promise.all([...names].map((name) => Dexie.delete(name).catch(() => {})));
  }

  private note(name: string): Promise<boolean> {
    return guarded(() => this.db.documents.put({ name })).then(
      () => true,
      () => false,
    );
  }
}

/** Ends when the database could not be opened; y-indexeddb itself never says so. */
function failed(persistence: IndexeddbPersistence): Promise<false> {
  const opening = (persistence as unknown as { _db: Promise<unknown> })._db;
  return new Promise((resolve) => opening.catch(() => resolve(false)));
}

const after = (ms: number): Promise<false> => new Promise((resolve) => setTimeout(() => resolve(false), ms));
