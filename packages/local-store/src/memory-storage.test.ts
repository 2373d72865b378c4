import { createMemoryStorage } from './memory-storage.ts';
import { searchContract } from './search/search-contract.ts';
import { storageContract } from './store-contract.ts';

storageContract('storage in memory', async () => createMemoryStorage());
searchContract('search in memory', async () => createMemoryStorage());
