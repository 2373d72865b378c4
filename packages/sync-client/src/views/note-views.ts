/** Views of notes. Loaded together, when the first of them is looked at. */
export { openNoteQuestions } from './note-questions.ts';
export { openNote, openNoteChanges, openNotes, openUnsentNotes } from './notes.ts';
