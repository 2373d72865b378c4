import { openIndexedStorage } from './indexed-storage.ts';
import { storageContract } from './store-contract.ts';

storageContract('storage over IndexedDB', openIndexedStorage);
