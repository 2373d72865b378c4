import type { InlineNode, ListItem } from '@lectern/contracts';
import {
  $createListItemNode,
  $createListNode,
  $isListItemNode,
  $isListNode,
  type ListNode,
} from '@lexical/list';
import type { LexicalNode } from 'lexical';

/**
 * A list of Lexical, whose deeper lists are items of their own, as items with depths.
 * @param deepest what stands further in comes out to there
 */
export function $readItems(
  list: ListNode,
  readInline: (nodes: readonly LexicalNode[]) => InlineNode[],
  deepest: number,
  depth = 0,
): ListItem[] {
  const numbered = list.getListType() === 'number';
  return list.getChildren().flatMap((item): ListItem[] => {
    if (!$isListItemNode(item)) return [];
    const children = item.getChildren();
    const own = children.filter((child) => !$isListNode(child));
    const deeper = children
      .filter($isListNode)
      .flatMap((child) => $readItems(child, readInline, deepest, depth + 1));
    // An item that only holds a deeper list is none of its own.
    if (own.length === 0 && deeper.length > 0) return deeper;
    const d = Math.min(depth, deepest);
    const read = { c: readInline(own), ...(d > 0 ? { d } : {}), ...(numbered ? { n: true as const } : {}) };
    return [read, ...deeper];
  });
}

/** The same back: one list, or several where bullets and numbers follow each other at the outermost depth. */
export function $listNodes(
  items: readonly ListItem[],
  inlineNodes: (c: readonly InlineNode[]) => LexicalNode[],
): ListNode[] {
  const lists: ListNode[] = [];
  /** The open list of each depth. */
  let open: ListNode[] = [];
  for (const { c, d = 0, n } of items) {
    const type = n ? 'number' : 'bullet';
    open = open.slice(0, d + 1);
    if (open[d] !== undefined && open[d].getListType() !== type) open = open.slice(0, d);
    while (open.length <= d) {
      const list = $createListNode(open.length === d ? type : 'bullet');
      const outer = open.at(-1);
      if (outer) outer.append($createListItemNode().append(list));
      else lists.push(list);
      open.push(list);
    }
    open[d]!.append($createListItemNode().append(...inlineNodes(c)));
  }
  return lists;
}
