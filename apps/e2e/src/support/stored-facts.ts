import type { Page } from '@playwright/test';

/** What the stores of a browser hold below a key of their facts, one value a store. */
export const storedFacts = (page: Page, key: string): Promise<unknown[]> => page.evaluate(readFacts, key);

/** Runs in the page. */
async function readFacts(key: string): Promise<unknown[]> {
  const ended = <Result>(request: IDBRequest<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const facts: unknown[] = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await ended(indexedDB.open(name!));
    if (db.objectStoreNames.contains('facts')) {
      const row: { value?: unknown } | undefined = await ended(
        db.transaction('facts').objectStore('facts').get(key),
      );
      if (row !== undefined) facts.push(row.value);
    }
    db.close();
  }
  return facts;
}
