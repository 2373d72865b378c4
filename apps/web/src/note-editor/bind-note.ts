import { blockIdOf, changeFault, noteFault, noteRoot } from '@lectern/channel-doc';
import type { NoteCursor } from '@lectern/sync-client';
import {
  type BindingV2,
  createBindingV2__EXPERIMENTAL,
  type Provider,
  syncCursorPositions,
  syncLexicalUpdateToYjsV2__EXPERIMENTAL,
  syncYjsChangesToLexicalV2__EXPERIMENTAL,
  syncYjsStateToLexicalV2__EXPERIMENTAL,
} from '@lexical/yjs';
import {
  $getNodeByKey,
  $getRoot,
  $isElementNode,
  $isTextNode,
  $setSelection,
  CAN_REDO_COMMAND,
  CAN_UNDO_COMMAND,
  COLLABORATION_TAG,
  COMMAND_PRIORITY_EDITOR,
  HISTORY_PUSH_TAG,
  type LexicalEditor,
  mergeRegister,
  REDO_COMMAND,
  UNDO_COMMAND,
} from 'lexical';
import * as Y from 'yjs';
import { CaretsOfOthers, type OtherCaret } from './carets-of-others.ts';
import type { EditorErrors } from './make-note-editor.ts';
import { excludedProperties } from './note-nodes.ts';

/**
 * An editor and a page's copy of a note's document, kept in step: what is typed becomes Yjs operations, and what comes
 * in is drawn. The order of things matters, because an editor that is joined to a document that is filled already
 * shows nothing, and its first keystroke would delete the note for everybody:
 *
 * 1. Nothing is joined before the document holds something; a note is never begun here, only continued.
 * 2. What the document holds is looked at: an app that does not know all of it must not write in it.
 * 3. The editor takes the document's state, which writes nothing. Only then can it be typed in.
 *
 * What comes in later is looked at in the same way, and whatever the note may not hold ends the binding before anything
 * of it is drawn or anything is written: `onFault`, once.
 */
export interface NoteBinding {
  /** Draws where the others are. */
  showCarets(carets: readonly OtherCaret[]): void;
  /** Carets stand at places of the window: after the layout has changed they are drawn anew. */
  redrawCarets(): void;
  /** The element that draws a block, by its id; null when there is none. */
  elementOf(block: string): HTMLElement | null;
  close(): void;
}

/** Keystrokes within this time are one step of undo, in milliseconds. */
const UNDO_STEP_MS = 600;
/** Carets of others follow what happens so soon, in milliseconds: in a task that is no keystroke's. */
const CARETS_EVERY_MS = 60;

