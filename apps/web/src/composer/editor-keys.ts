import {
  $getRoot,
  $getSelection,
  $isRangeSelection,
  COMMAND_PRIORITY_HIGH,
  CONTROLLED_TEXT_INSERTION_COMMAND,
  INSERT_LINE_BREAK_COMMAND,
  KEY_ARROW_UP_COMMAND,
  KEY_DOWN_COMMAND,
  KEY_ENTER_COMMAND,
  KEY_ESCAPE_COMMAND,
  type LexicalEditor,
  PASTE_COMMAND,
} from 'lexical';
import { hasCommand } from '../hooks/use-hotkeys.ts';
import type { EditorProps } from './editor.ts';

/** The namespace of our own copies, which may be pasted with their marks. */
export const NAMESPACE = 'lectern';

type Keys = Pick<EditorProps, 'enterSends' | 'onSubmit' | 'onCancel' | 'onUpWhenEmpty'>;

/** Send, new line, cancel and edit-the-last by keys. `read` gives the newest settings and callbacks. */
export function registerKeys(editor: LexicalEditor, read: () => Keys): () => void {
  const undo = [
    editor.registerCommand(
      KEY_ENTER_COMMAND,
      (event) => {
        if (!event || event.isComposing) return false;
        const { enterSends, onSubmit } = read();
        if (hasCommand(event) || (enterSends && !event.shiftKey)) {
          event.preventDefault();
          onSubmit();
          return true;
        }
        if (!event.shiftKey) return false;
        event.preventDefault();
        return editor.dispatchCommand(INSERT_LINE_BREAK_COMMAND, false);
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      KEY_ESCAPE_COMMAND,
      (event) => {
        if (!read().onCancel()) return false;
        event.preventDefault();
        event.stopPropagation();
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      KEY_ARROW_UP_COMMAND,
      (event) => {
        if (event.altKey || event.shiftKey || $getRoot().getTextContent() !== '' || !read().onUpWhenEmpty())
          return false;
        event.preventDefault();
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
    // Alt with an arrow changes the channel, also from here; the editor must not move its caret for it.
    editor.registerCommand(
      KEY_DOWN_COMMAND,
      (event) => event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown'),
      COMMAND_PRIORITY_HIGH,
    ),
  ];
  return () => {
    for (const each of undo) each();
  };
}

/**
 * What is pasted or dropped comes in as plain text, unless it is a copy from here: foreign HTML is never parsed, so
 * that nothing in it can matter.
 */
export function registerPlainPaste(editor: LexicalEditor): () => void {
  const insert = (data: DataTransfer): boolean => {
    if (isOurs(data.getData('application/x-lexical-editor'))) return false;
    const selection = $getSelection();
    if ($isRangeSelection(selection))
      selection.insertRawText(data.getData('text/plain').replace(/\r\n?/g, '\n'));
    return true;
  };
  const undo = [
    editor.registerCommand(
      PASTE_COMMAND,
      (event) => {
        const data = 'clipboardData' in event ? event.clipboardData : null;
        if (!data || !insert(data)) return false;
        event.preventDefault();
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      CONTROLLED_TEXT_INSERTION_COMMAND,
      (payload) =>
        typeof payload !== 'string' && payload.dataTransfer !== null && insert(payload.dataTransfer),
      COMMAND_PRIORITY_HIGH,
    ),
  ];
  return () => {
    for (const each of undo) each();
  };
}

function isOurs(json: string): boolean {
  try {
    return (JSON.parse(json) as { namespace?: unknown }).namespace === NAMESPACE;
  } catch {
    return false;
  }
}
