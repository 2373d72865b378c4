import { changeFault, noteFault, noteRoot } from '@lectern/channel-doc';
import type { NoteCursor } from '@lectern/sync-client';
import {
  createBindingV2__EXPERIMENTAL,
  type Provider,
  syncCursorPositions,
  syncLexicalUpdateToYjsV2__EXPERIMENTAL,
  syncYjsChangesToLexicalV2__EXPERIMENTAL,
  syncYjsStateToLexicalV2__EXPERIMENTAL,
} from '@lexical/yjs';
import {
  CAN_REDO_COMMAND,
  CAN_UNDO_COMMAND,
  COMMAND_PRIORITY_EDITOR,
  type LexicalEditor,
  mergeRegister,
  REDO_COMMAND,
  UNDO_COMMAND,
} from 'lexical';
import * as Y from 'yjs';
import { CaretsOfOthers, type OtherCaret } from './carets-of-others.ts';
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
 * Whatever goes wrong later ends the binding before anything is written: `onFault`, once.
 */
export interface NoteBinding {
  /** Draws where the others are. */
  showCarets(carets: readonly OtherCaret[]): void;
  /** Carets stand at places of the window: after the layout has changed they are drawn anew. */
  redrawCarets(): void;
  close(): void;
}

/** Keystrokes within this time are one step of undo, in milliseconds. */
const UNDO_STEP_MS = 600;

export function bindNote(
  editor: LexicalEditor,
  doc: Y.Doc,
  {
    carets,
    onCursor,
    onFault,
  }: {
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
  binding.cursorsContainer = carets;
  let isOver = false;

  /** Does one step of the binding; what it throws ends it, because editor and document may differ from now on. */
  const guarded = (step: () => void): void => {
    if (isOver) return;
    try {
      step();
    } catch (error) {
      end(error instanceof Error ? error.message : String(error));
    }
  };
  const end = (why: string) => {
    if (isOver) return;
    close();
    onFault(why);
  };

  const onDocument = (events: Y.YEvent<Y.XmlElement | Y.XmlText>[], transaction: Y.Transaction) => {
    if (transaction.origin === binding) return;
    guarded(() => {
      for (const event of events) {
        const fault = changeFault(event);
        if (fault !== null) throw new Error(fault);
      }
      const isUndo = transaction.origin instanceof Y.UndoManager;
      syncYjsChangesToLexicalV2__EXPERIMENTAL(binding, provider, events, transaction, isUndo);
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

  guarded(() => syncYjsStateToLexicalV2__EXPERIMENTAL(binding, provider));
  if (isOver) return null;

  const stop = mergeRegister(
    editor.registerUpdateListener(
      ({ prevEditorState, editorState, dirtyElements, dirtyLeaves, normalizedNodes, tags }) =>
        guarded(() =>
          syncLexicalUpdateToYjsV2__EXPERIMENTAL(
            binding,
            provider,
            prevEditorState,
            editorState,
            dirtyElements,
            dirtyLeaves,
            normalizedNodes,
            tags,
          ),
        ),
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

  const redrawCarets = () => {
    if (!isOver) syncCursorPositions(binding, provider, { selectionHighlight: true });
  };
  function close(): void {
    if (isOver) return;
    isOver = true;
    root.unobserveDeep(onDocument as Parameters<typeof root.unobserveDeep>[0]);
    stop();
    undo.destroy();
    others.leave();
    syncCursorPositions(binding, provider);
  }
  return {
    showCarets: (shown) => {
      others.show(shown);
      redrawCarets();
    },
    redrawCarets,
    close,
  };
}

/** Whether anything was ever written in it. The first thing is the server's: a seed. */
export const hasContent = (doc: Y.Doc): boolean => doc.store.clients.size > 0;
