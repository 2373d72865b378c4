/** The local store: what one person has on one device: messages, journal, facts and documents. The only Dexie. */
export { type DigestPart, partOf, type SeenPlace, type StoredDigest } from './digest.ts';
export { type EpochStart, isLostRev, isLostSeq } from './epochs.ts';
export { afterEnd } from './journal-rules.ts';
export { once } from './late.ts';
export { createMemoryStorage } from './memory-storage.ts';
export { openMemoryStorage, openStorage } from './open-storage.ts';
export { addRange, type Range, rangeAt } from './ranges.ts';
export type {
  LocalFindings,
  LocalHit,
  LocalQuery,
  SearchStore,
} from './search/search-store.ts';
export type { SeenNote, SeenNoteStore } from './seen-notes.ts';
export { StorageFault } from './storage-fault.ts';
export * from './store.ts';
