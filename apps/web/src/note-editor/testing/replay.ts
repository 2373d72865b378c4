import { noteRoot, readNote, writeNote } from '@lectern/channel-doc';
import type { NoteReplica } from '@lectern/sync-client';
import {
  $getRoot,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  $isTextNode,
  type LexicalEditor,
  type RangeSelection,
} from 'lexical';
import * as Y from 'yjs';
import { bindNote } from '../bind-note.ts';
import { joinReplica } from '../join-replica.ts';
import { EditorErrors, makeNoteEditor, registerNoteEditor } from '../make-note-editor.ts';

/** One keystroke of one of two people, as they see the text: paragraphs, with an end of line between two. */
export interface Keystroke {
  readonly by: 0 | 1;
  readonly paragraph: number;
  /** Place in the paragraph; and in the whole text. */
  readonly at: number;
  readonly place: number;
  /** A letter, an end of line, or null: the letter or end of line before the place is taken away. */
  readonly typed: string | null;
}

/** A trace: keystrokes, and when the two lose each other and meet again. */
export type Step = Keystroke | 'apart' | 'together';

export interface Replayed {
  readonly ms: number;
  /** Of the document, as an update that holds all of it. */
  readonly bytes: number;
  /** What each says in the end: their documents, and what their editors show. */
  readonly texts: readonly string[];
  readonly faults: readonly string[];
}

/** Two replicas of anything: what each writes reaches the other at once, or when they meet again. */
class Pair {
  readonly docs: readonly [Y.Doc, Y.Doc];
  readonly #tell: readonly [(update: Uint8Array) => void, (update: Uint8Array) => void];
  #held: (readonly [to: 0 | 1, update: Uint8Array])[] = [];
  #isApart = false;

  constructor(
    docs: Pair['docs'],
    tell: readonly [(update: Uint8Array) => void, (update: Uint8Array) => void],
  ) {
    this.docs = docs;
    this.#tell = tell;
  }

  wrote(by: 0 | 1, update: Uint8Array): void {
    this.#held.push([by === 0 ? 1 : 0, update]);
  }

  /** What is held is delivered between two keystrokes, unless the two are apart. */
  step(change: 'apart' | 'together' | null): void {
    if (change !== null) this.#isApart = change === 'apart';
    while (!this.#isApart && this.#held.length > 0) {
      const [to, update] = this.#held.shift()!;
      this.#tell[to](update);
    }
  }
}

/** Two real editors on this page, each bound to its own document. */
export function replayInEditors(steps: readonly Step[]): Replayed {
  const seed = new Y.Doc();
  seed.clientID = 1;
  writeNote(seed, { blocks: [{ id: '', t: 'p', c: [] }] });
  const whole = Y.encodeStateAsUpdate(seed);
  const faults: string[] = [];
  const open = (by: 0 | 1) => openEditor(whole, (update) => pair.wrote(by, update), faults, 100 + by);
  const editors = [open(0), open(1)] as const;
  const pair: Pair = new Pair([editors[0].doc, editors[1].doc], [editors[0].tell, editors[1].tell]);
  const began = performance.now();
  for (const step of steps) {
    if (typeof step !== 'string') {
      const { editor } = editors[step.by];
      editor.update(() => $type(step), { discrete: true });
    }
    pair.step(typeof step === 'string' ? step : null);
  }
  pair.step('together');
  const ms = performance.now() - began;
  const texts = editors.flatMap(({ doc, editor }) => [textOf(doc), shownBy(editor)]);
  return { ms, bytes: Y.encodeStateAsUpdate(editors[0].doc).length, texts, faults };
}

