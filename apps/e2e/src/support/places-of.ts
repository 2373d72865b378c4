import type { Page } from '@playwright/test';

/** Where a word stands in what a browser keeps for the site: in which tables of IndexedDB, and in which caches. */
export function placesOf(page: Page, word: string): Promise<string[]> {
  return page.evaluate(async (wanted) => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const bytes = new TextDecoder('latin1');
    const text = (value: unknown): string =>
      JSON.stringify(value, (_, part) => (ArrayBuffer.isView(part) ? bytes.decode(part) : part)) ?? '';
    const places: string[] = [];
    for (const { name } of await indexedDB.databases()) {
      const db = await answer(indexedDB.open(name!));
      for (const table of db.objectStoreNames) {
        const rows = await answer(db.transaction(table).objectStore(table).getAll());
        if (rows.some((row) => text(row).includes(wanted))) places.push(`${name} ${table}`);
      }
      db.close();
    }
    for (const cache of await caches.keys()) {
      const opened = await caches.open(cache);
      for (const request of await opened.keys())
        if ((await (await opened.match(request))!.text()).includes(wanted)) places.push(request.url);
    }
    return places;
  }, word);
}
