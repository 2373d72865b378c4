import {
  type CalloutTone,
  CODE_LANGUAGE,
  calloutTones,
  isLinkTarget,
  MAX_MATH_BYTES,
  MAX_NOTE_BLOCKS,
  MAX_NOTE_INDENT,
  type NoteBlock,
  type NoteBody,
  type NoteItem,
  type NoteLine,
  textMarks,
} from '@lectern/contracts';
import { cleanText } from '@lectern/rich-text';
import { inertDocument, looksOf } from './inert-document.ts';

/**
 * HTML from the clipboard as a note, as Word, Google Docs, Moodle and our own reader write it. It is parsed into a
 * document that runs nothing and loads nothing, which is walked once; words and the few things that a note can hold
 * are read out of it, and it is thrown away. Null when the browser parses nothing for us.
 */
export function readHtml(html: string): NoteBody | null {
  const page = inertDocument(html);
  if (page === null) return null;
  const reader = new Reader();
  reader.blocks(page.body, 0, PLAIN);
  reader.endLine();
  return { blocks: reader.done.slice(0, MAX_NOTE_BLOCKS) };
}

/** How words look here. */
interface Look {
  readonly m: number;
  readonly href: string | null;
  readonly pre: boolean;
}
const PLAIN: Look = { m: 0, href: null, pre: false };

/** Elements inside of each other that are followed; the words of deeper ones are left out. */
const MAX_DEPTH = 100;

const BLOCKS = new Set([
  ...['P', 'DIV', 'SECTION', 'ARTICLE', 'MAIN', 'HEADER', 'FOOTER', 'ASIDE', 'NAV', 'FIGURE', 'FIGCAPTION'],
  ...[
    'H1',
    'H2',
    'H3',
    'H4',
    'H5',
    'H6',
    'BLOCKQUOTE',
    'PRE',
    'UL',
    'OL',
    'LI',
    'TABLE',
    'HR',
    'DL',
    'DT',
    'DD',
  ],
  ...[
    'ADDRESS',
    'DETAILS',
    'SUMMARY',
    'FORM',
    'FIELDSET',
    'CENTER',
    'TR',
    'TD',
    'TH',
    'TBODY',
    'THEAD',
    'TFOOT',
  ],
]);
const SKIPPED = new Set([
  ...[
    'SCRIPT',
    'STYLE',
    'TEMPLATE',
    'NOSCRIPT',
    'IFRAME',
    'OBJECT',
    'EMBED',
    'SVG',
    'CANVAS',
    'AUDIO',
    'VIDEO',
  ],
  ...[
    'HEAD',
    'META',
    'LINK',
    'TITLE',
    'SELECT',
    'TEXTAREA',
    'BUTTON',
    'MAP',
    'FRAMESET',
    'FRAME',
    'NOFRAMES',
  ],
]);

/** The kind of block that the words of a line will be. */
type LineKind =
  | { readonly t: 'p' | 'quote' }
  | { readonly t: 'h'; readonly level: 1 | 2 | 3 }
  | { readonly t: 'callout'; readonly tone: CalloutTone }
  | { readonly t: 'item'; readonly d: number; readonly mark: NoteItem['mark'] };

class Reader {
  readonly done: NoteBlock[] = [];
  #line: NoteLine[number][] = [];
  #kind: LineKind = { t: 'p' };

