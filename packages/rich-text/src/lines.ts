import { type BlockNode, type Body, type InlineNode, textMarks } from '@lectern/contracts';

/**
 * A body line by line: whatever stands on lines of its own, as the inline nodes of it. The one way through a body for
 * whoever wants its words, people or formulas and not how it is laid out. Code is a run of text with that mark, and may
 * hold line ends. A sealed body has no lines here.
 */
export const linesOf = (body: Body): (readonly InlineNode[])[] =>
  body.kind === 'plain' ? body.blocks.flatMap(linesOfBlock) : [];

function linesOfBlock(block: BlockNode): (readonly InlineNode[])[] {
  switch (block.t) {
    case 'p':
    case 'quote':
      return [block.c];
    case 'code':
      return [[{ t: 'text', s: block.s, m: textMarks.code }]];
    case 'list':
      return block.items.map(({ c }) => c);
    case 'math':
      return [[block]];
    case 'newer':
      return [[{ t: 'text', s: '…' }]];
  }
}
