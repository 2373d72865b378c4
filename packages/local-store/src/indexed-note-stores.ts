/** What is stored of notes. Loaded together, when notes are first looked at. */
export { IndexedNotes } from './indexed-notes.ts';
export { IndexedSeenNotes } from './indexed-seen-notes.ts';