  /** Reads what stands in an element: blocks, and lines of what stands between them. */
  blocks(parent: Node, depth: number, look: Look): void {
    if (depth > MAX_DEPTH || this.done.length > MAX_NOTE_BLOCKS) return;
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) this.#words(node.nodeValue ?? '', look);
      else if (node.nodeType === Node.ELEMENT_NODE) this.#element(node as HTMLElement, depth, look);
    }
  }

  endLine(): void {
    const c = trimmed(this.#line);
    this.#line = [];
    const kind = this.#kind;
    if (c.length === 0 && kind.t !== 'item') return;
    if (kind.t !== 'item') {
      this.done.push({ id: '', ...kind, c });
      return;
    }
    const item: NoteItem = { c, d: kind.d, mark: kind.mark };
    const last = this.done.at(-1);
    if (last?.t === 'list') this.done[this.done.length - 1] = { ...last, items: [...last.items, item] };
    else this.done.push({ id: '', t: 'list', items: [item] });
    // More of the same item is a paragraph of its own.
    this.#kind = { t: 'p' };
  }

  #element(element: HTMLElement, depth: number, look: Look): void {
    const name = element.tagName.toUpperCase();
    if (SKIPPED.has(name) || element.hidden) return;
    const source = formulaSource(element);
    if (source !== null) {
      if (element.matches('.katex-display, [data-block-formula]') || element.closest('.katex-display')) {
        this.endLine();
        this.done.push({ id: '', t: 'math', s: source });
      } else this.#line.push({ t: 'math', s: source });
      return;
    }
    if (name === 'BR') {
      this.#line.push({ t: 'break' });
      return;
    }
    if (name === 'INPUT' || name === 'IMG') return;
    const inner = lookOf(element, look);
    if (!BLOCKS.has(name)) {
      // Google Docs wraps everything in a bold that is none.
      this.blocks(element, depth + 1, inner);
      return;
    }
    this.#block(name, element, depth, inner);
  }

  #block(name: string, element: HTMLElement, depth: number, look: Look): void {
    switch (name) {
      case 'UL':
      case 'OL':
        this.endLine();
        this.#list(element, depth, 0);
        this.#kind = { t: 'p' };
        return;
      case 'TABLE':
        this.endLine();
        this.#table(element as HTMLTableElement, depth);
        return;
      case 'PRE':
        this.endLine();
        this.#code(element);
        return;
      case 'HR':
        this.endLine();
        this.done.push({ id: '', t: 'rule' });
        return;
      default: {
        const word = wordItem(element);
        if (word !== null) {
          this.#wordItem(element, word, depth, look);
          return;
        }
        const kind = kindOf(name, element) ?? this.#kind;
        this.#as(kind, () => this.blocks(element, depth + 1, look));
      }
    }
  }

  /** What is read meanwhile is of this kind. */
  #as(kind: LineKind, read: () => void): void {
    // The first block in an item or a quote is the item or the quote itself.
    const isInside = this.#kind.t === 'item' && kind.t === 'item' && this.#line.length === 0;
    if (!isInside && this.#line.length > 0) this.endLine();
    const before = this.#kind.t === 'item' ? ({ t: 'p' } as const) : this.#kind;
    this.#kind = kind;
    read();
    if (this.#line.length > 0) this.endLine();
    if (this.#kind.t !== 'item') this.#kind = before;
  }

  #list(list: HTMLElement, depth: number, d: number): void {
    if (depth > MAX_DEPTH) return;
    const numbered = list.tagName.toUpperCase() === 'OL';
    for (const child of list.children) {
      const name = child.tagName.toUpperCase();
      if (name === 'UL' || name === 'OL') {
        this.#list(child as HTMLElement, depth + 1, Math.min(MAX_NOTE_INDENT, d + 1));
        continue;
      }
      if (name !== 'LI') continue;
      this.#item(child as HTMLElement, depth, d, numbered);
    }
  }

  #item(item: HTMLElement, depth: number, d: number, numbered: boolean): void {
    const box = item.querySelector(
      ':scope > input[type=checkbox], :scope > p > input[type=checkbox], :scope > label > input[type=checkbox]',
    );
    const state = item.getAttribute('aria-checked');
    const isCheck = box !== null || (item.getAttribute('role') === 'checkbox' && state !== null);
    const isDone = box?.hasAttribute('checked') || state === 'true';
    const mark = isCheck ? (isDone ? 'done' : 'open') : numbered ? 'number' : 'bullet';
    const inner: HTMLElement[] = [];
    const lines = new Reader();
    for (const child of item.childNodes) {
      const name = child.nodeName.toUpperCase();
      if (name === 'UL' || name === 'OL') inner.push(child as HTMLElement);
      else if (child.nodeType === Node.TEXT_NODE) lines.#words(child.nodeValue ?? '', PLAIN);
      else if (child.nodeType === Node.ELEMENT_NODE) lines.#element(child as HTMLElement, depth + 1, PLAIN);
    }
    lines.endLine();
    const c = linesIn(lines.done).flatMap(
      (line, at): NoteLine => (at > 0 ? [{ t: 'break' }, ...line] : line),
    );
    if (c.length > 0 || inner.length === 0) {
      this.#kind = { t: 'item', d, mark };
      this.#line = [...c];
      this.endLine();
    }
    for (const list of inner) this.#list(list, depth + 1, Math.min(MAX_NOTE_INDENT, d + 1));
  }

  /** Word writes items as paragraphs, with the number or the bullet typed out in a part of its own. */
  #wordItem(
    element: HTMLElement,
    { d, mark }: { d: number; mark: 'bullet' | 'number' },
    depth: number,
    look: Look,
  ): void {
    this.endLine();
    this.#kind = { t: 'item', d, mark };
    this.blocks(element, depth + 1, look);
    this.endLine();
  }

  #table(table: HTMLTableElement, depth: number): void {
    const rows = [...table.rows]
      .slice(0, MAX_NOTE_BLOCKS)
      .map((row) =>
        [...row.cells].slice(0, MAX_COLUMNS).map((cell) => {
          const inside = new Reader();
          inside.blocks(cell, depth + 1, PLAIN);
          inside.endLine();
          return { c: linesIn(inside.done), head: cell.tagName.toUpperCase() === 'TH' };
        }),
      )
      .filter((row) => row.length > 0);
    const width = Math.max(0, ...rows.map((row) => row.length));
    if (width === 0) return;
    // A table of one cell is how pages are laid out.
    if (rows.length === 1 && width === 1) {
      for (const c of rows[0]![0]!.c) this.done.push({ id: '', t: 'p', c });
      return;
    }
    for (const row of rows) while (row.length < width) row.push({ c: [], head: false });
    this.done.push({ id: '', t: 'table', rows });
  }

  #code(element: HTMLElement): void {
    const named = /(?:language|lang|brush:)-?\s*([\w+#.-]+)/.exec(
      `${element.className} ${element.firstElementChild?.className ?? ''} ${element.dataset.language ?? ''}`,
    );
    const lang = (element.dataset.language ?? named?.[1] ?? '').toLowerCase();
    const s = cleanText(codeText(element)).replace(/\n$/, '');
    if (s === '') return;
    this.done.push(CODE_LANGUAGE.test(lang) ? { id: '', t: 'code', s, lang } : { id: '', t: 'code', s });
  }

  #words(text: string, { m, href, pre }: Look): void {
    let s = cleanText(text).replaceAll(/[\u00ad\u200b\ufeff]/g, '');
    if (!pre) s = s.replaceAll(/[ \t\n\r\f]+/g, ' ');
    s = s.replaceAll('\u00a0', ' ');
    const last = this.#line.at(-1);
    if (!pre && (last === undefined || last.t === 'break')) s = s.trimStart();
    if (s === '') return;
    const run = { t: 'text' as const, s, ...(m === 0 ? {} : { m }) };
    if (href === null) {
      if (last?.t === 'text' && (last.m ?? 0) === m) {
        const joined = !pre && last.s.endsWith(' ') ? s.trimStart() : s;
        this.#line[this.#line.length - 1] = { ...last, s: last.s + joined };
      } else this.#line.push(run);
    } else if (last?.t === 'link' && last.href === href)
      this.#line[this.#line.length - 1] = { ...last, c: [...last.c, run] };
    else this.#line.push({ t: 'link', href, c: [run] });
  }
}

