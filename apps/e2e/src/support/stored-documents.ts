import type { Page } from '@playwright/test';

/** Whether a stored document of this browser holds these letters, in any update of it. */
export const isStored = (page: Page, letters: string): Promise<boolean> =>
  page.evaluate(findLetters, letters);

/** Runs in the page. */
async function findLetters(letters: string): Promise<boolean> {
  const ended = <Result>(request: IDBRequest<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  for (const { name } of await indexedDB.databases()) {
    const db = await ended(indexedDB.open(name!));
    const updates: Uint8Array[] = db.objectStoreNames.contains('updates')
      ? await ended(db.transaction('updates').objectStore('updates').getAll())
      : [];
    db.close();
    if (updates.some((update) => new TextDecoder().decode(update).includes(letters))) return true;
  }
  return false;
}
