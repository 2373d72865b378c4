import type { ChannelId, MessageId, MessageRecord, UserId } from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import { expect, test } from 'vitest';
import { openIndexedStorage } from './indexed-storage.ts';
import { searchContract } from './search/search-contract.ts';
import { storageContract } from './store-contract.ts';

storageContract('storage over IndexedDB', openIndexedStorage);
searchContract('search over IndexedDB', openIndexedStorage);

test('a deleted message leaves no word in any database of this browser', async () => {
  const store = await (await openIndexedStorage()).openStore(crypto.randomUUID() as UserId);
  const channel = crypto.randomUUID() as ChannelId;
  const record: MessageRecord = {
    id: crypto.randomUUID() as MessageId,
    seq: 7,
    rev: 7,
    author: crypto.randomUUID() as UserId,
    at: 7,
    sentAt: 7,
    body: bodyFromText('Zaunkönig'),
  };
  await store.mirror.applyRecords(channel, [record], null, null);
  await store.search.catchUp();
  expect(await everythingStored()).toMatch(/zaunko/i);
  const { id, seq, author, at } = record;
  await store.mirror.applyRecords(channel, [{ id, seq, author, at, rev: 8, deletedAt: 8 }], null, null);
  expect(await everythingStored()).not.toMatch(/zaunk/i);
  await store.wipe();
});

/** All values of all databases, as text. */
async function everythingStored(): Promise<string> {
  const texts: string[] = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await answer(indexedDB.open(name!));
    for (const table of db.objectStoreNames)
      texts.push(JSON.stringify(await answer(db.transaction(table).objectStore(table).getAll())));
    db.close();
  }
  return texts.join('\n').normalize('NFC');
}

const answer = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
