import type { Page } from '@playwright/test';

/** One IndexedDB database as JSON: its layout and every row. Values that JSON has no word for are wrapped in `$`. */
export interface StoredDatabase {
  readonly name: string;
  readonly version: number;
  readonly stores: readonly StoredStore[];
}
interface StoredStore {
  readonly name: string;
  readonly keyPath: string | string[] | null;
  readonly autoIncrement: boolean;
  readonly indexes: readonly {
    readonly name: string;
    readonly keyPath: string | string[];
    readonly unique: boolean;
    readonly multiEntry: boolean;
  }[];
  /** Key and value, in the order of the keys. */
  readonly rows: readonly (readonly [key: unknown, value: unknown])[];
}

/** Everything that IndexedDB holds at the address of the page. Nothing may be writing there. */
export const readDatabases = (page: Page): Promise<StoredDatabase[]> => page.evaluate(readAll);

/** Makes these databases anew at the address of the page, where there must be none of them. */
export const putDatabases = (page: Page, databases: readonly StoredDatabase[]): Promise<void> =>
  page.evaluate(putAll, databases);

/** Runs in the page. */
async function readAll(): Promise<StoredDatabase[]> {
  const ended = <Result>(request: IDBRequest<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const base64 = (bytes: Uint8Array): string =>
    btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''));
  const pack = (value: unknown): unknown => {
    if (value === undefined) return { $: 'undefined' };
    if (typeof value === 'number' && !Number.isFinite(value)) return { $: 'number', v: String(value) };
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value;
    if (value instanceof Date) return { $: 'Date', v: value.getTime() };
    if (value instanceof ArrayBuffer) return { $: 'ArrayBuffer', v: base64(new Uint8Array(value)) };
    if (ArrayBuffer.isView(value))
      return {
        $: value.constructor.name,
        v: base64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)),
      };
    if (value instanceof Map) return { $: 'Map', v: [...value].map(pack) };
    if (value instanceof Set) return { $: 'Set', v: [...value].map(pack) };
    if (Array.isArray(value)) return value.map(pack);
    if (Object.getPrototypeOf(value) === Object.prototype && !('$' in (value as object)))
      return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, pack(inner)]));
    throw new Error(`There is no way yet to keep a ${(value as object).constructor.name}.`);
  };
  const found: StoredDatabase[] = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await ended(indexedDB.open(name!));
    const stores: StoredStore[] = [];
    for (const storeName of db.objectStoreNames) {
      const store = db.transaction(storeName).objectStore(storeName);
      const [keys, values] = await Promise.all([ended(store.getAllKeys()), ended(store.getAll())]);
      const indexStore = db.transaction(storeName).objectStore(storeName);
      stores.push({
        name: storeName,
        keyPath: store.keyPath as StoredStore['keyPath'],
        autoIncrement: store.autoIncrement,
        indexes: [...indexStore.indexNames].map((index) => {
          const { keyPath, unique, multiEntry } = indexStore.index(index);
          return { name: index, keyPath: keyPath as string | string[], unique, multiEntry };
        }),
        rows: keys.map((key, at) => [pack(key), pack(values[at])] as const),
      });
    }
    found.push({ name: name!, version: db.version, stores });
    db.close();
  }
  return found;
}

/** Runs in the page. */
async function putAll(databases: readonly StoredDatabase[]): Promise<void> {
  const bytesOf = (text: string): Uint8Array => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const unpack = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(unpack);
    if (typeof value !== 'object' || value === null) return value;
    if (!('$' in value))
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unpack(inner)]));
    const { $: kind, v } = value as { $: string; v: never };
    if (kind === 'undefined') return undefined;
    if (kind === 'number') return Number(v);
    if (kind === 'Date') return new Date(v);
    if (kind === 'ArrayBuffer') return bytesOf(v).buffer;
    if (kind === 'Map')
      return new Map((v as [unknown, unknown][]).map((entry) => unpack(entry) as [unknown, unknown]));
    if (kind === 'Set') return new Set((v as unknown[]).map(unpack));
    const View = (globalThis as unknown as Record<string, new (buffer: ArrayBufferLike) => unknown>)[kind];
    if (View === undefined) throw new Error(`There is no ${kind} here.`);
    return new View(bytesOf(v).buffer);
  };
  for (const { name, version, stores } of databases) {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(name, version);
      opening.onupgradeneeded = ({ oldVersion }) => {
        if (oldVersion !== 0) reject(new Error(`${name} is there already.`));
        for (const { name: storeName, keyPath, autoIncrement, indexes } of stores) {
          const store = opening.result.createObjectStore(storeName, { keyPath, autoIncrement });
          for (const index of indexes)
            store.createIndex(index.name, index.keyPath, {
              unique: index.unique,
              multiEntry: index.multiEntry,
            });
        }
      };
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    for (const { name: storeName, keyPath, rows } of stores) {
      const writing = db.transaction(storeName, 'readwrite');
      const store = writing.objectStore(storeName);
      for (const [key, value] of rows)
        store.put(unpack(value), ...(keyPath === null ? [unpack(key) as IDBValidKey] : []));
      await new Promise<void>((resolve, reject) => {
        writing.oncomplete = () => resolve();
        writing.onabort = () => reject(writing.error);
      });
    }
    db.close();
  }
}