/** As wide as a page can show. */
const MAX_COLUMNS = 50;

function kindOf(name: string, element: HTMLElement): LineKind | null {
  if (/^H[1-6]$/.test(name)) return { t: 'h', level: Math.min(3, Number(name[1])) as 1 | 2 | 3 };
  if (name === 'BLOCKQUOTE') return { t: 'quote' };
  const tone = calloutTones.find((each) => each === element.dataset.tone);
  if (tone !== undefined) return { t: 'callout', tone };
  // Headings that Word and Moodle write as paragraphs of a style.
  const style = /MsoTitle|MsoHeading([1-6])?/.exec(element.className);
  if (style) return { t: 'h', level: Math.min(3, Number(style[1] ?? 1)) as 1 | 2 | 3 };
  return null;
}

function wordItem(element: HTMLElement): { d: number; mark: 'bullet' | 'number' } | null {
  const list = /mso-list:\s*l\d+\s+level(\d+)/i.exec(looksOf(element));
  if (list === null) return null;
  const sign = [...element.querySelectorAll('span')].find((span) =>
    /mso-list:\s*Ignore/i.test(looksOf(span)),
  );
  const mark = /^\s*[\da-z]{1,4}[.)]/i.test(sign?.textContent ?? '') ? 'number' : 'bullet';
  sign?.remove();
  return { d: Math.min(MAX_NOTE_INDENT, Math.max(0, Number(list[1]) - 1)), mark };
}