export function bindNote(
  editor: LexicalEditor,
  doc: Y.Doc,
  {
    errors,
    carets,
    onCursor,
    onFault,
  }: {
    /** Those of this editor. */
    errors: EditorErrors;
    /** Where the carets of others are drawn: it has the size of the editor. */
    carets: HTMLElement;
    onCursor: (cursor: NoteCursor | null) => void;
    onFault: (why: string) => void;
  },
): NoteBinding | null {
  if (!hasContent(doc)) throw new Error('a note must hold something before it is edited');
  const fault = noteFault(doc);
  if (fault !== null) {
    onFault(fault);
    return null;
  }
  const root = noteRoot(doc);
  const others = new CaretsOfOthers(onCursor);
  // The provider is all that the binding asks of a network: where carets are. Ours comes through the port.
  const provider = { awareness: others } as unknown as Provider;
  const binding = createBindingV2__EXPERIMENTAL(editor, 'note', doc, new Map([['note', doc]]), {
    excludedProperties: excludedProperties(editor),
  });
  // The binding would place all carets anew with every keystroke, its own and others', and have the page laid out for
  // it each time. Without a place it leaves them alone, until it is their turn.
  binding.cursorsContainer = null;
  let shown: readonly OtherCaret[] = [];
  let turn: ReturnType<typeof setTimeout> | null = null;
  let isOver = false;
  const drawCarets = () => {
    turn = null;
    others.show(shown);
    binding.cursorsContainer = carets;
    syncCursorPositions(binding, provider, { selectionHighlight: true });
    binding.cursorsContainer = null;
  };
  const redrawCarets = () => {
    if (!isOver) turn ??= setTimeout(drawCarets, CARETS_EVERY_MS);
  };

  const takeAnew = () => syncYjsStateToLexicalV2__EXPERIMENTAL(binding, provider);
  /**
   * Does one step of the binding. When that goes wrong, editor and document may differ: then the editor takes the
   * document anew, and when it cannot, it is over.
   */
  const guarded = (step: () => void): void => {
    if (isOver) return;
    try {
      errors.throwing(step);
    } catch (error) {
      console.error(error);
      try {
        errors.throwing(() => {
          editor.update(() => $setSelection(null), { discrete: true, tag: COLLABORATION_TAG });
          takeAnew();
        });
      } catch (again) {
        end(again instanceof Error ? again.message : String(again));
      }
    }
  };
  const end = (why: string) => {
    if (isOver) return;
    close();
    onFault(why);
  };

  const onDocument = (events: Y.YEvent<Y.XmlElement | Y.XmlText>[], transaction: Y.Transaction) => {
    if (isOver || transaction.origin === binding) return;
    for (const event of events) {
      const fault = changeFault(event);
      if (fault !== null) return end(fault);
    }
    guarded(() => {
      const isUndo = transaction.origin instanceof Y.UndoManager;
      syncYjsChangesToLexicalV2__EXPERIMENTAL(binding, provider, events, transaction, isUndo);
      // Nodes that may not be empty go by themselves, and would take with them for everybody what has come into them
      // since. What the editor shows is what the document says, or it is taken anew.
      if (events.some(({ target }) => !isShown(editor, binding, target))) takeAnew();
    });
  };

  // One's own edits alone are taken back: those of others have another origin.
  const undo = new Y.UndoManager(root, { trackedOrigins: new Set([binding]), captureTimeout: UNDO_STEP_MS });
  const tellUndo = () => {
    editor.dispatchCommand(CAN_UNDO_COMMAND, undo.undoStack.length > 0);
    editor.dispatchCommand(CAN_REDO_COMMAND, undo.redoStack.length > 0);
  };
  for (const event of ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const)
    undo.on(event, tellUndo);

  guarded(takeAnew);
  if (isOver) return null;

  const stop = mergeRegister(
    editor.registerUpdateListener(
      ({ prevEditorState, editorState, dirtyElements, dirtyLeaves, normalizedNodes, tags }) =>
        guarded(() => {
          if (shown.length > 0 && dirtyElements.size > 0) redrawCarets();
          // What is no typing, as moving a block, is taken back alone, however soon it follows.
          if (tags.has(HISTORY_PUSH_TAG)) undo.stopCapturing();
          syncLexicalUpdateToYjsV2__EXPERIMENTAL(
            binding,
            provider,
            prevEditorState,
            editorState,
            dirtyElements,
            dirtyLeaves,
            normalizedNodes,
            tags,
          );
        }),
    ),
    editor.registerCommand(
      UNDO_COMMAND,
      () => {
        undo.undo();
        return true;
      },
      COMMAND_PRIORITY_EDITOR,
    ),
    editor.registerCommand(
      REDO_COMMAND,
      () => {
        undo.redo();
        return true;
      },
      COMMAND_PRIORITY_EDITOR,
    ),
  );
  root.observeDeep(onDocument as Parameters<typeof root.observeDeep>[0]);

  function close(): void {
    if (isOver) return;
    isOver = true;
    root.unobserveDeep(onDocument as Parameters<typeof root.unobserveDeep>[0]);
    stop();
    undo.destroy();
    if (turn !== null) clearTimeout(turn);
    shown = [];
    drawCarets();
    others.leave();
  }
  return {
    showCarets: (carets) => {
      shown = carets;
      redrawCarets();
    },
    redrawCarets,
    elementOf: (block) => {
      const at = root
        .toArray()
        .findIndex((child) => child instanceof Y.XmlElement && blockIdOf(child) === block);
      const key = editor.getEditorState().read(() => $getRoot().getChildAtIndex(at)?.getKey());
      return at === -1 || key === undefined ? null : editor.getElementByKey(key);
    },
    close,
  };
}

/** Whether the editor has the children of an element, and of all around it, as the document has them. */
function isShown(editor: LexicalEditor, { mapping }: BindingV2, target: Y.XmlElement | Y.XmlText): boolean {
  return editor.getEditorState().read(() => {
    let element: unknown = target instanceof Y.XmlElement ? target : target.parent;
    for (; element instanceof Y.XmlElement; element = element.parent) {
      if (element._item?.deleted) continue;
      const known = mapping.get(element);
      const node = known && $getNodeByKey(known.getKey());
      if (!node?.isAttached()) return false;
      if (!$isElementNode(node)) continue;
      const shown = runs(node.getChildren().map((child) => ($isTextNode(child) ? TEXT : child.getType())));
      const held = element
        .toArray()
        .flatMap((child) =>
          child instanceof Y.XmlText ? (child.length > 0 ? [TEXT] : []) : [(child as Y.XmlElement).nodeName],
        );
      if (shown.join() !== runs(held).join()) return false;
    }
    return true;
  });
}

const TEXT = '#text';
/** Texts that stand together are one. */
const runs = (names: readonly string[]): string[] =>
  names.filter((name, at) => name !== TEXT || names[at - 1] !== TEXT);

/** Whether anything was ever written in it. The first thing is the server's: a seed. */
export const hasContent = (doc: Y.Doc): boolean => doc.store.clients.size > 0;
