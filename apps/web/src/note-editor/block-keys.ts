import { CODE_LANGUAGE, MAX_NOTE_INDENT } from '@lectern/contracts';
import { $createCodeNode, $isCodeNode } from '@lexical/code-core';
import { $getListDepth, $isListItemNode, $isListNode, type ListNode } from '@lexical/list';
import {
  $addUpdateTag,
  $createParagraphNode,
  $getNodeByKey,
  $getSelection,
  $isElementNode,
  $isLineBreakNode,
  $isNodeSelection,
  $isParagraphNode,
  $isRangeSelection,
  $isTextNode,
  COMMAND_PRIORITY_HIGH,
  COMMAND_PRIORITY_LOW,
  COMMAND_PRIORITY_NORMAL,
  HISTORY_PUSH_TAG,
  INDENT_CONTENT_COMMAND,
  KEY_DOWN_COMMAND,
  KEY_ENTER_COMMAND,
  KEY_TAB_COMMAND,
  type LexicalEditor,
  type LexicalNode,
  mergeRegister,
  type NodeKey,
  OUTDENT_CONTENT_COMMAND,
  type RangeSelection,
} from 'lexical';
import { $createFormulaBlockNode, $isFormula } from './note-nodes.ts';

/** Keys on whole blocks: move them, begin code and formulas, leave code, go into lists. */
export const registerBlockKeys = (editor: LexicalEditor): (() => void) =>
  mergeRegister(
    editor.registerCommand(
      KEY_DOWN_COMMAND,
      (event) => {
        if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return false;
        // Alt alone changes the channel, also from here; the editor must not move its caret for it.
        if (!event.shiftKey) return true;
        event.preventDefault();
        event.stopPropagation();
        $moveBlocks($selectedBlocks(), event.key === 'ArrowUp' ? -1 : 1);
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      KEY_ENTER_COMMAND,
      (event) => {
        if (!event || event.isComposing || event.shiftKey) return false;
        if (!$beginFenced() && !$leaveCode() && !$goBehindPicked()) return false;
        event.preventDefault();
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      KEY_TAB_COMMAND,
      (event) => {
        if ($indentCode(event.shiftKey ? -1 : 1)) {
          event.preventDefault();
          return true;
        }
        const list = $listAtCaret();
        // In tables Tab has a meaning already. Elsewhere it leaves the editor, so that nobody is caught.
        if (list === null) return false;
        event.preventDefault();
        if (event.shiftKey) editor.dispatchCommand(OUTDENT_CONTENT_COMMAND, undefined);
        else if ($getListDepth(list) <= MAX_NOTE_INDENT)
          editor.dispatchCommand(INDENT_CONTENT_COMMAND, undefined);
        return true;
      },
      COMMAND_PRIORITY_NORMAL,
    ),
    // Lines of a note stand in by lists alone: a paragraph that stands in has no place in what readers see.
    editor.registerCommand(INDENT_CONTENT_COMMAND, () => $listAtCaret() === null, COMMAND_PRIORITY_LOW),
  );

/** Moves blocks that stand together past their neighbour. */
export function $moveBlocks(blocks: readonly LexicalNode[], by: -1 | 1): void {
  for (const block of by < 0 ? blocks : blocks.toReversed()) if (!$moveBlock(block, by)) return;
}

/** Moves a block past its neighbour; false where there is none. */
export function $moveBlock(block: LexicalNode, by: -1 | 1): boolean {
  const neighbour = by < 0 ? block.getPreviousSibling() : block.getNextSibling();
  if (neighbour === null) return false;
  $addUpdateTag(HISTORY_PUSH_TAG);
  if (by < 0) neighbour.insertBefore(block, false);
  else neighbour.insertAfter(block, false);
  return true;
}

/** Puts a block before another one, or behind the last one (null). */
export function $placeBlock(key: NodeKey, before: NodeKey | null): void {
  const block = $getNodeByKey(key);
  const parent = block?.getParent();
  if (!block || !parent || key === before) return;
  $addUpdateTag(HISTORY_PUSH_TAG);
  const next = before === null ? null : $getNodeByKey(before);
  if (next !== null) next.insertBefore(block, false);
  else parent.append(block);
}

/** The blocks that are selected; in a list the items are, in a cell what stands in it. */
export function $selectedBlocks(): LexicalNode[] {
  const selection = $getSelection();
  if ($isNodeSelection(selection)) return selection.getNodes().map($blockOf);
  if (!$isRangeSelection(selection)) return [];
  const blocks = [
    ...new Set(
      selection
        .getNodes()
        .filter((node) => node.getParent() !== null)
        .map($blockOf),
    ),
  ];
  const parent = blocks[0]?.getParent();
  return blocks.filter((block) => block.getParent()?.is(parent));
}

function $blockOf(node: LexicalNode): LexicalNode {
  for (const each of [node, ...node.getParents()]) {
    const parent = each.getParent();
    if ($isListItemNode(each)) return each;
    if (parent === null) return each;
    if (parent.getType() === 'root' || parent.getType() === 'tablecell') return each;
  }
  return node;
}

/** Enter behind a fence begins code, with its language; behind two dollar signs, a formula. */
function $beginFenced(): boolean {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return false;
  const block = $blockOf(selection.anchor.getNode());
  if (!$isParagraphNode(block)) return false;
  const text = block.getTextContent();
  const fence = /^```(\S*)$/.exec(text);
  if (fence) {
    const language = fence[1]!.toLowerCase();
    const code = $createCodeNode(CODE_LANGUAGE.test(language) ? language : undefined);
    block.replace(code);
    code.select();
    return true;
  }
  const formula = /^\$\$(.*?)(?:\$\$)?$/.exec(text);
  if (!formula || !$isElementNode(block)) return false;
  const made = $createFormulaBlockNode(formula[1]!.trim() || 'x');
  block.replace(made);
  made.selectNext();
  return true;
}

/** A second empty line at the end of code leaves it. */
function $leaveCode(): boolean {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return false;
  const code = selection.anchor.getNode();
  if (!$isCodeNode(code) || selection.anchor.offset !== code.getChildrenSize()) return false;
  const last = code.getLastChild();
  if (!$isLineBreakNode(last) || !$isLineBreakNode(last.getPreviousSibling())) return false;
  last.getPreviousSibling()?.remove();
  last.remove();
  const paragraph = $createParagraphNode();
  code.insertAfter(paragraph);
  paragraph.select();
  return true;
}

/** Behind a divider that is picked, Enter begins a paragraph. A formula that is picked is opened instead. */
function $goBehindPicked(): boolean {
  const selection = $getSelection();
  if (!$isNodeSelection(selection)) return false;
  const node = selection.getNodes().at(-1);
  if (!node || $isFormula(node)) return false;
  const paragraph = $createParagraphNode();
  node.getTopLevelElement()?.insertAfter(paragraph);
  paragraph.select();
  return true;
}

/** Tab in code: blanks where the caret is, or the selected lines further in or out. */
function $indentCode(by: -1 | 1): boolean {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return false;
  const code = [selection.anchor, selection.focus].map((point) =>
    [point.getNode(), ...point.getNode().getParents()].find($isCodeNode),
  );
  if (!code[0]?.is(code[1])) return false;
  if (by > 0 && selection.isCollapsed()) {
    selection.insertText(TAB);
    return true;
  }
  for (const start of $lineStarts(selection)) {
    if (by > 0) {
      if ($isTextNode(start)) start.spliceText(0, 0, TAB);
    } else if ($isTextNode(start)) {
      const blanks = /^(?:\t| {1,2})/.exec(start.getTextContent())?.[0].length ?? 0;
      if (blanks > 0) start.spliceText(0, blanks, '');
    }
  }
  return true;
}

/** What one Tab stands for in code. */
const TAB = '  ';

/** The first nodes of the lines of code that are selected, or that the caret is in. */
function $lineStarts(selection: RangeSelection): Set<LexicalNode> {
  const starts = new Set<LexicalNode>();
  for (const node of selection.getNodes()) {
    let first: LexicalNode = node;
    for (
      let at = node.getPreviousSibling();
      at !== null && !$isLineBreakNode(at);
      at = at.getPreviousSibling()
    )
      first = at;
    if (!$isLineBreakNode(first) && !$isCodeNode(first)) starts.add(first);
  }
  return starts;
}

function $listAtCaret(): ListNode | null {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return null;
  const node = selection.anchor.getNode();
  const item = [node, ...node.getParents()].find($isListItemNode);
  const list = item?.getParent();
  return $isListNode(list) ? list : null;
}
