import type { NoteBody } from '@lectern/contracts';

/**
 * The element that draws a block of the note on screen. The editor draws no ids: its headings are found by their place
 * among them, and other blocks not at all.
 * @param reader what is read; null while the editor stands in its place
 */
export function blockElement(body: NoteBody, id: string, reader: HTMLElement | null): HTMLElement | null {
  if (reader !== null) return reader.querySelector<HTMLElement>(`[id="${CSS.escape(id)}"]`);
  const at = body.blocks.filter(({ t }) => t === 'h').findIndex((block) => block.id === id);
  return document.querySelectorAll<HTMLElement>('.note-editor :is(.note-h1, .note-h2, .note-h3)')[at] ?? null;
}
