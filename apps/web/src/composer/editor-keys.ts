import { CODE_LANGUAGE, MAX_LIST_DEPTH } from '@lectern/contracts';
import { $createCodeNode } from '@lexical/code-core';
import { $getListDepth, $isListItemNode, $isListNode, type ListNode } from '@lexical/list';
import { $isQuoteNode } from '@lexical/rich-text';
import {
  $createParagraphNode,
  $getSelection,
  $isLineBreakNode,
  $isParagraphNode,
  $isRangeSelection,
  COMMAND_PRIORITY_HIGH,
  COMMAND_PRIORITY_NORMAL,
  INDENT_CONTENT_COMMAND,
  INSERT_LINE_BREAK_COMMAND,
  INSERT_PARAGRAPH_COMMAND,
  KEY_ARROW_UP_COMMAND,
  KEY_DOWN_COMMAND,
  KEY_ENTER_COMMAND,
  KEY_ESCAPE_COMMAND,
  KEY_TAB_COMMAND,
  type LexicalEditor,
  OUTDENT_CONTENT_COMMAND,
} from 'lexical';
import { hasCommand } from '../hooks/use-hotkeys.ts';
import { $blockKind, $isBare } from './blocks.ts';
import type { EditorProps } from './editor.ts';

type Keys = Pick<EditorProps, 'enterSends' | 'onSubmit' | 'onCancel' | 'onUpWhenEmpty'>;

/** Send, new line, cancel and edit-the-last by keys. `read` gives the newest settings and callbacks. */
export function registerKeys(editor: LexicalEditor, read: () => Keys): () => void {
  const undo = [
    editor.registerCommand(
      KEY_ENTER_COMMAND,
      (event) => {
        if (!event || event.isComposing) return false;
        const { enterSends, onSubmit } = read();
        if (hasCommand(event)) {
          event.preventDefault();
          onSubmit();
          return true;
        }
        if (event.shiftKey ? $newLine(editor) : $openCode()) {
          event.preventDefault();
          return true;
        }
        // In a list or in code the next item or line is what is meant, as in every other chat.
        if (!enterSends || event.shiftKey || $isInListOrCode()) return false;
        event.preventDefault();
        onSubmit();
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      KEY_TAB_COMMAND,
      (event) => {
        const list = $listAtCaret();
        // Elsewhere Tab leaves the editor; in code it is taken by the indentation of code.
        if (list === null) return false;
        event.preventDefault();
        if (event.shiftKey) editor.dispatchCommand(OUTDENT_CONTENT_COMMAND, undefined);
        else if ($getListDepth(list) <= MAX_LIST_DEPTH)
          editor.dispatchCommand(INDENT_CONTENT_COMMAND, undefined);
        return true;
      },
      COMMAND_PRIORITY_NORMAL,
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
        if (event.altKey || event.shiftKey || !$isBare() || !read().onUpWhenEmpty()) return false;
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

function $isInListOrCode(): boolean {
  const selection = $getSelection();
  const kind = $isRangeSelection(selection) ? $blockKind(selection) : null;
  return kind === 'list' || kind === 'numbers' || kind === 'codeBlock';
}

function $listAtCaret(): ListNode | null {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return null;
  const node = selection.anchor.getNode();
  const item = [node, ...node.getParents()].find($isListItemNode);
  const list = item?.getParent();
  return $isListNode(list) ? list : null;
}

/**
 * Shift+Enter: a paragraph of its own, so that the beginnings of lists and quotes are understood on every line. In a
 * quote it is a line of the quote, and the second empty one leaves it. Code and lists have their own.
 */
function $newLine(editor: LexicalEditor): boolean {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || $isInListOrCode()) return false;
  const block = selection.anchor.getNode().getTopLevelElement();
  if (!$isQuoteNode(block)) return editor.dispatchCommand(INSERT_PARAGRAPH_COMMAND, undefined);
  const last = block.getLastChild();
  const atEnd = selection.isCollapsed() && selection.anchor.getNode().is(block);
  if (!atEnd || !$isLineBreakNode(last) || selection.anchor.offset !== block.getChildrenSize())
    return editor.dispatchCommand(INSERT_LINE_BREAK_COMMAND, false);
  last.remove();
  const paragraph = $createParagraphNode();
  block.insertAfter(paragraph);
  paragraph.select();
  return true;
}

/** Enter behind a fence, with or without the name of a language: the block of code begins. */
function $openCode(): boolean {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return false;
  const block = selection.anchor.getNode().getTopLevelElement();
  if (!$isParagraphNode(block)) return false;
  const fence = /^```(\S*)$/.exec(block.getTextContent());
  if (!fence) return false;
  const language = fence[1]!.toLowerCase();
  const code = $createCodeNode(CODE_LANGUAGE.test(language) ? language : undefined);
  block.replace(code);
  code.select();
  return true;
}
