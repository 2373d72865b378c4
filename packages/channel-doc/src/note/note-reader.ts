import type { NoteBlock, NoteBody } from '@lectern/contracts';
import type * as Y from 'yjs';
import { blockOf, noteRoot, readNote } from './read-note.ts';

/**
 * Reads a note that is being written, again and again: a block that has not changed is the same object as before, and
 * costs nothing. As long as nothing has changed the body is the same, too.
 */
export class NoteReader {
  private readonly doc: Y.Doc;
  private readonly blocks = new WeakMap<Y.XmlElement, NoteBlock | null>();
  private body: NoteBody | null = null;

  constructor(doc: Y.Doc) {
    this.doc = doc;
    noteRoot(doc).observeDeep(this.forget);
  }

  read(): NoteBody {
    this.body ??= readNote(this.doc, (element) => {
      const known = this.blocks.get(element);
      if (known !== undefined) return known;
      const block = blockOf(element);
      this.blocks.set(element, block);
      return block;
    });
    return this.body;
  }

  close(): void {
    noteRoot(this.doc).unobserveDeep(this.forget);
  }

  private readonly forget = (events: readonly Y.YEvent<Y.AbstractType<unknown>>[]): void => {
    this.body = null;
    const root = noteRoot(this.doc);
    for (const { target } of events) {
      let element: Y.AbstractType<unknown> | null = target;
      while (element !== null && element.parent !== root) element = element.parent;
      if (element !== null) this.blocks.delete(element as Y.XmlElement);
    }
  };
}
