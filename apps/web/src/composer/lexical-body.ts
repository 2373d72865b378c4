import {
  type BlockNode,
  type Body,
  CODE_LANGUAGE,
  type InlineNode,
  isLinkTarget,
  MAX_LIST_DEPTH,
  type MentionNode,
  type PlainBody,
  type TextNode,
  textMarks,
  type UserId,
} from '@lectern/contracts';
import { cleanText, sourceBlocks, typedBody } from '@lectern/rich-text';
import { $createCodeNode, $isCodeNode, $plainifyCodeContent } from '@lexical/code-core';
import { $createLinkNode, $isLinkNode } from '@lexical/link';
import { $isListNode } from '@lexical/list';
import { $createQuoteNode, $isQuoteNode } from '@lexical/rich-text';
import {
  $createLineBreakNode,
  $createParagraphNode,
  $createTextNode,
  $getRoot,
  $isElementNode,
  $isLineBreakNode,
  $isTextNode,
  type ElementNode,
  type LexicalNode,
  type TextFormatType,
} from 'lexical';
import { $listNodes, $readItems } from './lexical-list.ts';
import { $createMentionNode, $isMentionNode } from './mention-node.ts';

/** Our marks and what Lexical calls them. */
export const formats = {
  bold: 'bold',
  italic: 'italic',
  strike: 'strikethrough',
  code: 'code',
} as const satisfies Record<keyof typeof textMarks, TextFormatType>;
const marks = Object.keys(formats) as (keyof typeof formats)[];

/**
 * The editor's content as a body. Formulas and handles are typed, and read out of the text; whatever a paste has
 * brought in that bodies do not have comes down to its text.
 */
export const $readBody = (mentions: ReadonlyMap<string, MentionNode> = new Map()): PlainBody =>
  typedBody($getRoot().getChildren().flatMap($readBlock), mentions);

/** Replaces the editor's content; the caret goes behind it. */
export function $writeBody(body: Body, nameOf: (user: UserId) => string): void {
  const root = $getRoot().clear();
  if (body.kind === 'plain')
    for (const block of sourceBlocks(body)) root.append(...$blockNodes(block, nameOf));
  if (root.isEmpty()) root.append($createParagraphNode());
  root.selectEnd();
}

function $readBlock(node: LexicalNode): BlockNode[] {
  if ($isCodeNode(node)) {
    const s = cleanText(node.getTextContent());
    const lang = node.getLanguage()?.toLowerCase() ?? '';
    if (s === '') return [];
    return [{ t: 'code', s, ...(CODE_LANGUAGE.test(lang) ? { lang } : {}) }];
  }
  if ($isListNode(node)) {
    const items = $readItems(node, $readInline, MAX_LIST_DEPTH);
    return items.length > 0 ? [{ t: 'list', items }] : [];
  }
  return [
    { t: $isQuoteNode(node) ? 'quote' : 'p', c: $isElementNode(node) ? $readInline(node.getChildren()) : [] },
  ];
}

function $blockNodes(block: BlockNode, nameOf: (user: UserId) => string): ElementNode[] {
  const inline = (c: readonly InlineNode[]) => c.map((node) => $inlineNode(node, nameOf));
  switch (block.t) {
    case 'p':
      return [$createParagraphNode().append(...inline(block.c))];
    case 'quote':
      return [$createQuoteNode().append(...inline(block.c))];
    case 'code':
      return [$createCodeNode(block.lang).append(...$plainifyCodeContent(block.s))];
    case 'list':
      return $listNodes(block.items, inline);
    case 'math':
      throw new Error('a formula is typed as text');
    case 'newer':
      throw new Error('what cannot be read cannot be edited');
  }
}

function $readInline(nodes: readonly LexicalNode[]): InlineNode[] {
  return nodes.flatMap((node): InlineNode[] => {
    if ($isMentionNode(node)) return [node.getMention()];
    if ($isLineBreakNode(node)) return [{ t: 'break' }];
    if ($isLinkNode(node) && isLinkTarget(node.getURL())) {
      const c = node.getChildren().flatMap($readText);
      return c.length > 0 ? [{ t: 'link', href: node.getURL(), c }] : [];
    }
    if ($isElementNode(node)) return $readInline(node.getChildren());
    return $readText(node).flatMap((text) => withBreaks(text));
  });
}

function $readText(node: LexicalNode): TextNode[] {
  const s = $isTextNode(node) ? cleanText(node.getTextContent()) : '';
  if (!$isTextNode(node) || s === '') return [];
  const m = marks.reduce((bits, name) => (node.hasFormat(formats[name]) ? bits | textMarks[name] : bits), 0);
  return [m > 0 ? { t: 'text', s, m } : { t: 'text', s }];
}

const withBreaks = (text: TextNode): InlineNode[] =>
  text.s
    .split('\n')
    .flatMap((s, at): InlineNode[] => [
      ...(at > 0 ? [{ t: 'break' } as const] : []),
      ...(s === '' ? [] : [{ ...text, s }]),
    ]);

function $inlineNode(node: InlineNode, nameOf: (user: UserId) => string): LexicalNode {
  switch (node.t) {
    case 'break':
      return $createLineBreakNode();
    case 'mention':
      return $createMentionNode(node, 'group' in node ? node.group : nameOf(node.user));
    case 'link':
      return $createLinkNode(node.href).append(...node.c.map($textNode));
    case 'text':
      return $textNode(node);
    case 'math':
      throw new Error('a formula is typed as text');
  }
}

function $textNode({ s, m = 0 }: TextNode): LexicalNode {
  const text = $createTextNode(s);
  for (const mark of marks) if (m & textMarks[mark]) text.toggleFormat(formats[mark]);
  return text;
}
