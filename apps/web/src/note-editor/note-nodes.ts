import { type CalloutTone, calloutTones } from '@lectern/contracts';
import { CodeHighlightNode, CodeNode } from '@lexical/code-core';
import { LinkNode } from '@lexical/link';
import { ListItemNode, ListNode } from '@lexical/list';
import { HeadingNode, QuoteNode } from '@lexical/rich-text';
import { TableCellNode, TableNode, TableRowNode } from '@lexical/table';
import {
  $applyNodeReplacement,
  $createParagraphNode,
  DecoratorNode,
  type EditorConfig,
  ElementNode,
  type Klass,
  type LexicalEditor,
  type LexicalNode,
  LineBreakNode,
  ParagraphNode,
  type RangeSelection,
  RootNode,
  type SerializedElementNode,
  type SerializedLexicalNode,
  TabNode,
  TextNode,
} from 'lexical';
import { placeFormula } from '../components/note/place-formula.ts';
import { noteWords } from '../words/notes.ts';

/** A paragraph that is set apart, with a tone that is said in words as well as in colour. */
export class CalloutNode extends ElementNode {
  __tone: CalloutTone = 'info';

  static override getType(): string {
    return 'callout';
  }

  static override clone(node: CalloutNode): CalloutNode {
    return new CalloutNode(node.__key);
  }

  override afterCloneFrom(before: this): void {
    super.afterCloneFrom(before);
    this.__tone = before.__tone;
  }

  static override importJSON(json: SerializedElementNode & { readonly tone?: unknown }): CalloutNode {
    return $createCalloutNode(calloutTones.find((tone) => tone === json.tone) ?? 'info').updateFromJSON(json);
  }

  override exportJSON(): SerializedElementNode & { tone: CalloutTone } {
    return { ...super.exportJSON(), tone: this.__tone };
  }

  override createDOM(config: EditorConfig): HTMLElement {
    const element = document.createElement('div');
    element.className = (config.theme.callout as string | undefined) ?? '';
    showTone(element, this.__tone);
    return element;
  }

  override updateDOM(before: this, element: HTMLElement): boolean {
    if (before.__tone !== this.__tone) showTone(element, this.__tone);
    return false;
  }

  getTone(): CalloutTone {
    return this.getLatest().__tone;
  }

  setTone(tone: CalloutTone): this {
    const writable = this.getWritable();
    writable.__tone = tone;
    return writable;
  }

  override insertNewAfter(_: RangeSelection, restoreSelection = true): ParagraphNode {
    const paragraph = $createParagraphNode();
    this.insertAfter(paragraph, restoreSelection);
    return paragraph;
  }

  override collapseAtStart(): true {
    const paragraph = $createParagraphNode();
    paragraph.append(...this.getChildren());
    this.replace(paragraph);
    return true;
  }
}

function showTone(element: HTMLElement, tone: CalloutTone): void {
  element.dataset.tone = tone;
  element.dataset.label = noteWords.tones[tone];
}

export const $createCalloutNode = (tone: CalloutTone = 'info'): CalloutNode =>
  $applyNodeReplacement(new CalloutNode()).setTone(tone);

export const $isCalloutNode = (node: LexicalNode | null | undefined): node is CalloutNode =>
  node instanceof CalloutNode;

/** A divider. */
export class RuleNode extends DecoratorNode<null> {
  static override getType(): string {
    return 'rule';
  }

  static override clone(node: RuleNode): RuleNode {
    return new RuleNode(node.__key);
  }

  static override importJSON(): RuleNode {
    return $createRuleNode();
  }

  override createDOM(config: EditorConfig): HTMLElement {
    const element = document.createElement('div');
    element.className = (config.theme.rule as string | undefined) ?? '';
    element.append(document.createElement('hr'));
    return element;
  }

  override updateDOM(): false {
    return false;
  }

  override decorate(): null {
    return null;
  }

  override isInline(): false {
    return false;
  }

  override getTextContent(): string {
    return '\n';
  }
}

export const $createRuleNode = (): RuleNode => $applyNodeReplacement(new RuleNode());

type SerializedFormula = SerializedLexicalNode & { readonly source?: unknown };

