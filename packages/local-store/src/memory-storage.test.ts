import { createMemoryStorage } from './memory-storage.ts';
import { storageContract } from './store-contract.ts';

storageContract('storage in memory', async () => createMemoryStorage());
