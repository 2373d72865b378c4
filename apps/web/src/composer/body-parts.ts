import type { BlockNode, Body, InlineNode, PlainBody } from '@lectern/contracts';
import { isVisible } from '@lectern/contracts';
import { linesOf } from '@lectern/rich-text';

/** The body without empty paragraphs at its ends and without blank space around the whole. */
export function trimBody(body: PlainBody): PlainBody {
  const blocks = body.blocks.map(
    (block): BlockNode =>
      block.t === 'p' ? { ...block, c: block.c.filter((node) => node.t !== 'text' || node.s !== '') } : block,
  );
  while (blocks.length > 1 && isBlankParagraph(blocks[0]!)) blocks.shift();
  while (blocks.length > 1 && isBlankParagraph(blocks.at(-1)!)) blocks.pop();
  trimAt(blocks, 0, 'start');
  trimAt(blocks, blocks.length - 1, 'end');
  return { kind: 'plain', blocks };
}

/** One body behind the other. */
export function joinBodies(first: PlainBody, second: Body): PlainBody {
  return second.kind === 'plain' ? { kind: 'plain', blocks: [...first.blocks, ...second.blocks] } : first;
}

/** Nothing that anyone could see. */
export const isBlankBody = (body: PlainBody): boolean => linesOf(body).every(isBlankLine);

const isBlankParagraph = (block: BlockNode): boolean => block.t === 'p' && isBlankLine(block.c);

const isBlankLine = (line: readonly InlineNode[]): boolean =>
  line.every((node) => node.t === 'break' || (node.t === 'text' && !isVisible(node.s)));

function trimAt(blocks: BlockNode[], at: number, edge: 'start' | 'end'): void {
  const block = blocks[at]!;
  if (block.t === 'p') blocks[at] = { t: 'p', c: trimEdge(block.c, edge) };
}

function trimEdge(nodes: readonly InlineNode[], edge: 'start' | 'end'): InlineNode[] {
  const rest = [...nodes];
  while (rest.length > 0) {
    const node = edge === 'start' ? rest[0]! : rest.at(-1)!;
    if (node.t !== 'text' && node.t !== 'break') break;
    const text = node.t === 'text' ? (edge === 'start' ? node.s.trimStart() : node.s.trimEnd()) : '';
    if (text !== '') {
      if (node.t === 'text' && text !== node.s)
        rest[edge === 'start' ? 0 : rest.length - 1] = { ...node, s: text };
      break;
    }
    if (edge === 'start') rest.shift();
    else rest.pop();
  }
  return rest;
}