/** How words look in an element: by its name, and by the few declarations with which Google Docs and Word say it. */
function lookOf(element: HTMLElement, { m, href, pre }: Look): Look {
  const name = element.tagName.toUpperCase();
  const style = looksOf(element);
  const weight = /(?:^|[;\s])font-weight:\s*(\w+)/i.exec(style)?.[1]?.toLowerCase();
  let marks = m;
  const put = (mark: number, on: boolean) => {
    marks = on ? marks | mark : marks & ~mark;
  };
  if (name === 'B' || name === 'STRONG') put(textMarks.bold, true);
  if (name === 'I' || name === 'EM' || name === 'CITE' || name === 'VAR') put(textMarks.italic, true);
  if (name === 'S' || name === 'DEL' || name === 'STRIKE') put(textMarks.strike, true);
  if (name === 'CODE' || name === 'KBD' || name === 'SAMP' || name === 'TT') put(textMarks.code, true);
  if (weight !== undefined)
    put(textMarks.bold, weight === 'bold' || weight === 'bolder' || Number(weight) >= 600);
  if (/(?:^|[;\s])font-style:\s*italic/i.test(style)) put(textMarks.italic, true);
  if (/(?:^|[;\s])font-style:\s*normal/i.test(style)) put(textMarks.italic, false);
  if (/text-decoration[\w-]*:[^;]*line-through/i.test(style)) put(textMarks.strike, true);
  const address = name === 'A' ? element.getAttribute('href') : null;
  return {
    // Headings are bold by themselves.
    m: /^H[1-6]$/.test(name) ? 0 : marks,
    href: address !== null && isLinkTarget(address) ? address : href,
    pre: pre || /white-space:\s*(?:pre|break-spaces)/i.test(style),
  };
}

/** The LaTeX of a formula, as KaTeX, MathJax, Moodle and we leave it in a page. */
function formulaSource(element: HTMLElement): string | null {
  const own = element.dataset.formula;
  const isKatex = element.matches('.katex, .katex-display, math, mjx-container');
  const source =
    own ?? (isKatex ? element.querySelector('annotation[encoding="application/x-tex"]')?.textContent : null);
  if (source === null || source === undefined || source.trim() === '') return null;
  return new TextEncoder().encode(source).length <= MAX_MATH_BYTES ? source.trim() : null;
}

function codeText(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue ?? '';
  if (node.nodeName.toUpperCase() === 'BR') return '\n';
  return [...node.childNodes].map(codeText).join('');
}

/** Blocks as lines: what stands in an item or in a cell. */
const linesIn = (blocks: readonly NoteBlock[]): NoteLine[] => blocks.flatMap(linesOfBlock);

function linesOfBlock(block: NoteBlock): NoteLine[] {
  switch (block.t) {
    case 'p':
    case 'h':
    case 'quote':
    case 'callout':
      return [block.c];
    case 'list':
      return block.items.map(({ c }) => c);
    case 'code':
      return block.s
        .split('\n')
        .map((s): NoteLine => (s === '' ? [] : [{ t: 'text', s, m: textMarks.code }]));
    case 'math':
      return [[{ t: 'math', s: block.s }]];
    case 'table':
      return block.rows.map((row) =>
        row.flatMap(
          ({ c }, at): NoteLine => [...(at > 0 ? [{ t: 'text' as const, s: ' ' }] : []), ...c.flat()],
        ),
      );
    case 'rule':
      return [];
  }
}

/** Without breaks and blanks at its ends. */
function trimmed(line: readonly NoteLine[number][]): NoteLine {
  const rest = [...line];
  while (rest.at(-1)?.t === 'break') rest.pop();
  while (rest[0]?.t === 'break') rest.shift();
  const last = rest.at(-1);
  if (last?.t === 'text') {
    const s = last.s.trimEnd();
    if (s === '') rest.pop();
    else rest[rest.length - 1] = { ...last, s };
  }
  return rest;
}
