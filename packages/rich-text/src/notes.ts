/** Notes as text and as files, and what became of them. Apart, since those alone load it who have a note open. */
export { diffNotes, isVisibleChange, type NoteBlockChange, type WordChange } from './note/diff-notes.ts';
export { noteFromMarkdown } from './note/note-from-markdown.ts';
export { noteToHtml } from './note/note-to-html.ts';
export { noteToMarkdown } from './note/note-to-markdown.ts';
export { beginningOf, blockAddresses, blockWords, lineWords, saysSomething } from './note/note-words.ts';
export {
  countWriters,
  mainWriter,
  type Writer,
  type WriterWords,
  type WrittenPiece,
  writtenPieces,
} from './note/note-writers.ts';
