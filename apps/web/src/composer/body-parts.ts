import {
  type Body,
  type InlineNode,
  isVisible,
  type ParagraphNode,
  type PlainBody,
} from '@lectern/contracts';

/** The body without empty paragraphs at its ends and without blank space around the whole. */
export function trimBody(body: PlainBody): PlainBody {
  const blocks = body.blocks.map((block) => ({
    ...block,
    c: block.c.filter((node) => node.t !== 'text' || node.s !== ''),
  }));
  while (blocks.length > 1 && isBlank(blocks[0]!)) blocks.shift();
  while (blocks.length > 1 && isBlank(blocks.at(-1)!)) blocks.pop();
  const first = blocks[0]!;
  blocks[0] = { t: 'p', c: trimEdge(first.c, 'start') };
  const last = blocks.at(-1)!;
  blocks[blocks.length - 1] = { t: 'p', c: trimEdge(last.c, 'end') };
  return { kind: 'plain', blocks };
}

/** One body behind the other. */
export function joinBodies(first: PlainBody, second: Body): PlainBody {
  return second.kind === 'plain' ? { kind: 'plain', blocks: [...first.blocks, ...second.blocks] } : first;
}

/** Nothing that anyone could see. */
export const isBlankBody = (body: PlainBody): boolean => body.blocks.every(isBlank);

const isBlank = (block: ParagraphNode): boolean =>
  block.c.every((node) => node.t === 'break' || (node.t === 'text' && !isVisible(node.s)));

function trimEdge(nodes: readonly InlineNode[], edge: 'start' | 'end'): InlineNode[] {
  const rest = [...nodes];
  while (rest.length > 0) {
    const node = edge === 'start' ? rest[0]! : rest.at(-1)!;
    if (node.t === 'mention') break;
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
