import {
  type Body,
  type InlineNode,
  type ParagraphNode,
  type PlainBody,
  textMarks,
  type UserId,
} from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
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
import { $createMentionNode, $isMentionNode } from './mention-node.ts';

/** Our marks and what Lexical calls them. */
export const formats = {
  bold: 'bold',
  italic: 'italic',
  strike: 'strikethrough',
  code: 'code',
} as const satisfies Record<keyof typeof textMarks, TextFormatType>;
const marks = Object.keys(formats) as (keyof typeof formats)[];

/** The editor's content as a body. Whatever a paste has brought in comes down to paragraphs, text and breaks. */
export function $readBody(mentions: ReadonlyMap<string, UserId> = new Map()): PlainBody {
  const blocks: ParagraphNode[] = $getRoot()
    .getChildren()
    .map((node) => ({ t: 'p', c: $isElementNode(node) ? $readInline(node, mentions) : [] }));
  return { kind: 'plain', blocks: blocks.length > 0 ? blocks : [{ t: 'p', c: [] }] };
}

/** Replaces the editor's content; the caret goes behind it. */
export function $writeBody(body: Body, nameOf: (user: UserId) => string): void {
  const root = $getRoot().clear();
  const blocks: readonly ParagraphNode[] = body.kind === 'plain' ? body.blocks : [];
  for (const block of blocks) {
    root.append($createParagraphNode().append(...block.c.map((node) => $inlineNode(node, nameOf))));
  }
  if (blocks.length === 0) root.append($createParagraphNode());
  root.selectEnd();
}

function $readInline(element: ElementNode, mentions: ReadonlyMap<string, UserId>): InlineNode[] {
  return element.getChildren().flatMap((node: LexicalNode): InlineNode[] => {
    if ($isMentionNode(node)) return [{ t: 'mention', user: node.getUser() }];
    if ($isLineBreakNode(node)) return [{ t: 'break' }];
    if ($isElementNode(node)) return $readInline(node, mentions);
    if (!$isTextNode(node) || node.getTextContent() === '') return [];
    const mark = marks.reduce(
      (bits, name) => (node.hasFormat(formats[name]) ? bits | textMarks[name] : bits),
      0,
    );
    // Handles that were typed out become mentions, except in code; control characters go.
    const read = bodyFromText(node.getTextContent(), mark & textMarks.code ? undefined : mentions);
    return read.blocks
      .flatMap((block, at) => (at === 0 ? block.c : [{ t: 'break' as const }, ...block.c]))
      .map((piece) => (piece.t === 'text' && mark > 0 ? { ...piece, m: mark } : piece));
  });
}

function $inlineNode(node: InlineNode, nameOf: (user: UserId) => string): LexicalNode {
  if (node.t === 'break') return $createLineBreakNode();
  if (node.t === 'mention') return $createMentionNode(node.user, nameOf(node.user));
  const text = $createTextNode(node.s);
  for (const mark of marks) {
    if ((node.m ?? 0) & textMarks[mark]) text.toggleFormat(formats[mark]);
  }
  return text;
}
