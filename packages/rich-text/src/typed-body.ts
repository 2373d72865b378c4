import {
  type BlockNode,
  type InlineNode,
  type MentionNode,
  type PlainBody,
  textMarks,
} from '@lectern/contracts';
import { beginsBlockFormula, blockFormula, escapeFormulas, splitFormulas } from './formulas.ts';

/** `@` and a handle, where no letter, digit or `@` stands before it (an address is no mention). */
const MENTION = /(?<![\p{L}\p{N}@._-])@([a-z0-9][a-z0-9._-]*)/giu;

/**
 * A body from what was typed: formulas between dollar signs and the `@handle`s of known people and groups become nodes of
 * their own, and paragraphs between double dollar signs become a formula of their own. Code stays as it is.
 * @param mentions handle (lower case) → person or group
 */
export function typedBody(
  blocks: readonly BlockNode[],
  mentions: ReadonlyMap<string, MentionNode>,
): PlainBody {
  const typed: BlockNode[] = [];
  for (let at = 0; at < blocks.length; at++) {
    const formula = formulaFrom(blocks, at);
    if (formula !== null) {
      typed.push({ t: 'math', s: formula.source });
      at = formula.last;
    } else typed.push(mapInline(blocks[at]!, (c) => c.flatMap((node) => typedNode(node, mentions))));
  }
  return { kind: 'plain', blocks: typed.length > 0 ? typed : [{ t: 'p', c: [] }] };
}

/** The blocks that have to be typed for this body: `typedBody` of them is the body. */
export const sourceBlocks = (body: PlainBody): BlockNode[] =>
  body.blocks.map((block) =>
    block.t === 'math'
      ? { t: 'p', c: brokenText(`$$${block.s}$$`) }
      : mapInline(block, (c) => c.map(sourceNode)),
  );

/** The block with other inline nodes in it. */
function mapInline(block: BlockNode, change: (c: readonly InlineNode[]) => InlineNode[]): BlockNode {
  if (block.t === 'p' || block.t === 'quote') return { ...block, c: change(block.c) };
  if (block.t === 'list')
    return { ...block, items: block.items.map((item) => ({ ...item, c: change(item.c) })) };
  return block;
}

/** The formula that begins with this block and ends with the block `last`, or null. */
function formulaFrom(blocks: readonly BlockNode[], first: number): { source: string; last: number } | null {
  let lines = wordsOf(blocks[first]!);
  if (lines === null || !lines.trimStart().startsWith('$$')) return null;
  let last = first;
  while (beginsBlockFormula(lines)) {
    const more = blocks[last + 1] === undefined ? null : wordsOf(blocks[last + 1]!);
    if (more === null) return null;
    lines += `\n${more}`;
    last++;
  }
  const source = blockFormula(lines);
  return source === null ? null : { source, last };
}

/** The words of a paragraph that is nothing but words, or null. */
function wordsOf(block: BlockNode): string | null {
  if (block.t !== 'p') return null;
  let words = '';
  for (const node of block.c) {
    if (node.t === 'break') words += '\n';
    else if (node.t === 'text' && !isCode(node)) words += node.s;
    else return null;
  }
  return words;
}

function typedNode(node: InlineNode, mentions: ReadonlyMap<string, MentionNode>): InlineNode[] {
  if (node.t !== 'text' || isCode(node)) return [node];
  const marked = node.m === undefined ? {} : { m: node.m };
  return splitFormulas(node.s).flatMap((piece): InlineNode[] =>
    'math' in piece
      ? [{ t: 'math', s: piece.math }]
      : withMentions(piece.text, mentions).map((part) => (part.t === 'text' ? { ...part, ...marked } : part)),
  );
}

function sourceNode(node: InlineNode): InlineNode {
  if (node.t === 'math') return { t: 'text', s: `$${node.s}$` };
  return node.t === 'text' && !isCode(node) ? { ...node, s: escapeFormulas(node.s) } : node;
}

const isCode = ({ m = 0 }: { readonly m?: number | undefined }): boolean => (m & textMarks.code) !== 0;

const brokenText = (text: string): InlineNode[] =>
  text
    .split('\n')
    .flatMap((line, at): InlineNode[] => [
      ...(at > 0 ? [{ t: 'break' } as const] : []),
      ...(line === '' ? [] : [{ t: 'text', s: line } as const]),
    ]);

function withMentions(line: string, mentions: ReadonlyMap<string, MentionNode>): InlineNode[] {
  const nodes: InlineNode[] = [];
  let done = 0;
  const addText = (to: number) => {
    if (to > done) nodes.push({ t: 'text', s: line.slice(done, to) });
  };
  if (mentions.size > 0) {
    for (const match of line.matchAll(MENTION)) {
      const found = knownHandle(match[1]!.toLowerCase(), mentions);
      if (!found) continue;
      addText(match.index);
      nodes.push(found.node);
      done = match.index + 1 + found.length;
    }
  }
  addText(line.length);
  return nodes;
}

/** Whom a handle means; punctuation at its end belongs to the sentence unless the handle really has it. */
function knownHandle(
  handle: string,
  mentions: ReadonlyMap<string, MentionNode>,
): { node: MentionNode; length: number } | null {
  for (let length = handle.length; length > 0; length--) {
    const node = mentions.get(handle.slice(0, length));
    if (node !== undefined) return { node, length };
    if (!/[._-]/.test(handle[length - 1]!)) return null;
  }
  return null;
}
