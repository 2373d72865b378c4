import type { BlockNode, InlineNode, PlainBody } from '@lectern/contracts';
import { bodyFromText, type NameOf } from '@lectern/rich-text';

/**
 * A message that says a comment, what another message says as a quote, and where that one stands. It is a claim of whoever
 * forwards it: the link leads those to the original who may read it. Names in the quote tell nobody that they are meant.
 */
export function forwardedBody(
  original: PlainBody,
  comment: string,
  { nameOf, source, address }: { nameOf: NameOf; source: string; address: string },
): PlainBody {
  const blocks: BlockNode[] = comment.trim() === '' ? [] : [...bodyFromText(comment.trim()).blocks];
  let quote: InlineNode[] | null = null;
  for (const block of original.blocks) {
    if (block.t === 'p' || block.t === 'quote') {
      const c = silent(block.c, nameOf);
      // Paragraphs that follow each other are one quote.
      if (quote !== null) quote.push({ t: 'break' }, ...c);
      else {
        quote = c;
        blocks.push({ t: 'quote', c });
      }
      continue;
    }
    quote = null;
    // What this version cannot read it cannot pass on; the link leads to it.
    if (block.t === 'newer') continue;
    if (block.t === 'list')
      blocks.push({ ...block, items: block.items.map((item) => ({ ...item, c: silent(item.c, nameOf) })) });
    else blocks.push(block);
  }
  blocks.push({ t: 'p', c: [{ t: 'link', href: address, c: [{ t: 'text', s: source }] }] });
  return { kind: 'plain', blocks };
}

const silent = (c: readonly InlineNode[], nameOf: NameOf): InlineNode[] =>
  c.map((node) => {
    if (node.t !== 'mention') return node;
    return { t: 'text', s: `@${'group' in node ? node.group : (nameOf(node.user) ?? '')}` };
  });
