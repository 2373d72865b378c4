import type { UserId } from '@lectern/contracts';
import {
  $applyNodeReplacement,
  type EditorConfig,
  type LexicalNode,
  type NodeKey,
  type SerializedTextNode,
  TextNode,
} from 'lexical';

type SerializedMention = SerializedTextNode & { readonly user: UserId };

/** A person in the text: one piece that is deleted whole and never split. */
export class MentionNode extends TextNode {
  __user: UserId;

  static override getType(): string {
    return 'mention';
  }

  static override clone(node: MentionNode): MentionNode {
    return new MentionNode(node.__user, node.__text, node.__key);
  }

  static override importJSON(json: SerializedMention): MentionNode {
    return $createMentionNode(json.user, json.text.replace(/^@/, ''));
  }

  constructor(user: UserId, text: string, key?: NodeKey) {
    super(text, key);
    this.__user = user;
  }

  override exportJSON(): SerializedMention {
    return { ...super.exportJSON(), type: 'mention', user: this.__user };
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

  getUser(): UserId {
    return this.getLatest().__user;
  }
}

export function $createMentionNode(user: UserId, name: string): MentionNode {
  const node = new MentionNode(user, `@${name}`);
  node.setMode('token');
  return $applyNodeReplacement(node);
}

export const $isMentionNode = (node: LexicalNode | null | undefined): node is MentionNode =>
  node instanceof MentionNode;