/** A formula in LaTeX. It draws itself, when it comes near to what is seen. */
abstract class AnyFormulaNode extends DecoratorNode<null> {
  __source = '';

  override afterCloneFrom(before: this): void {
    super.afterCloneFrom(before);
    this.__source = before.__source;
  }

  override exportJSON(): SerializedLexicalNode & { source: string } {
    return { ...super.exportJSON(), source: this.__source };
  }

  override createDOM(config: EditorConfig): HTMLElement {
    const element = document.createElement(this.isInline() ? 'span' : 'div');
    element.className = (config.theme[this.isInline() ? 'formula' : 'formulaBlock'] as string) ?? '';
    placeFormula(element, this.__source, !this.isInline());
    return element;
  }

  override updateDOM(before: this, element: HTMLElement): boolean {
    if (before.__source !== this.__source) placeFormula(element, this.__source, !this.isInline());
    return false;
  }

  override decorate(): null {
    return null;
  }

  getSource(): string {
    return this.getLatest().__source;
  }

  setSource(source: string): this {
    const writable = this.getWritable();
    writable.__source = source;
    return writable;
  }

  override getTextContent(): string {
    return this.isInline() ? `$${this.__source}$` : `$$${this.__source}$$`;
  }
}

export class FormulaNode extends AnyFormulaNode {
  static override getType(): string {
    return 'formula';
  }

  static override clone(node: FormulaNode): FormulaNode {
    return new FormulaNode(node.__key);
  }

  static override importJSON({ source }: SerializedFormula): FormulaNode {
    return $createFormulaNode(typeof source === 'string' ? source : '');
  }

  override isInline(): true {
    return true;
  }
}

export class FormulaBlockNode extends AnyFormulaNode {
  static override getType(): string {
    return 'formula-block';
  }

  static override clone(node: FormulaBlockNode): FormulaBlockNode {
    return new FormulaBlockNode(node.__key);
  }

  static override importJSON({ source }: SerializedFormula): FormulaBlockNode {
    return $createFormulaBlockNode(typeof source === 'string' ? source : '');
  }

  override isInline(): false {
    return false;
  }
}

export const $createFormulaNode = (source: string): FormulaNode =>
  $applyNodeReplacement(new FormulaNode()).setSource(source);

export const $createFormulaBlockNode = (source: string): FormulaBlockNode =>
  $applyNodeReplacement(new FormulaBlockNode()).setSource(source);

export const $isFormula = (node: LexicalNode | null | undefined): node is FormulaNode | FormulaBlockNode =>
  node instanceof AnyFormulaNode;

/** Every kind of node of a note, as the table of what a note may hold names them. */
export const noteNodes: Klass<LexicalNode>[] = [
  ParagraphNode,
  HeadingNode,
  QuoteNode,
  CalloutNode,
  CodeNode,
  ListNode,
  ListItemNode,
  TableNode,
  TableRowNode,
  TableCellNode,
  LinkNode,
  RuleNode,
  FormulaNode,
  FormulaBlockNode,
];

/** Properties of nodes that no note holds: how things look is for whoever draws them. */
export const lookProperties = ['__style', '__textStyle', '__textFormat'] as const;

/** What is not kept in step with the document, by kind of node. */
export function excludedProperties(editor: LexicalEditor): Map<Klass<LexicalNode>, Set<string>> {
  const more = new Map<Klass<LexicalNode>, readonly string[]>([
    // Items are counted by who draws them: kept, one that is put in would change all behind it.
    [ListItemNode, ['__value']],
    [CodeNode, ['__theme', '__isSyntaxHighlightSupported']],
    [LinkNode, ['__target', '__rel', '__title']],
    [TableNode, ['__colWidths', '__frozenColumnCount', '__frozenRowCount']],
    [TableRowNode, ['__height']],
    [TableCellNode, ['__width', '__backgroundColor', '__verticalAlign']],
  ]);
  const classes = [RootNode, TextNode, TabNode, CodeHighlightNode, LineBreakNode, ...noteNodes];
  if (!editor.hasNodes(noteNodes)) throw new Error('the editor must know the nodes of notes');
  return new Map(classes.map((klass) => [klass, new Set([...lookProperties, ...(more.get(klass) ?? [])])]));
}