/** The same in two plain texts of Yjs. */
export function replayInTexts(steps: readonly Step[]): Replayed {
  const docs = [new Y.Doc(), new Y.Doc()] as const;
  const tell = (by: 0 | 1) => (update: Uint8Array) => Y.applyUpdate(docs[by], update, 'other');
  const pair = new Pair(docs, [tell(0), tell(1)]);
  for (const by of [0, 1] as const) {
    docs[by].clientID = 100 + by;
    docs[by].on(
      'update',
      (update: Uint8Array, origin: unknown) => origin !== 'other' && pair.wrote(by, update),
    );
  }
  const texts = docs.map((doc) => doc.getText('text'));
  const began = performance.now();
  for (const step of steps) {
    if (typeof step !== 'string') {
      if (step.typed === null) texts[step.by]!.delete(step.place - 1, 1);
      else texts[step.by]!.insert(step.place, step.typed);
    }
    pair.step(typeof step === 'string' ? step : null);
  }
  pair.step('together');
  const ms = performance.now() - began;
  return { ms, bytes: Y.encodeStateAsUpdate(docs[0]).length, texts: texts.map(String), faults: [] };
}

function openEditor(
  whole: Uint8Array,
  wrote: (update: Uint8Array) => void,
  faults: string[],
  clientID: number,
): { editor: LexicalEditor; doc: Y.Doc; tell: (update: Uint8Array) => void } {
  const place = document.body.appendChild(document.createElement('div'));
  const element = place.appendChild(document.createElement('div'));
  element.contentEditable = 'true';
  const errors = new EditorErrors();
  const editor = makeNoteEditor(errors);
  editor.setRootElement(element);
  registerNoteEditor(editor, { onTooLong: () => faults.push('too long') });
  let tell: (update: Uint8Array) => void = () => {};
  let doc: Y.Doc | null = null;
  const replica: NoteReplica = {
    onUpdate: (listener) => {
      tell = listener;
      listener(whole);
    },
    write: async (update) => wrote(update),
    setCursor: () => {},
    onPresence: () => {},
    onEnd: () => {},
    close: () => {},
  };
  joinReplica(replica, {
    onHere: (given) => {
      doc = given;
      given.clientID = clientID;
      const carets = place.appendChild(document.createElement('div'));
      const onFault = (why: string) => faults.push(why);
      bindNote(editor, given, { errors, carets, onCursor: () => {}, onFault });
      editor.setEditable(true);
    },
    onUnwritten: (error) => faults.push(String(error)),
  });
  return { editor, doc: doc!, tell: (update) => tell(update) };
}

function $type({ paragraph, at, typed }: Keystroke): void {
  const selection = $caret(paragraph, at);
  if (typed === '\n') selection.insertParagraph();
  else if (typed !== null) selection.insertText(typed);
  else {
    const [anchorParagraph, anchorAt] = at > 0 ? [paragraph, at - 1] : [paragraph - 1, Infinity];
    const from = $point(anchorParagraph, anchorAt);
    selection.anchor.set(...from);
    selection.removeText();
  }
}

function $caret(paragraph: number, at: number): RangeSelection {
  $getRoot().selectEnd();
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) throw new Error('there must be a caret');
  const point = $point(paragraph, at);
  selection.anchor.set(...point);
  selection.focus.set(...point);
  return selection;
}

/** A place in a paragraph, which holds words of one look. */
function $point(paragraph: number, at: number): [key: string, offset: number, type: 'text' | 'element'] {
  const block = $getRoot().getChildAtIndex(paragraph);
  if (!$isElementNode(block)) throw new Error(`there must be a paragraph ${paragraph}`);
  let left = Math.min(at, block.getTextContentSize());
  for (const child of block.getChildren().filter($isTextNode)) {
    const size = child.getTextContentSize();
    if (left <= size) return [child.getKey(), left, 'text'];
    left -= size;
  }
  return [block.getKey(), 0, 'element'];
}

const textOf = (doc: Y.Doc): string => {
  if (noteRoot(doc).length === 0) return '';
  return readNote(doc)
    .blocks.map((block) =>
      block.t === 'p'
        ? block.c.map((node) => (node.t === 'text' ? node.s : `<${node.t}>`)).join('')
        : `<${block.t}>`,
    )
    .join('\n');
};

const shownBy = (editor: LexicalEditor): string =>
  [...editor.getRootElement()!.children].map((element) => element.textContent).join('\n');
