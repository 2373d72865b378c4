import {
  CODE_LANGUAGE,
  calloutTones,
  isLinkTarget,
  MAX_LINK_LENGTH,
  MAX_MATH_BYTES,
  MAX_NOTE_INDENT,
} from '@lectern/contracts';

/**
 * How a note stands in its Yjs document: a tree of XML elements below one root, as the second binding of Lexical keeps
 * it. An element is named after a kind of node and has the properties of that node which differ from their defaults as
 * attributes; text that stands together is one XML text, whose formats carry the properties of its runs. The table
 * here is all that a note may hold: the server refuses updates with anything else, readers pass it over, and the
 * editor makes nothing else.
 */
export const NOTE_ROOT = 'root-v2';

/** What an element may have in it. */
export type NoteContent = 'blocks' | 'line' | 'code' | 'items' | 'rows' | 'cells' | 'words' | 'nothing';

export interface NoteElementRule {
  /** Attributes it may have, each with what its value may be. */
  readonly attributes: Readonly<Record<string, (value: unknown) => boolean>>;
  readonly holds: NoteContent;
}

const isWhole = (least: number, most: number) => (value: unknown) =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
const isOneOf =
  (...values: readonly unknown[]) =>
  (value: unknown) =>
    values.includes(value);
const isText = (most: number) => (value: unknown) => typeof value === 'string' && value.length <= most;

/** Properties that every element of Lexical has: where its lines stand, how far in, and which way they run. */
const element = {
  __format: isWhole(0, 6),
  __indent: isWhole(0, MAX_NOTE_INDENT),
  __dir: isOneOf(null, 'ltr', 'rtl'),
};
const isLinkAddress = (value: unknown) =>
  typeof value === 'string' && value.length <= MAX_LINK_LENGTH && isLinkTarget(value);

/** Longest run of cells that one cell takes the place of: as wide as a page can show. */
const MAX_SPAN = 50;
/** The largest number that a list begins with. */
const MAX_LIST_START = 1_000_000;

export const noteElements: Readonly<Record<string, NoteElementRule>> = {
  paragraph: { attributes: element, holds: 'line' },
  heading: { attributes: { ...element, __tag: isOneOf('h1', 'h2', 'h3') }, holds: 'line' },
  quote: { attributes: element, holds: 'line' },
  callout: { attributes: { ...element, __tone: isOneOf(...calloutTones) }, holds: 'line' },
  code: {
    attributes: {
      ...element,
      __language: (value) => value === null || (typeof value === 'string' && CODE_LANGUAGE.test(value)),
    },
    holds: 'code',
  },
  list: {
    attributes: {
      ...element,
      __listType: isOneOf('bullet', 'number', 'check'),
      __tag: isOneOf('ul', 'ol'),
      __start: isWhole(0, MAX_LIST_START),
    },
    holds: 'items',
  },
  listitem: {
    attributes: {
      ...element,
      __value: isWhole(0, MAX_LIST_START),
      __checked: isOneOf(true, false),
    },
    holds: 'line',
  },
  table: { attributes: { ...element, __rowStriping: isOneOf(true, false) }, holds: 'rows' },
  tablerow: { attributes: element, holds: 'cells' },
  tablecell: {
    attributes: {
      ...element,
      __headerState: isWhole(0, 3),
      __colSpan: isWhole(1, MAX_SPAN),
      __rowSpan: isWhole(1, MAX_SPAN),
    },
    holds: 'blocks',
  },
  link: { attributes: { ...element, __url: isLinkAddress }, holds: 'words' },
  linebreak: { attributes: {}, holds: 'nothing' },
  rule: { attributes: {}, holds: 'nothing' },
  formula: { attributes: { __source: isText(MAX_MATH_BYTES) }, holds: 'nothing' },
  'formula-block': { attributes: { __source: isText(MAX_MATH_BYTES) }, holds: 'nothing' },
};

/** The root has the properties of an element too: Lexical gives it a format when what is selected has no other parent. */
export const noteRootRule: NoteElementRule = { attributes: element, holds: 'blocks' };

const BLOCKS = [
  ...['paragraph', 'heading', 'quote', 'callout', 'code', 'list', 'table', 'rule', 'formula-block'],
] as const;

/** Which elements stand in what; `text` says whether words may stand there too. */
export const noteContents: Readonly<
  Record<NoteContent, { readonly elements: readonly string[]; readonly text: boolean }>
> = {
  blocks: { elements: BLOCKS, text: false },
  // A list that stands further in is the only content of an item.
  line: { elements: ['link', 'linebreak', 'formula', 'list'], text: true },
  code: { elements: ['linebreak'], text: true },
  items: { elements: ['listitem'], text: false },
  rows: { elements: ['tablerow'], text: false },
  cells: { elements: ['tablecell'], text: false },
  words: { elements: [], text: true },
  nothing: { elements: [], text: false },
};

/** Bits of a run's format as Lexical numbers them, and ours beside them. */
export const lexicalFormats = { bold: 1, italic: 2, strike: 4, code: 16 } as const;
/** All formats of Lexical, those included that we neither offer nor draw. */
const ALL_FORMATS = 2 ** 11 - 1;

const runProperties: Readonly<Record<string, (value: unknown) => boolean>> = {
  __format: isWhole(0, ALL_FORMATS),
  __detail: isWhole(0, 3),
  __mode: isWhole(0, 2),
};

/** Formats that a run of text may have: the kind of its node, its properties, and a number that keeps runs apart. */
export const noteFormats: Readonly<Record<string, (value: unknown) => boolean>> = {
  t: isOneOf('tab'),
  i: isWhole(0, 1_000_000),
  p: (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(value).every(
      ([name, each]) => Object.hasOwn(runProperties, name) && runProperties[name]!(each),
    ),
};
