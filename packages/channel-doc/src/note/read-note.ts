import {
  type CalloutTone,
  CODE_LANGUAGE,
  calloutTones,
  type HeadingLevel,
  isLinkTarget,
  MAX_NOTE_BLOCKS,
  MAX_NOTE_DEPTH,
  MAX_NOTE_INDENT,
  type NoteBlock,
  type NoteBody,
  type NoteCell,
  type NoteItem,
  type NoteLine,
  type TextNode,
  textMarks,
} from '@lectern/contracts';
import * as Y from 'yjs';
import { lexicalFormats, NOTE_ROOT } from './note-layout.ts';
import { type ClientRun, cut, writerOf, writtenIn } from './written-runs.ts';

/** Hears who wrote the words of a node that was read. */
export type HearWritten = (node: object, runs: readonly ClientRun[]) => void;

/** Where a note stands in its document. */
export const noteRoot = (doc: Y.Doc): Y.XmlElement => doc.get(NOTE_ROOT, Y.XmlElement) as Y.XmlElement;

/** A note as its readers see it. Whatever a note may not hold is passed over; what stands too deep or too far too. */
export function readNote(
  doc: Y.Doc,
  read: (element: Y.XmlElement) => NoteBlock | null = (element) => blockOf(element),
): NoteBody {
  const blocks: NoteBlock[] = [];
  for (const child of childrenOf(noteRoot(doc))) {
    if (blocks.length >= MAX_NOTE_BLOCKS) break;
    if (!(child instanceof Y.XmlElement)) continue;
    const block = read(child);
    if (block !== null) blocks.push(block);
  }
  return { blocks };
}

/** The name of a block: that of the item that put it there, which no two items share. */
export function blockIdOf(element: Y.XmlElement): string {
  const id = element._item?.id;
  return id === undefined ? '' : `${id.client}-${id.clock}`;
}

/** What an element below the root says, or null when it is no block. */
export function blockOf(element: Y.XmlElement, hear?: HearWritten): NoteBlock | null {
  const id = blockIdOf(element);
  switch (element.nodeName) {
    case 'paragraph':
      return { id, t: 'p', c: lineOf(element, hear) };
    case 'quote':
      return { id, t: 'quote', c: lineOf(element, hear) };
    case 'heading':
      return { id, t: 'h', level: levelOf(element), c: lineOf(element, hear) };
    case 'callout':
      return { id, t: 'callout', tone: toneOf(element), c: lineOf(element, hear) };
    case 'list':
      return { id, t: 'list', items: itemsOf(element, 0, hear) };
    case 'table':
      return { id, t: 'table', rows: elementsOf(element, 'tablerow').map((row) => cellsOf(row, hear)) };
    case 'code': {
      const lang = attribute(element, '__language');
      const { s, runs } = plainTextOf(element);
      const code: NoteBlock =
        typeof lang === 'string' && CODE_LANGUAGE.test(lang)
          ? { id, t: 'code', s, lang }
          : { id, t: 'code', s };
      hear?.(code, runs);
      return code;
    }
    case 'formula-block':
      return heard({ id, t: 'math', s: sourceOf(element) }, element, hear);
    case 'rule':
      return { id, t: 'rule' };
    default:
      return null;
  }
}

/** The items of a list and of the lists in it, one after another, each with its depth. */
function itemsOf(list: Y.XmlElement, depth: number, hear: HearWritten | undefined): NoteItem[] {
  // What is a default in Lexical is not written down.
  const type = attribute(list, '__listType') ?? 'number';
  return elementsOf(list, 'listitem').flatMap((item): NoteItem[] => {
    const lists = elementsOf(item, 'list');
    const inner = depth < MAX_NOTE_DEPTH ? lists.flatMap((each) => itemsOf(each, depth + 1, hear)) : [];
    const c = lineOf(item, hear);
    // An item that only holds a list is how Lexical writes a list further in. Words beside that are read as well: an
    // editor shows them, and nobody could erase what no reader sees.
    if (lists.length > 0 && c.length === 0) return inner;
    const checked = attribute(item, '__checked') === true;
    const mark = type === 'number' ? 'number' : type === 'check' ? (checked ? 'done' : 'open') : 'bullet';
    return [{ c, d: Math.min(depth, MAX_NOTE_INDENT), mark }, ...inner];
  });
}

const cellsOf = (row: Y.XmlElement, hear: HearWritten | undefined): NoteCell[] =>
  elementsOf(row, 'tablecell').map((cell) => ({
    c: childrenOf(cell).flatMap((child) => (child instanceof Y.XmlElement ? linesOf(child, hear) : [])),
    head: Number(attribute(cell, '__headerState') ?? 0) > 0,
  }));

