import { isLinkTarget, type NoteBody } from '@lectern/contracts';
import { noteFromMarkdown } from '@lectern/rich-text/notes';
import { $isCodeNode } from '@lexical/code-core';
import { $toggleLink } from '@lexical/link';
import {
  $getSelection,
  $isParagraphNode,
  $isRangeSelection,
  COMMAND_PRIORITY_HIGH,
  CONTROLLED_TEXT_INSERTION_COMMAND,
  type LexicalEditor,
  mergeRegister,
  PASTE_COMMAND,
  type RangeSelection,
} from 'lexical';
import { looksLikeMarkdown } from '../composer/markdown.ts';
import { $nodesOf } from './note-to-nodes.ts';
import { readHtml } from './read-html.ts';

/** The name of what is copied here: a paste of it keeps every block as it was. */
export const NAMESPACE = 'lectern-note';

/** Characters of one paste: a long chapter. More would hold up everybody who has the note open. */
export const MAX_PASTE = 500_000;

/** HTML says the same with many more characters: Word writes 40 for each. */
const MAX_PASTED_HTML = 8_000_000;

/**
 * What is pasted or dropped keeps its structure: HTML of Word, Google Docs, Moodle and every page is read into typed
 * blocks, Markdown is too, and a copy from here comes in as it was. Nothing else of it gets in.
 */
export function registerNotePaste(editor: LexicalEditor, onTooLong: () => void): () => void {
  const insert = (data: DataTransfer): boolean => {
    // What comes from here is put right by the rules, as everything is.
    const own = data.getData('application/x-lexical-editor');
    if (isOurs(own) && own.length <= MAX_PASTED_HTML) return false;
    const text = data.getData('text/plain');
    const html = data.getData('text/html');
    const selection = $getSelection();
    if (!$isRangeSelection(selection)) return false;
    if (text.length > MAX_PASTE) {
      onTooLong();
      return true;
    }
    $insert(selection, text.replace(/\r\n?/g, '\n'), html.length <= MAX_PASTED_HTML ? html : '');
    return true;
  };
  return mergeRegister(
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
  );
}

function $insert(selection: RangeSelection, text: string, html: string): void {
  const block = selection.anchor.getNode().getTopLevelElement();
  if ($isCodeNode(block)) {
    selection.insertRawText(text);
    return;
  }
  // An address on words that are selected is where they shall lead.
  if (!selection.isCollapsed() && isLinkTarget(text.trim())) {
    $toggleLink(text.trim());
    return;
  }
  const body = html === '' ? null : readHtml(html);
  if (body !== null && hasStructure(body)) $insertBody(selection, body);
  else if (looksLikeMarkdown(text) || /^#{1,6} |^\||\$[^\s$]/m.test(text))
    $insertBody(selection, noteFromMarkdown(text));
  else selection.insertRawText(text);
}

/** One plain line is better put in as the text that it is. */
const hasStructure = ({ blocks }: NoteBody): boolean =>
  blocks.length > 1 ||
  blocks.some(
    (block) => block.t !== 'p' || block.c.some((node) => node.t !== 'text' || node.m !== undefined),
  );

function $insertBody(selection: RangeSelection, body: NoteBody): void {
  const nodes = $nodesOf(body);
  if (nodes.length === 0) return;
  // In an empty paragraph the first block is what it is; in a line it goes on with the line.
  const block = selection.anchor.getNode().getTopLevelElement();
  const [first] = nodes;
  if (selection.isCollapsed() && $isParagraphNode(block) && block.isEmpty() && !$isParagraphNode(first)) {
    for (const node of nodes) block.insertBefore(node);
    block.selectStart();
    return;
  }
  selection.insertNodes(nodes);
}

function isOurs(json: string): boolean {
  try {
    return (JSON.parse(json) as { namespace?: unknown }).namespace === NAMESPACE;
  } catch {
    return false;
  }
}
