import type { MentionNode as Mention } from '@lectern/contracts';
import {
  $applyNodeReplacement,
  type EditorConfig,
  type LexicalNode,
  type NodeKey,
  type SerializedTextNode,
  TextNode,
} from 'lexical';

type SerializedMention = SerializedTextNode & { readonly mention: Mention };

/** A person or a group in the text: one piece that is deleted whole and never split. */
export class MentionNode extends TextNode {
  __mention: Mention;

  static override getType(): string {
    return 'mention';
  }

  static override clone(node: MentionNode): MentionNode {
    return new MentionNode(node.__mention, node.__text, node.__key);
  }

  static override importJSON(json: SerializedMention): MentionNode {
    return $createMentionNode(json.mention, json.text.replace(/^@/, ''));
  }

  constructor(mention: Mention, text: string, key?: NodeKey) {
    super(text, key);
    this.__mention = mention;
  }

  override exportJSON(): SerializedMention {
    return { ...super.exportJSON(), type: 'mention', mention: this.__mention };
  }

  override createDOM(config: EditorConfig): HTMLElement {
    const element = super.createDOM(config);
    element.className = 'rounded-[4px] bg-accent-soft px-0.5 font-medium text-accent-text';
    element.spellcheck = false;
    return element;
  }

  override canInsertTextBefore(): boolean {
    return false;
  }

  override canInsertTextAfter(): boolean {
    return false;
  }

  override isTextEntity(): true {
    return true;
  }

  getMention(): Mention {
    return this.getLatest().__mention;
  }
}

export function $createMentionNode(mention: Mention, name: string): MentionNode {
  const node = new MentionNode(mention, `@${name}`);
  node.setMode('token');
  return $applyNodeReplacement(node);
}

export const $isMentionNode = (node: LexicalNode | null | undefined): node is MentionNode =>
  node instanceof MentionNode;
