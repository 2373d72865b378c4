import { isLinkTarget, MAX_BODY_BYTES } from '@lectern/contracts';
import { $toggleLink } from '@lexical/link';
import { $generateNodesFromMarkdownString } from '@lexical/markdown';
import {
  $getSelection,
  $isRangeSelection,
  COMMAND_PRIORITY_HIGH,
  CONTROLLED_TEXT_INSERTION_COMMAND,
  type LexicalEditor,
  PASTE_COMMAND,
  type RangeSelection,
} from 'lexical';
import { $isInCode } from './blocks.ts';
import { looksLikeMarkdown, transformers } from './markdown.ts';

/** The namespace of our own copies, which may be pasted with their marks. */
export const NAMESPACE = 'lectern';

/**
 * What is pasted or dropped comes in as plain text or as Markdown, unless it is a copy from here: foreign HTML is never
 * parsed, so that nothing in it can matter.
 */
export function registerPaste(editor: LexicalEditor): () => void {
  const insert = (data: DataTransfer): boolean => {
    if (isOurs(data.getData('application/x-lexical-editor'))) return false;
    const selection = $getSelection();
    if ($isRangeSelection(selection))
      $insertText(selection, data.getData('text/plain').replace(/\r\n?/g, '\n'));
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

function $insertText(selection: RangeSelection, text: string): void {
  const inCode = $isInCode();
  // An address on words that are selected is where they shall lead.
  if (!inCode && !selection.isCollapsed() && isLinkTarget(text.trim())) $toggleLink(text.trim());
  // What is too long to be sent is kept as it is, and costs no more than its characters.
  else if (!inCode && text.length <= MAX_BODY_BYTES && looksLikeMarkdown(text))
    selection.insertNodes($generateNodesFromMarkdownString(text, transformers, true));
  else selection.insertRawText(text);
}

function isOurs(json: string): boolean {
  try {
    return (JSON.parse(json) as { namespace?: unknown }).namespace === NAMESPACE;
  } catch {
    return false;
  }
}