/** A block inside of a cell, as the lines of it. */
function linesOf(element: Y.XmlElement, hear: HearWritten | undefined): NoteLine[] {
  let runs: readonly ClientRun[] = [];
  const block = blockOf(
    element,
    hear &&
      ((node, ofNode) => {
        hear(node, ofNode);
        runs = ofNode;
      }),
  );
  switch (block?.t) {
    case 'p':
    case 'quote':
    case 'h':
    case 'callout':
      return [block.c];
    case 'list':
      return block.items.map(({ c }) => c);
    case 'table':
      return block.rows.flatMap((row) => row.flatMap(({ c }) => c));
    case 'code': {
      let from = 0;
      return block.s.split('\n').map((s): NoteLine => {
        const node: TextNode = { t: 'text', s, m: textMarks.code };
        hear?.(node, cut(runs, from, from + s.length));
        from += s.length + 1;
        return s === '' ? [] : [node];
      });
    }
    case 'math':
      return [[heard({ t: 'math', s: block.s }, element, hear)]];
    default:
      return [];
  }
}

function lineOf(element: Y.XmlElement, hear: HearWritten | undefined): NoteLine {
  return childrenOf(element).flatMap((child): NoteLine => {
    if (child instanceof Y.XmlText) return runsOf(child, hear);
    if (!(child instanceof Y.XmlElement)) return [];
    switch (child.nodeName) {
      case 'linebreak':
        return [{ t: 'break' }];
      case 'formula':
        return [heard({ t: 'math', s: sourceOf(child) }, child, hear)];
      case 'link': {
        const href = attribute(child, '__url');
        const c = childrenOf(child).flatMap((inner) =>
          inner instanceof Y.XmlText ? runsOf(inner, hear) : [],
        );
        if (c.length === 0) return [];
        return typeof href === 'string' && isLinkTarget(href) ? [{ t: 'link', href, c }] : c;
      }
      default:
        return [];
    }
  });
}

const OUR_MARKS = Object.keys(lexicalFormats) as (keyof typeof lexicalFormats)[];

function runsOf(text: Y.XmlText, hear: HearWritten | undefined): TextNode[] {
  const runs: TextNode[] = [];
  for (const { insert, attributes } of text.toDelta() as {
    insert: unknown;
    attributes?: { p?: unknown };
  }[]) {
    if (typeof insert !== 'string' || insert === '') continue;
    const said = storable(insert);
    const properties = attributes?.p;
    const format = typeof properties === 'object' && properties !== null ? own(properties, '__format') : 0;
    const bits = typeof format === 'number' ? format : 0;
    const m = OUR_MARKS.reduce((all, mark) => (bits & lexicalFormats[mark] ? all | textMarks[mark] : all), 0);
    const last = runs.at(-1);
    if (last !== undefined && (last.m ?? 0) === m) last.s += said;
    else runs.push(m === 0 ? { t: 'text', s: said } : { t: 'text', s: said, m });
  }
  if (hear !== undefined) {
    const written = writtenIn(text);
    let from = 0;
    for (const run of runs) {
      hear(run, cut(written, from, from + run.s.length));
      from += run.s.length;
    }
  }
  return runs;
}

/** The words of an element whose lines end with line breaks, and who wrote them. */
function plainTextOf(element: Y.XmlElement): { readonly s: string; readonly runs: readonly ClientRun[] } {
  let s = '';
  const runs: ClientRun[] = [];
  for (const child of element.toArray()) {
    if (child instanceof Y.XmlText) {
      s += runsOf(child, (_, ofNode) => runs.push(...ofNode))
        .map((run) => run.s)
        .join('');
    } else {
      s += '\n';
      runs.push([1, child._item!.id.client]);
    }
  }
  return { s, runs };
}

/** A formula, of which the whole was written by who wrote its source last. */
function heard<const Formula extends { readonly s: string }>(
  formula: Formula,
  element: Y.XmlElement,
  hear: HearWritten | undefined,
): Formula {
  hear?.(formula, [[formula.s.length, writerOf(element, '__source')]]);
  return formula;
}

const childrenOf = (element: Y.XmlElement): unknown[] => element.toArray();

const elementsOf = (element: Y.XmlElement, name: string): Y.XmlElement[] =>
  childrenOf(element).flatMap((child) =>
    child instanceof Y.XmlElement && child.nodeName === name ? [child] : [],
  );

const attribute = (element: Y.XmlElement, name: string): unknown => element.getAttribute(name);

function levelOf(element: Y.XmlElement): HeadingLevel {
  const tag = attribute(element, '__tag');
  return tag === 'h2' ? 2 : tag === 'h3' ? 3 : 1;
}

const toneOf = (element: Y.XmlElement): CalloutTone =>
  calloutTones.find((tone) => tone === attribute(element, '__tone')) ?? 'info';

const sourceOf = (element: Y.XmlElement): string => {
  const source = attribute(element, '__source');
  return typeof source === 'string' ? storable(source) : '';
};

/** Yjs carries a NUL as it is; nobody can see one, and Postgres keeps none in JSON. What stands for it is as long. */
const storable = (text: string): string => text.replaceAll('\0', '\ufffd');

const own = (value: object, key: string): unknown =>
  Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
