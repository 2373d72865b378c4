import { $createCodeNode, $isCodeNode, $plainifyCodeContent } from '@lexical/code-core';
import { $isLinkNode } from '@lexical/link';
import {
  $isListNode,
  INSERT_ORDERED_LIST_COMMAND,
  INSERT_UNORDERED_LIST_COMMAND,
  REMOVE_LIST_COMMAND,
} from '@lexical/list';
import { $createQuoteNode, $isQuoteNode } from '@lexical/rich-text';
import { $setBlocksType } from '@lexical/selection';
import {
  $createParagraphNode,
  $getRoot,
  $getSelection,
  $isParagraphNode,
  $isRangeSelection,
  type LexicalEditor,
  type LexicalNode,
  type RangeSelection,
} from 'lexical';
import type { BlockKind } from './editor.ts';

/** The kind of block that a selection begins in; null in a paragraph. */
export function $blockKind(selection: RangeSelection): BlockKind | null {
  const node = selection.anchor.getNode();
  for (const each of [node, ...node.getParents()]) {
    if ($isCodeNode(each)) return 'codeBlock';
    if ($isQuoteNode(each)) return 'quote';
    if ($isListNode(each)) return each.getListType() === 'number' ? 'numbers' : 'list';
  }
  return null;
}

/** Where the link leads that a selection begins in, or null. */
export function $linkAt(selection: RangeSelection): string | null {
  const node = selection.anchor.getNode();
  return [node, ...node.getParents()].find($isLinkNode)?.getURL() ?? null;
}

/** Whether the caret stands in code, where nothing that is typed means anything else. */
export function $isInCode(): boolean {
  const selection = $getSelection();
  return $isRangeSelection(selection) && $isCodeNode(selection.anchor.getNode().getTopLevelElement());
}

/** Nothing is written, and nothing is begun: an empty list is no empty editor. */
export const $isBare = (): boolean =>
  $getRoot().getTextContent() === '' && $getRoot().getChildren().every($isParagraphNode);

/** Makes what is selected a block of this kind, or paragraphs again when it is one. */
export function toggleBlock(editor: LexicalEditor, kind: BlockKind): void {
  editor.update(() => {
    const selection = $getSelection();
    if (!$isRangeSelection(selection)) return;
    const before = $blockKind(selection);
    if (before === 'list' || before === 'numbers') {
      if (kind === 'quote' || kind === 'codeBlock' || kind === before)
        editor.dispatchCommand(REMOVE_LIST_COMMAND, undefined);
    }
    if (before === 'codeBlock') $codeToParagraphs(selection);
    if (before === kind) {
      if (kind === 'quote') $setBlocksType(selection, $createParagraphNode);
      return;
    }
    if (kind === 'list') editor.dispatchCommand(INSERT_UNORDERED_LIST_COMMAND, undefined);
    else if (kind === 'numbers') editor.dispatchCommand(INSERT_ORDERED_LIST_COMMAND, undefined);
    else if (kind === 'quote') $setBlocksType(selection, () => $createQuoteNode());
    else $toCode(selection);
  });
}

/** Everything that is selected, as one block of code. */
function $toCode(selection: RangeSelection): void {
  const blocks = $blocksOf(selection);
  const text = blocks.map((block) => block.getTextContent()).join('\n');
  const code = $createCodeNode().append(...$plainifyCodeContent(text));
  blocks[0]?.insertBefore(code);
  for (const block of blocks) block.remove();
  code.selectEnd();
}

function $codeToParagraphs(selection: RangeSelection): void {
  for (const block of $blocksOf(selection)) {
    if (!$isCodeNode(block)) continue;
    const paragraphs = block
      .getTextContent()
      .split('\n')
      .map((line) => $createParagraphNode().append(...$plainifyCodeContent(line)));
    for (const paragraph of paragraphs) block.insertBefore(paragraph);
    block.remove();
    paragraphs.at(-1)?.selectEnd();
  }
}

const $blocksOf = (selection: RangeSelection): LexicalNode[] => [
  ...new Set(selection.getNodes().flatMap((node) => node.getTopLevelElement() ?? [])),
];
