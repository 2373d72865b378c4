/** Notes as files: Markdown both ways, and pages of their own. Apart, since those alone load it who have a note open. */
export { noteFromMarkdown } from './note/note-from-markdown.ts';
export { noteToHtml } from './note/note-to-html.ts';
export { noteToMarkdown } from './note/note-to-markdown.ts';
