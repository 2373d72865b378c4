import { $isListItemNode } from '@lexical/list';
import { $findTableNode, $isTableCellNode } from '@lexical/table';
import {
  $addUpdateTag,
  $copyNode,
  $createParagraphNode,
  $getRoot,
  $isElementNode,
  $isParagraphNode,
  HISTORY_PUSH_TAG,
  type LexicalNode,
} from 'lexical';
import type { MenuItem } from '../components/menu.tsx';
import { altName } from '../hooks/use-hotkeys.ts';
import { noteWords } from '../words/notes.ts';
import { $moveBlocks, $selectedBlocks } from './block-keys.ts';

/**
 * What can be done with whole blocks, as a menu: the same beside a block that the pointer is at and in the bar of a
 * phone. `change` runs an edit; `$blocks` tells within it which blocks are meant.
 */
export function blockActions(
  change: (how: () => void) => void,
  $blocks: () => readonly LexicalNode[],
): MenuItem[] {
  return [
    {
      label: noteWords.moveUp,
      icon: 'up',
      keys: `${altName} ⇧ ↑`,
      onSelect: () => change(() => $moveBlocks($blocks(), -1)),
    },
    {
      label: noteWords.moveDown,
      icon: 'down',
      keys: `${altName} ⇧ ↓`,
      onSelect: () => change(() => $moveBlocks($blocks(), 1)),
    },
    {
      label: noteWords.duplicateBlock,
      icon: 'copy',
      onSelect: () => change(() => $duplicateBlocks($blocks())),
    },
    {
      label: noteWords.insertBelow,
      icon: 'plus',
      onSelect: () => change(() => $insertBelow($blocks().at(-1))),
    },
    {
      label: noteWords.removeBlock,
      icon: 'trash',
      danger: true,
      apart: true,
      onSelect: () => change(() => $removeBlocks($blocks())),
    },
  ];
}

/** The blocks that are meant where the caret is. All that stands in a cell is the table, which has no other handle there. */
export function $blocksAtCaret(): readonly LexicalNode[] {
  const blocks = $selectedBlocks();
  const cell = blocks[0]?.getParent();
  if (!$isTableCellNode(cell) || cell.getChildrenSize() > blocks.length) return blocks;
  const table = $findTableNode(cell);
  return table === null ? blocks : [table];
}

/** Puts copies of blocks behind the last of them. */
export function $duplicateBlocks(blocks: readonly LexicalNode[]): void {
  $addUpdateTag(HISTORY_PUSH_TAG);
  let last = blocks.at(-1);
  for (const block of blocks) {
    const copy = $copyOf(block);
    last?.insertAfter(copy, false);
    last = copy;
  }
}

function $copyOf(node: LexicalNode): LexicalNode {
  const copy = $copyNode(node);
  if ($isElementNode(node) && $isElementNode(copy)) copy.append(...node.getChildren().map($copyOf));
  return copy;
}

/** Takes blocks out; where nothing is left, there is an empty paragraph. The caret goes to what stands next. */
export function $removeBlocks(blocks: readonly LexicalNode[]): void {
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (!first || !last) return;
  $addUpdateTag(HISTORY_PUSH_TAG);
  const parent = first.getParent();
  if (!$isListItemNode(first) && parent?.getChildrenSize() === blocks.length)
    last.insertAfter($createParagraphNode());
  const [next, previous] = [last.getNextSibling(), first.getPreviousSibling()];
  if (next !== null) next.selectStart();
  else if (previous !== null) previous.selectEnd();
  for (const block of blocks) $remove(block);
  if ($getRoot().isEmpty()) $getRoot().append($createParagraphNode()).selectEnd();
}

/** The last item of a list takes the list with it, and the item that held that list within another one. */
function $remove(block: LexicalNode): void {
  const holder = $isListItemNode(block) ? block.getParent()?.getParent() : null;
  block.remove();
  if ($isListItemNode(holder) && holder.isEmpty()) $remove(holder);
}

/** Puts the caret into an empty paragraph below a block: a new one, if the block is not one itself. */
export function $insertBelow(block: LexicalNode | undefined): void {
  const above = block?.getTopLevelElement() ?? block;
  if (above === undefined) return;
  if ($isParagraphNode(above) && above.isEmpty()) {
    above.select();
    return;
  }
  const paragraph = $createParagraphNode();
  above.insertAfter(paragraph);
  paragraph.select();
}

/** Puts a block below the one that the caret is in, or in its place if that is empty, and the caret behind it. */
export function $putBlock(made: LexicalNode): void {
  $insertBelow($selectedBlocks().at(-1));
  const place = $selectedBlocks()[0];
  if (place === undefined) return;
  place.insertBefore(made);
  if (place.getNextSibling() !== null) place.remove();
  made.selectNext();
}
