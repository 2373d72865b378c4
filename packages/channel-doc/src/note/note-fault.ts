import { MAX_NOTE_DEPTH } from '@lectern/contracts';
import * as Y from 'yjs';
import {
  NOTE_ROOT,
  type NoteElementRule,
  noteContents,
  noteElements,
  noteFormats,
  noteRootRule,
} from './note-layout.ts';
import { noteRoot } from './read-note.ts';

/**
 * What a note's document holds that no note may hold, in words for an operator; null for a note in good order. Raw
 * updates are judged one by one before they come in; this walks the whole of what they have become.
 */
export function noteFault(doc: Y.Doc): string | null {
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null)
    return 'updates that wait for others';
  for (const name of doc.share.keys()) if (name !== NOTE_ROOT) return `a root named ${name.slice(0, 40)}`;
  return faultIn(noteRoot(doc), noteRootRule, 0);
}

/** The same of what one change has brought: costs as much as the change is large. */
export function changeFault(event: Y.YEvent<Y.XmlElement | Y.XmlText>): string | null {
  const { target } = event;
  if (target instanceof Y.XmlText) return faultInText(target);
  const rule = ruleOf(target);
  if (rule === null) return `something else in ${target.parent === null ? 'the note' : 'an element'}`;
  const depth = depthOf(target);
  const fault = ownFault(target, rule, depth);
  if (fault !== null) return fault;
  for (const { content } of event.changes.added) {
    const child = content instanceof Y.ContentType ? content.type : null;
    const fault = childFault(target, rule, child, depth);
    if (fault !== null) return fault;
  }
  return null;
}

const ruleOf = (element: Y.XmlElement): NoteElementRule | null =>
  element._item === null
    ? noteRootRule
    : Object.hasOwn(noteElements, element.nodeName)
      ? noteElements[element.nodeName]!
      : null;

function depthOf(element: Y.XmlElement): number {
  let depth = 0;
  let at: { readonly parent: unknown } = element;
  while (at.parent !== null && depth <= MAX_NOTE_DEPTH) {
    at = at.parent as typeof at;
    depth += 1;
  }
  return depth;
}

function faultIn(element: Y.XmlElement, rule: NoteElementRule, depth: number): string | null {
  const own = ownFault(element, rule, depth);
  if (own !== null) return own;
  for (const child of element.toArray() as unknown[]) {
    const fault = childFault(element, rule, child, depth);
    if (fault !== null) return fault;
  }
  return null;
}

function ownFault(element: Y.XmlElement, rule: NoteElementRule, depth: number): string | null {
  if (depth > MAX_NOTE_DEPTH) return 'elements that stand too deep';
  // The one key that an object with all attributes would not show.
  if (element.hasAttribute('__proto__')) return `${element.nodeName} with __proto__`;
  for (const [key, value] of Object.entries(element.getAttributes()))
    if (!Object.hasOwn(rule.attributes, key) || !rule.attributes[key]!(value))
      return `${element.nodeName} with ${key.slice(0, 40)}`;
  return null;
}

function childFault(
  parent: Y.XmlElement,
  rule: NoteElementRule,
  child: unknown,
  depth: number,
): string | null {
  const { elements, text } = noteContents[rule.holds];
  if (child instanceof Y.XmlText) return text ? faultInText(child) : 'words where none may be';
  return child instanceof Y.XmlElement && elements.includes(child.nodeName)
    ? faultIn(child, noteElements[child.nodeName]!, depth + 1)
    : `something else in ${parent.nodeName}`;
}

function faultInText(text: Y.XmlText): string | null {
  if (Object.keys(text.getAttributes()).length > 0) return 'words with properties';
  for (const { insert, attributes = {} } of text.toDelta() as { insert: unknown; attributes?: object }[]) {
    if (typeof insert !== 'string') return 'something else in words';
    for (const [key, value] of Object.entries(attributes))
      if (!Object.hasOwn(noteFormats, key) || !noteFormats[key]!(value))
        return `words with ${key.slice(0, 40)}`;
  }
  return null;
}
