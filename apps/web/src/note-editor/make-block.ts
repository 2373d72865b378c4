import { $createCodeNode, $isCodeNode } from '@lexical/code-core';
import {
  $isListNode,
  INSERT_CHECK_LIST_COMMAND,
  INSERT_ORDERED_LIST_COMMAND,
  INSERT_UNORDERED_LIST_COMMAND,
} from '@lexical/list';
import { $createHeadingNode, $createQuoteNode, $isHeadingNode, $isQuoteNode } from '@lexical/rich-text';
import { $setBlocksType } from '@lexical/selection';
import { $findTableNode, INSERT_TABLE_COMMAND } from '@lexical/table';
import {
  $createParagraphNode,
  $getSelection,
  $insertNodes,
  $isRangeSelection,
  type ElementNode,
  type LexicalEditor,
  type RangeSelection,
} from 'lexical';
import { $createCalloutNode, $createRuleNode, $isCalloutNode } from './note-nodes.ts';
import { $codeNodes } from './note-to-nodes.ts';

/** Kinds of blocks that can be made from a menu. */
export const blockKinds = [
  ...['text', 'h1', 'h2', 'h3', 'bullets', 'numbers', 'checks'],
  ...['quote', 'callout', 'code', 'formula', 'formulaLine', 'table', 'rule'],
] as const;
export type BlockKind =
  | ('text' | 'h1' | 'h2' | 'h3' | 'bullets' | 'numbers' | 'checks')
  | ('quote' | 'callout' | 'code' | 'formula' | 'formulaLine' | 'table' | 'rule');

/** Kinds of which a line of words cannot become one. */
export type InsertedKind = 'formula' | 'formulaLine' | 'table' | 'rule';
export const isInsertedOnly = (kind: BlockKind): kind is InsertedKind =>
  kind === 'formula' || kind === 'formulaLine' || kind === 'table' || kind === 'rule';

/** The first size of a table: enough to see what it is. */
const TABLE = { rows: '3', columns: '3', includeHeaders: { rows: true, columns: false } } as const;

/** Makes what is selected a block of this kind, or puts one in. Formulas have a field of their own. */
export function makeBlock(editor: LexicalEditor, kind: Exclude<BlockKind, 'formula' | 'formulaLine'>): void {
  editor.update(() => {
    const selection = $getSelection();
    if (!$isRangeSelection(selection)) return;
    switch (kind) {
      case 'text':
        return $turn(selection, $createParagraphNode);
      case 'h1':
      case 'h2':
      case 'h3':
        return $turn(selection, () => $createHeadingNode(kind));
      case 'quote':
        return $turn(selection, () => $createQuoteNode());
      case 'callout':
        return $turn(selection, () => $createCalloutNode());
      case 'code':
        return $turnToCode(selection);
      case 'bullets':
        return void editor.dispatchCommand(INSERT_UNORDERED_LIST_COMMAND, undefined);
      case 'numbers':
        return void editor.dispatchCommand(INSERT_ORDERED_LIST_COMMAND, undefined);
      case 'checks':
        return void editor.dispatchCommand(INSERT_CHECK_LIST_COMMAND, undefined);
      case 'table':
        return void editor.dispatchCommand(INSERT_TABLE_COMMAND, TABLE);
      case 'rule':
        return $insertNodes([$createRuleNode(), $createParagraphNode()]);
    }
  });
}

/** The kind of the block in which a selection begins; null in a table's own parts. */
export function $kindAt(selection: RangeSelection): BlockKind | null {
  const node = selection.anchor.getNode();
  for (const each of [node, ...node.getParents()]) {
    if ($isHeadingNode(each)) return each.getTag() as BlockKind;
    if ($isQuoteNode(each)) return 'quote';
    if ($isCalloutNode(each)) return 'callout';
    if ($isCodeNode(each)) return 'code';
    if ($isListNode(each)) {
      const type = each.getListType();
      return type === 'number' ? 'numbers' : type === 'check' ? 'checks' : 'bullets';
    }
  }
  return $findTableNode(node) === null ? 'text' : null;
}

function $turn(selection: RangeSelection, make: () => ElementNode): void {
  $fromCode(selection);
  $setBlocksType(selection, make);
}

function $turnToCode(selection: RangeSelection): void {
  const blocks = [...new Set(selection.getNodes().flatMap((node) => node.getTopLevelElement() ?? []))];
  const [first] = blocks;
  if (!first || $isCodeNode(first) || $findTableNode(first)) return;
  const code = $createCodeNode().append(
    ...$codeNodes(blocks.map((block) => block.getTextContent()).join('\n')),
  );
  first.insertBefore(code);
  for (const block of blocks) block.remove();
  code.selectEnd();
}

/** Lines of code are paragraphs again. */
function $fromCode(selection: RangeSelection): void {
  const code = selection.anchor.getNode().getTopLevelElement();
  if (!$isCodeNode(code)) return;
  const paragraphs = code
    .getTextContent()
    .split('\n')
    .map((line) => $createParagraphNode().append(...$codeNodes(line)));
  for (const paragraph of paragraphs) code.insertBefore(paragraph);
  code.remove();
  paragraphs.at(-1)?.selectEnd();
}
