import { MAX_NOTE_BLOCKS, MAX_NOTE_DEPTH } from '@lectern/contracts';
import * as Y from 'yjs';
import { type NoteContent, noteContents, noteElements, noteFormats } from './note-layout.ts';
import { noteRoot } from './read-note.ts';

/**
 * What a note holds that it may not, in words for a log; null when there is nothing. The server lets no such thing in:
 * who finds one has an older app than its writer, or a document that somebody has tampered with.
 */
export const noteFault = (doc: Y.Doc): string | null => faultIn(noteRoot(doc));

/** The same of what one change has brought: costs as much as the change is large. */
export function changeFault(event: Y.YEvent<Y.XmlElement | Y.XmlText>): string | null {
  const { target } = event;
  if (!(target instanceof Y.XmlElement)) return faultIn(target);
  const fault = ownFault(target);
  if (fault !== null) return fault;
  const holds = contentOf(target)!;
  for (const { content } of event.changes.added) {
    const child = content instanceof Y.ContentType ? content.type : null;
    const fault =
      childFault(holds, child) ??
      (child instanceof Y.XmlElement || child instanceof Y.XmlText ? faultIn(child) : null);
    if (fault !== null) return fault;
  }
  return null;
}

/**
 * What is wrong with one part of a note: an element with everything in it, or a text. Only loops, no recursion: what
 * is nested without end ends here.
 */
function faultIn(part: Y.XmlElement | Y.XmlText): string | null {
  const open: { part: unknown; depth: number }[] = [{ part, depth: depthOf(part) }];
  let seen = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { part, depth } = next;
    // Texts, links and line breaks stand beside the blocks, rows and items that are counted.
    if (++seen > MAX_PARTS) return 'has too many elements';
    if (depth > MAX_NOTE_DEPTH) return 'stands too deep';
    if (part instanceof Y.XmlText) {
      const fault = textFault(part);
      if (fault !== null) return fault;
      continue;
    }
    if (!(part instanceof Y.XmlElement) || part instanceof Y.XmlHook) return 'is no element';
    const fault = ownFault(part);
    if (fault !== null) return fault;
    const holds = contentOf(part)!;
    for (const child of part.toArray()) {
      const fault = childFault(holds, child);
      if (fault !== null) return fault;
      open.push({ part: child, depth: depth + 1 });
    }
  }
  return null;
}

/** Room for every block with a line of many pieces in it. */
const MAX_PARTS = 20 * MAX_NOTE_BLOCKS;

const isRoot = (element: Y.XmlElement): boolean => element._item === null;

const contentOf = (element: Y.XmlElement): NoteContent | null =>
  isRoot(element)
    ? 'blocks'
    : Object.hasOwn(noteElements, element.nodeName)
      ? noteElements[element.nodeName]!.holds
      : null;

/** What is wrong with an element's kind and attributes. */
function ownFault(element: Y.XmlElement): string | null {
  const attributes = element.getAttributes() as Record<string, unknown>;
  if (isRoot(element)) return Object.keys(attributes).length === 0 ? null : 'has attributes at its root';
  if (!Object.hasOwn(noteElements, element.nodeName)) return `has an element "${element.nodeName}"`;
  const rule = noteElements[element.nodeName]!;
  for (const [name, value] of Object.entries(attributes)) {
    if (!Object.hasOwn(rule.attributes, name) || !rule.attributes[name]!(value))
      return `has "${name}" on a "${element.nodeName}"`;
  }
  return null;
}

function childFault(holds: NoteContent, child: unknown): string | null {
  const { elements, text } = noteContents[holds];
  if (child instanceof Y.XmlText) return text ? null : `has words among ${holds}`;
  if (!(child instanceof Y.XmlElement)) return 'has something that is no element';
  return elements.includes(child.nodeName) ? null : `has "${child.nodeName}" among ${holds}`;
}

function textFault(text: Y.XmlText): string | null {
  if (Object.keys(text.getAttributes()).length > 0) return 'has attributes on a text';
  for (const { insert, attributes = {} } of text.toDelta() as {
    insert: unknown;
    attributes?: Record<string, unknown>;
  }[]) {
    if (typeof insert !== 'string') return 'has something in a text that is no text';
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && (!Object.hasOwn(noteFormats, name) || !noteFormats[name]!(value)))
        return `has a format "${name}"`;
    }
  }
  return null;
}

function depthOf(part: Y.XmlElement | Y.XmlText): number {
  let depth = 0;
  let parent: { parent: unknown } | null = part;
  while (depth <= MAX_NOTE_DEPTH) {
    parent = parent.parent as { parent: unknown } | null;
    if (parent === null) break;
    depth += 1;
  }
  return depth;
}
