/** Views of notes. Loaded together, when the first of them is looked at. */
export { openNote, openNoteChanges, openNotes, openUnsentNotes } from './notes.ts';
