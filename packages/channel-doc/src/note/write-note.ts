import {
  type NoteBlock,
  type NoteBody,
  type NoteCell,
  type NoteItem,
  type NoteLine,
  textMarks,
} from '@lectern/contracts';
import { sayingOf } from '@lectern/rich-text/note-block';
import * as Y from 'yjs';
import { lexicalFormats } from './note-layout.ts';
import { noteRoot, readNote } from './read-note.ts';

/**
 * Makes a note say exactly this, as one edit: what stands at its beginning and end already is left alone, and so are
 * the blocks' names there. Ids of the given blocks are not looked at. In the caller's transaction, if there is one.
 */
export function writeNote(doc: Y.Doc, { blocks }: NoteBody, origin: unknown = writeNote): void {
  const root = noteRoot(doc);
  doc.transact(() => {
    const held = readNote(doc).blocks;
    // Something in it is no block that we know: then nothing can be matched by its place.
    const isWhole = held.length === root.length;
    const before = isWhole ? held : [];
    const same = (a: NoteBlock | undefined, b: NoteBlock | undefined) =>
      a !== undefined && b !== undefined && sayingOf(a) === sayingOf(b);
    let from = 0;
    while (from < blocks.length && same(before[from], blocks[from])) from += 1;
    let end = 0;
    while (
      end < Math.min(blocks.length, before.length) - from &&
      same(before[before.length - 1 - end], blocks[blocks.length - 1 - end])
    )
      end += 1;
    const gone = root.length - from - end;
    if (gone > 0) root.delete(from, gone);
    const added = blocks.slice(from, blocks.length - end).map(elementOf);
    if (added.length > 0) root.insert(from, added);
    if (root.length === 0) root.insert(0, [new Y.XmlElement('paragraph')]);
  }, origin);
}

function elementOf(block: NoteBlock): Y.XmlElement {
  switch (block.t) {
    case 'p':
      return withLine(new Y.XmlElement('paragraph'), block.c);
    case 'quote':
      return withLine(new Y.XmlElement('quote'), block.c);
    case 'h':
      return withLine(make('heading', { __tag: `h${block.level}` }), block.c);
    case 'callout':
      return withLine(make('callout', { __tone: block.tone }), block.c);
    case 'list':
      return listOf(block.items);
    case 'table':
      return withChildren(new Y.XmlElement('table'), block.rows.map(rowOf));
    case 'code':
      return withCode(make('code', block.lang === undefined ? {} : { __language: block.lang }), block.s);
    case 'math':
      return make('formula-block', { __source: block.s });
    case 'rule':
      return new Y.XmlElement('rule');
  }
}

/** An element with these properties; those that are the defaults of its kind of node are left out, as Lexical does. */
function make(name: string, properties: Readonly<Record<string, unknown>>): Y.XmlElement {
  const element = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(properties)) {
    // Attributes of Yjs are typed as strings and carry any value.
    if (DEFAULTS[name]?.[key] !== value) element.setAttribute(key, value as string);
  }
  return element;
}

const DEFAULTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  heading: { __tag: 'h1' },
  callout: { __tone: 'info' },
  list: { __listType: 'number', __tag: 'ol' },
  listitem: { __value: 1 },
};

function withChildren(element: Y.XmlElement, children: (Y.XmlElement | Y.XmlText)[]): Y.XmlElement {
  if (children.length > 0) element.insert(0, children);
  return element;
}

const LIST_TYPES = { bullet: 'bullet', number: 'number', open: 'check', done: 'check' } as const;

/** Lists in lists from items with depths: an item further in stands in a list of its own, inside of an item. */
function listOf(items: readonly NoteItem[], depth = 0): Y.XmlElement {
  const type = LIST_TYPES[items.find(({ d }) => d <= depth)?.mark ?? items[0]?.mark ?? 'bullet'];
  const list = make('list', { __listType: type, __tag: type === 'number' ? 'ol' : 'ul' });
  const children: Y.XmlElement[] = [];
  let value = 1;
  for (let at = 0; at < items.length; ) {
    const item = items[at]!;
    if (item.d > depth) {
      let end = at;
      while (end < items.length && items[end]!.d > depth) end += 1;
      children.push(
        withChildren(make('listitem', { __value: value }), [listOf(items.slice(at, end), depth + 1)]),
      );
      at = end;
      continue;
    }
    const checked = type === 'check' ? { __checked: item.mark === 'done' } : {};
    children.push(withLine(make('listitem', { __value: value, ...checked }), item.c));
    value += 1;
    at += 1;
  }
  return withChildren(list, children);
}

const rowOf = (cells: readonly NoteCell[]): Y.XmlElement =>
  withChildren(
    new Y.XmlElement('tablerow'),
    cells.map(({ c, head }) =>
      withChildren(
        make('tablecell', head ? { __headerState: 1 } : {}),
        (c.length === 0 ? [[]] : c).map((line) => withLine(new Y.XmlElement('paragraph'), line)),
      ),
    ),
  );

function withLine(element: Y.XmlElement, line: NoteLine): Y.XmlElement {
  const children: (Y.XmlElement | Y.XmlText)[] = [];
  for (let at = 0; at < line.length; ) {
    const node = line[at]!;
    if (node.t === 'text') {
      const runs: { readonly s: string; readonly m?: number | undefined }[] = [];
      for (; at < line.length; at++) {
        const each = line[at]!;
        if (each.t !== 'text') break;
        runs.push(each);
      }
      children.push(textOf(runs));
      continue;
    }
    if (node.t === 'break') children.push(new Y.XmlElement('linebreak'));
    if (node.t === 'math') children.push(make('formula', { __source: node.s }));
    if (node.t === 'link') children.push(withChildren(make('link', { __url: node.href }), [textOf(node.c)]));
    at += 1;
  }
  return withChildren(element, children);
}

function withCode(element: Y.XmlElement, code: string): Y.XmlElement {
  const lines = code.split('\n');
  return withChildren(
    element,
    lines.flatMap((line, at) => [
      ...(at === 0 ? [] : [new Y.XmlElement('linebreak')]),
      ...(line === '' ? [] : [textOf([{ s: line }])]),
    ]),
  );
}

function textOf(runs: readonly { readonly s: string; readonly m?: number | undefined }[]): Y.XmlText {
  const text = new Y.XmlText();
  text.applyDelta(
    runs.map(({ s, m = 0 }) => {
      const format = (Object.keys(lexicalFormats) as (keyof typeof lexicalFormats)[]).reduce(
        (bits, mark) => (m & textMarks[mark] ? bits | lexicalFormats[mark] : bits),
        0,
      );
      return format === 0 ? { insert: s } : { insert: s, attributes: { p: { __format: format } } };
    }),
  );
  return text;
}
