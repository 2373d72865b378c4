import { noteRoot, readNote, writeNote } from '@lectern/channel-doc';
import type { NoteBody } from '@lectern/contracts';
import type { NoteCursor, NoteEnd, NotePresence, NoteReplica } from '@lectern/sync-client';
import type { LexicalEditor } from 'lexical';
import { onTestFinished } from 'vitest';
import * as Y from 'yjs';
import { bindNote, type NoteBinding } from '../bind-note.ts';
import { joinReplica } from '../join-replica.ts';
import { EditorErrors, makeNoteEditor, registerNoteEditor } from '../make-note-editor.ts';

/**
 * A hub in memory: one document that pages hold copies of. What a page writes reaches the others when `deliver` is
 * called, so that a test says what is concurrent.
 */
export class MemoryHub {
  readonly doc = new Y.Doc();
  readonly #pages = new Set<Page>();
  /** Above the ids of seeds. */
  nextClient = 100;
  /** Updates that pages wrote. */
  readonly written: Uint8Array[] = [];

  constructor(body?: NoteBody) {
    if (body) writeNote(this.doc, body);
  }

  replica(): NoteReplica & Page {
    const page: Page & NoteReplica = {
      toHub: [],
      toPage: [],
      tell: () => {},
      tellPresence: () => {},
      tellEnd: () => {},
      cursor: null,
      onUpdate: (listener) => {
        page.tell = listener;
        listener(Y.encodeStateAsUpdate(this.doc));
      },
      write: async (update) => {
        this.written.push(update);
        page.toHub.push(update);
      },
      setCursor: (cursor) => {
        page.cursor = cursor;
      },
      onPresence: (listener) => {
        page.tellPresence = listener;
      },
      onEnd: (listener) => {
        page.tellEnd = listener;
      },
      close: () => this.#pages.delete(page),
    };
    this.#pages.add(page);
    return page;
  }

  /** Somebody who is no editor of ours writes in it. */
  write(change: (root: Y.XmlElement, doc: Y.Doc) => void): void {
    const before = Y.encodeStateVector(this.doc);
    this.doc.transact(() => change(noteRoot(this.doc), this.doc), 'peer');
    const update = Y.encodeStateAsUpdate(this.doc, before);
    for (const page of this.#pages) page.toPage.push(update);
    this.deliver();
  }

  /** Everything that was written reaches everybody, and so does what that makes them write: it must come to an end. */
  deliver(): void {
    for (
      let turn = 0;
      [...this.#pages].some(({ toHub, toPage }) => toHub.length + toPage.length > 0);
      turn++
    ) {
      if (turn > MAX_TURNS) throw new Error('the pages go on answering each other');
      for (const page of this.#pages) {
        for (const update of page.toHub.splice(0)) {
          Y.applyUpdate(this.doc, update);
          for (const other of this.#pages) if (other !== page) other.toPage.push(update);
        }
      }
      for (const page of this.#pages) for (const update of page.toPage.splice(0)) page.tell(update);
    }
  }
}

const MAX_TURNS = 10;

interface Page {
  readonly toHub: Uint8Array[];
  readonly toPage: Uint8Array[];
  tell: (update: Uint8Array) => void;
  tellPresence: (present: readonly NotePresence[]) => void;
  tellEnd: (why: NoteEnd) => void;
  cursor: NoteCursor | null;
}

export interface OpenEditor {
  readonly editor: LexicalEditor;
  readonly doc: Y.Doc;
  readonly binding: NoteBinding | null;
  readonly replica: ReturnType<MemoryHub['replica']>;
  readonly faults: string[];
  readonly element: HTMLElement;
  /** What the note says, as this page has it. */
  body(): NoteBody;
  text(): string;
}

/** An editor on the page, bound to the hub's note. */
export function openEditor(hub: MemoryHub): OpenEditor {
  const place = document.body.appendChild(document.createElement('div'));
  place.style.position = 'relative';
  const element = place.appendChild(document.createElement('div'));
  element.className = 'note note-editor';
  element.contentEditable = 'true';
  const carets = place.appendChild(document.createElement('div'));
  carets.className = 'note-carets';
  const faults: string[] = [];
  const errors = new EditorErrors();
  const editor = makeNoteEditor(errors);
  editor.setRootElement(element);
  const stop = registerNoteEditor(editor, { onTooLong: () => faults.push('too long') });
  const replica = hub.replica();
  let doc: Y.Doc | null = null;
  let binding: NoteBinding | null = null;
  const joined = joinReplica(replica, {
    onHere: (given) => {
      doc = given;
      // Yjs draws its ids by lot; with these, what failed once fails again.
      given.clientID = hub.nextClient++;
      binding = bindNote(editor, given, {
        errors,
        carets,
        onCursor: (cursor) => replica.setCursor(cursor),
        onFault: (why) => faults.push(why),
      });
      editor.setEditable(binding !== null);
    },
    onUnwritten: (error) => faults.push(String(error)),
  });
  onTestFinished(() => {
    binding?.close();
    joined.close();
    stop();
    editor.setRootElement(null);
    place.remove();
  });
  return {
    editor,
    get doc() {
      return doc!;
    },
    get binding() {
      return binding;
    },
    replica,
    faults,
    element,
    body: () => readNote(doc!),
    text: () => element.innerText,
  };
}

/** Changes the editor as its person would, and at once. */
export const change = ({ editor }: OpenEditor, how: () => void): void => {
  editor.update(how, { discrete: true });
};
