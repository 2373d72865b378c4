import { lexicalFormats } from '@lectern/channel-doc';
import { type NoteBlock, type NoteBody, type NoteItem, type NoteLine, textMarks } from '@lectern/contracts';
import { $createCodeNode } from '@lexical/code-core';
import { $createLinkNode } from '@lexical/link';
import { $createListItemNode, $createListNode, type ListNode, type ListType } from '@lexical/list';
import { $createHeadingNode, $createQuoteNode } from '@lexical/rich-text';
import {
  $createTableCellNode,
  $createTableNode,
  $createTableRowNode,
  TableCellHeaderStates,
} from '@lexical/table';
import { $createLineBreakNode, $createParagraphNode, $createTextNode, type LexicalNode } from 'lexical';
import {
  $createCalloutNode,
  $createFormulaBlockNode,
  $createFormulaNode,
  $createRuleNode,
} from './note-nodes.ts';

/** Typed blocks as nodes of the editor: for what is pasted and imported. */
export const $nodesOf = ({ blocks }: NoteBody): LexicalNode[] => blocks.flatMap($nodesOfBlock);

function $nodesOfBlock(block: NoteBlock): LexicalNode[] {
  switch (block.t) {
    case 'p':
      return [$createParagraphNode().append(...$lineNodes(block.c))];
    case 'h':
      return [$createHeadingNode(`h${block.level}`).append(...$lineNodes(block.c))];
    case 'quote':
      return [$createQuoteNode().append(...$lineNodes(block.c))];
    case 'callout':
      return [$createCalloutNode(block.tone).append(...$lineNodes(block.c))];
    case 'list':
      return $listNodes(block.items);
    case 'table':
      return [
        $createTableNode().append(
          ...block.rows.map((row) =>
            $createTableRowNode().append(
              ...row.map(({ c, head }) =>
                $createTableCellNode(
                  head ? TableCellHeaderStates.ROW : TableCellHeaderStates.NO_STATUS,
                ).append(
                  ...(c.length === 0 ? [[]] : c).map((line) =>
                    $createParagraphNode().append(...$lineNodes(line)),
                  ),
                ),
              ),
            ),
          ),
        ),
      ];
    case 'code':
      return [$createCodeNode(block.lang).append(...$codeNodes(block.s))];
    case 'math':
      return [$createFormulaBlockNode(block.s)];
    case 'rule':
      return [$createRuleNode()];
  }
}

export const $codeNodes = (code: string): LexicalNode[] =>
  code
    .split('\n')
    .flatMap((line, at) => [
      ...(at === 0 ? [] : [$createLineBreakNode()]),
      ...(line === '' ? [] : [$createTextNode(line)]),
    ]);

const LIST_TYPES: Readonly<Record<NoteItem['mark'], ListType>> = {
  bullet: 'bullet',
  number: 'number',
  open: 'check',
  done: 'check',
};

/** Lists inside of lists: one, or several where the kind changes at the outermost depth. */
function $listNodes(items: readonly NoteItem[]): ListNode[] {
  const lists: ListNode[] = [];
  /** The open list of each depth. */
  let open: ListNode[] = [];
  for (const { c, d, mark } of items) {
    const type = LIST_TYPES[mark];
    open = open.slice(0, d + 1);
    if (open[d] !== undefined && open[d].getListType() !== type) open = open.slice(0, d);
    while (open.length <= d) {
      const list = $createListNode(open.length === d ? type : 'bullet');
      const outer = open.at(-1);
      if (outer) outer.append($createListItemNode().append(list));
      else lists.push(list);
      open.push(list);
    }
    const item = $createListItemNode(type === 'check' ? mark === 'done' : undefined);
    open[d]!.append(item.append(...$lineNodes(c)));
  }
  return lists;
}

const $lineNodes = (line: NoteLine): LexicalNode[] => line.map($inlineNode);

function $inlineNode(node: NoteLine[number]): LexicalNode {
  switch (node.t) {
    case 'break':
      return $createLineBreakNode();
    case 'math':
      return $createFormulaNode(node.s);
    case 'link':
      return $createLinkNode(node.href).append(...node.c.map($textNode));
    case 'text':
      return $textNode(node);
  }
}

const marks = Object.keys(lexicalFormats) as (keyof typeof lexicalFormats)[];

function $textNode({ s, m = 0 }: { readonly s: string; readonly m?: number | undefined }): LexicalNode {
  return $createTextNode(s).setFormat(
    marks.reduce((bits, mark) => (m & textMarks[mark] ? bits | lexicalFormats[mark] : bits), 0),
  );
}
