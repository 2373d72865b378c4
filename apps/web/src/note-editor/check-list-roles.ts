import { $isListNode, ListItemNode, ListNode } from '@lexical/list';
import { $getNodeByKey, type LexicalEditor, mergeRegister } from 'lexical';

/**
 * Tells assistive technology of check lists what they are. Lexical makes check boxes of their items, which then stand in
 * no list any more: the list is their group, and an item that only holds the list within another one is nothing by itself.
 */
export const registerCheckListRoles = (editor: LexicalEditor): (() => void) =>
  mergeRegister(
    editor.registerMutationListener(ListNode, (mutations) => {
      for (const [key, mutation] of mutations) {
        const element = mutation === 'destroyed' ? null : editor.getElementByKey(key);
        if (element) setRole(element, editor.read(() => $isCheckList(key)) ? 'group' : null);
      }
    }),
    editor.registerMutationListener(ListItemNode, (mutations) => {
      for (const [key, mutation] of mutations) {
        const element = mutation === 'destroyed' ? null : editor.getElementByKey(key);
        if (element && element.role !== 'checkbox')
          setRole(element, editor.read(() => $isInCheckList(key)) ? 'none' : null);
      }
    }),
  );

function setRole(element: HTMLElement, role: 'group' | 'none' | null): void {
  if (role === null) element.removeAttribute('role');
  else element.setAttribute('role', role);
}

function $isCheckList(key: string): boolean {
  const node = $getNodeByKey(key);
  return $isListNode(node) && node.getListType() === 'check';
}

function $isInCheckList(key: string): boolean {
  const parent = $getNodeByKey(key)?.getParent();
  return $isListNode(parent) && parent.getListType() === 'check';
}
