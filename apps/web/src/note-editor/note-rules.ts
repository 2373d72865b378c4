import { type NoteContent, noteContents, noteElements, noteFormats } from '@lectern/channel-doc';
import { MAX_MATH_BYTES, MAX_NOTE_INDENT } from '@lectern/contracts';
import { CodeHighlightNode } from '@lexical/code-core';
import {
  $createListItemNode,
  $isListItemNode,
  $isListNode,
  ListItemNode,
  type ListNode,
} from '@lexical/list';
import {
  $createLineBreakNode,
  $createParagraphNode,
  $createTextNode,
  $getSelection,
  $isDecoratorNode,
  $isElementNode,
  $isLineBreakNode,
  $isRangeSelection,
  $isRootNode,
  $isTextNode,
  type ElementNode,
  type Klass,
  type LexicalEditor,
  type LexicalNode,
  mergeRegister,
  RootNode,
  TabNode,
  TextNode,
} from 'lexical';
import { $createFormulaNode, $isFormula, noteNodes } from './note-nodes.ts';

/**
 * What this person makes is made to obey the table of what a note may hold, before it is drawn and before it is
 * written: whatever a shortcut, a paste or a plug-in has put in. What others make has been looked at before it gets
 * here, and is left as it is.
 */
export function registerNoteRules(editor: LexicalEditor): () => void {
  const classes: Klass<LexicalNode>[] = [RootNode, TextNode, TabNode, ...noteNodes];
  return mergeRegister(
    ...classes.map((klass) => {
      let defaults: object | null = null;
      return editor.registerNodeTransform(klass, (node) => {
        // Nodes can be made in an update alone.
        defaults ??= new klass();
        $keepProperties(node, defaults as Properties);
        if ($isElementNode(node)) $keepChildren(node);
        if ($isListNode(node)) $keepDepth(node);
        if ($isFormula(node) && !isFormulaSource(node.getSource()))
          node.replace(
            node.isInline()
              ? $createTextNode(node.getSource())
              : $createParagraphNode().append($createTextNode(node.getSource())),
          );
      });
    }),
    // Blocks of code make such nodes for colours, which are no part of a note.
    editor.registerNodeTransform(CodeHighlightNode, $toText),
  );
}

function $toText(node: TextNode): void {
  const selection = $getSelection();
  const points = $isRangeSelection(selection) ? [selection.anchor, selection.focus] : [];
  const held = points
    .filter((point) => point.key === node.getKey())
    .map((point) => [point, point.offset] as const);
  const text = node.replace($createTextNode(node.getTextContent()).setFormat(node.getFormat()));
  for (const [point, offset] of held) point.set(text.getKey(), offset, 'text');
}

/** Whether a text may be the source of a formula. */
export const isFormulaSource = (source: string): boolean =>
  source.trim() !== '' && new TextEncoder().encode(source).length <= MAX_MATH_BYTES;

type Properties = Record<string, unknown>;

/** Where a node stands in the tree, and the text itself: no properties that the table speaks of. */
const STRUCTURE: ReadonlySet<string> = new Set([
  ...['__type', '__key', '__parent', '__prev', '__next', '__first', '__last', '__size'],
  ...['__state', '__slots', '__slotHost', '__text', '__cachedText', '__dir'],
  // What the next words here will look like: nothing that is kept, and lists put it right by themselves.
  ...['__textFormat', '__textStyle'],
]);

function $keepProperties(node: LexicalNode, defaults: Properties): void {
  const properties = node as unknown as Properties;
  for (const name of Object.keys(defaults)) {
    const value = properties[name];
    if (STRUCTURE.has(name) || value === defaults[name] || mayHave(node, name, value)) continue;
    const writable = node.getWritable() as unknown as Properties;
    // Who stands too far in stands as far in as may be.
    writable[name] = name === '__indent' && Number(value) > 0 ? MAX_NOTE_INDENT : defaults[name];
  }
  // What plug-ins remember beside a node is nothing that a note says.
  if (node.__state !== undefined) delete node.getWritable().__state;
}

function mayHave(node: LexicalNode, name: string, value: unknown): boolean {
  if ($isTextNode(node)) return noteFormats.p!({ [name]: value });
  const rule = Object.hasOwn(noteElements, node.getType()) ? noteElements[node.getType()]! : null;
  return rule !== null && Object.hasOwn(rule.attributes, name) && rule.attributes[name]!(value);
}

function $keepChildren(parent: ElementNode): void {
  const holds = $isRootNode(parent) ? 'blocks' : noteElements[parent.getType()]!.holds;
  const rule = noteContents[holds];
  for (const child of parent.getChildren()) {
    const fits = $isTextNode(child) ? rule.text : rule.elements.includes(child.getType());
    if (!fits) $refit(parent, child, holds);
  }
}

/** Something stands where it may not: its words stay. */
function $refit(parent: ElementNode, child: LexicalNode, holds: NoteContent): void {
  switch (holds) {
    case 'blocks':
      if (child.isInline() || $isTextNode(child) || $isLineBreakNode(child))
        $wrap(child, $createParagraphNode());
      else $unwrap(child);
      return;
    case 'items':
      $wrap(child, $createListItemNode());
      return;
    case 'line':
      if ($isFormula(child)) child.replace($createFormulaNode(child.getSource()));
      else if ($isElementNode(child)) $unwrap(child);
      else child.remove();
      return;
    case 'code':
    case 'words': {
      const text = $isLineBreakNode(child) ? ' ' : child.getTextContent();
      if (text === '') child.remove();
      else child.replace($createTextNode(text));
      return;
    }
    case 'rows':
    case 'cells':
    case 'nothing':
      // Tables put themselves right.
      if ($isDecoratorNode(parent)) child.remove();
  }
}

/** Puts it, and what stands beside it and belongs into a line too, into a block. */
function $wrap(first: LexicalNode, block: ElementNode): void {
  const line: LexicalNode[] = [];
  for (let at: LexicalNode | null = first; at !== null; at = at.getNextSibling()) {
    if (!$isTextNode(at) && !$isLineBreakNode(at) && !at.isInline()) break;
    line.push(at);
  }
  if (line.length === 0) {
    first.replace(block.append($createTextNode(first.getTextContent())));
    return;
  }
  first.insertBefore(block);
  block.append(...line);
}

/** Its children in its place, on lines of their own. */
function $unwrap(element: LexicalNode): void {
  const children = $isElementNode(element) ? element.getChildren() : [];
  if (children.length > 0 && element.getPreviousSibling() !== null && children[0]!.isInline() !== false)
    element.insertBefore($createLineBreakNode());
  for (const child of children) element.insertBefore(child);
  element.remove();
}

/** A list that stands too far in comes out to where there is room. */
function $keepDepth(list: ListNode): void {
  const item = list.getParent();
  if (!$isListItemNode(item)) return;
  let depth = 0;
  for (let at: LexicalNode | null = list; at !== null; at = at.getParent())
    if (at instanceof ListItemNode) depth += 1;
  if (depth <= MAX_NOTE_INDENT) return;
  for (const inner of list.getChildren()) item.insertBefore(inner);
  if (list.isAttached()) list.remove();
  if (item.isAttached() && item.isEmpty()) item.remove();
}
