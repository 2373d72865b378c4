import { NOTE_ROOT, type NoteContent, noteElements, noteRootRule } from '@lectern/channel-doc';
import * as Y from 'yjs';

/** A type in a note: its root, an element, or words. */
export interface Container {
  /** The item that put it there; a type has one name, in the document and in an update that has yet to come in. */
  readonly id: string;
  readonly kind: 'element' | 'words';
  readonly attributes: Readonly<Record<string, (value: unknown) => boolean>>;
  readonly holds: NoteContent;
  /** Elements that it stands in, itself included; the root has none. */
  readonly depth: number;
}

/** Where an item stands: in the list of a type, or under one of its keys. */
export interface Place {
  readonly in: Container;
  readonly key: string | null;
}

/**
 * What is known of an item without integrating it. `gone`: Yjs has forgotten where it stood, or what it was; whatever
 * refers to it will be forgotten as well.
 */
export interface Placed {
  readonly place: Place | 'gone';
  /** The type that begins with it; null for content that nothing can stand in. */
  readonly begins: Container | 'gone' | null;
}

const GONE: Placed = { place: 'gone', begins: 'gone' };

export const rootContainer: Container = {
  id: 'root',
  kind: 'element',
  attributes: noteRootRule.attributes,
  holds: noteRootRule.holds,
  depth: 0,
};

/** An element of the table inside of another type; null when there is no such element. */
export function elementIn(parent: Container, client: number, clock: number, name: string): Container | null {
  const rule = Object.hasOwn(noteElements, name) ? noteElements[name]! : null;
  return rule && { id: `${client}-${clock}`, kind: 'element', depth: parent.depth + 1, ...rule };
}

const NO_ATTRIBUTES = {};

export const wordsIn = (parent: Container, client: number, clock: number): Container => ({
  id: `${client}-${clock}`,
  kind: 'words',
  attributes: NO_ATTRIBUTES,
  holds: 'nothing',
  depth: parent.depth,
});

/** An item that is in the document; the caller knows that its clock is there. */
export function placedIn(doc: Y.Doc, client: number, clock: number): Placed {
  const structs = doc.store.clients.get(client)!;
  const item = structs[Y.findIndexSS(structs, clock)];
  if (!(item instanceof Y.Item) || item.parent === null) return GONE;
  const parent = containerOf(item.parent as Y.AbstractType<unknown>);
  if (parent === null) return GONE;
  const { content } = item;
  const begins =
    content instanceof Y.ContentType
      ? (containerOf(content.type) ?? 'gone')
      : content instanceof Y.ContentDeleted
        ? 'gone'
        : null;
  return { place: { in: parent, key: item.parentSub }, begins };
}

const containers = new WeakMap<Y.AbstractType<unknown>, Container>();

/** Null for a type that no note may hold: it came in before anybody looked. */
function containerOf(type: Y.AbstractType<unknown>): Container | null {
  const item = type._item;
  if (item === null) return type.doc?.share.get(NOTE_ROOT) === type ? rootContainer : null;
  const known = containers.get(type);
  if (known !== undefined) return known;
  const parent = containerOf(item.parent as Y.AbstractType<unknown>);
  if (parent === null) return null;
  const { client, clock } = item.id;
  const made =
    type instanceof Y.XmlText
      ? wordsIn(parent, client, clock)
      : type instanceof Y.XmlElement
        ? elementIn(parent, client, clock, type.nodeName)
        : null;
  if (made !== null) containers.set(type, made);
  return made;
}
