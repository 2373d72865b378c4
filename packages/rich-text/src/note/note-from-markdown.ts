import {
  type CalloutTone,
  CODE_LANGUAGE,
  isLinkTarget,
  MAX_NOTE_BLOCKS,
  MAX_NOTE_INDENT,
  type NoteBlock,
  type NoteBody,
  type NoteCell,
  type NoteItem,
  type NoteLine,
  type TextNode,
  textMarks,
} from '@lectern/contracts';
import { cleanText } from '../body-text.ts';
import { blockFormula, splitFormulas } from '../formulas.ts';

/**
 * Markdown as a note: headings, lists, check lists, tables, fences, quotes, GitHub's alerts, formulas, and in lines
 * what lines hold. It is read line by line and never fails: what means nothing is text. HTML means nothing.
 */
export function noteFromMarkdown(markdown: string): NoteBody {
  const lines = cleanText(markdown.replace(/\r\n?/g, '\n')).split('\n');
  const blocks: NoteBlock[] = [];
  for (let at = 0; at < lines.length && blocks.length < MAX_NOTE_BLOCKS; ) {
    const read = readers.reduce<Read | null>((found, reader) => found ?? reader(lines, at), null)!;
    if (read.block !== null) blocks.push(read.block);
    at = read.next;
  }
  return { blocks };
}

interface Read {
  readonly block: NoteBlock | null;
  /** The first line that it does not take. */
  readonly next: number;
}
type Reader = (lines: readonly string[], at: number) => Read | null;

const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^ {0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})\s*(\S*).*$/;
const ITEM = /^(\s*)(?:([-*+])|(\d{1,9})[.)])(?:\s+(?:\[([ xX])\]\s+)?(.*))?$/;
const QUOTE = /^ {0,3}>\s?(.*)$/;
const ALERT = /^\[!(\w+)\]\s*$/;
const TABLE_LINE = /^\s*\|.*\|\s*$/;
const TABLE_RULE = /^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/;

const tones: Readonly<Record<string, CalloutTone>> = {
  NOTE: 'info',
  INFO: 'info',
  TIP: 'tip',
  WARNING: 'warning',
  IMPORTANT: 'danger',
  CAUTION: 'danger',
  DANGER: 'danger',
};

const readBlank: Reader = (lines, at) => (lines[at]!.trim() === '' ? { block: null, next: at + 1 } : null);

const readHeading: Reader = (lines, at) => {
  const match = HEADING.exec(lines[at]!);
  if (!match) return null;
  const level = Math.min(3, match[1]!.length) as 1 | 2 | 3;
  return { block: { id: '', t: 'h', level, c: lineOf(match[2]!) }, next: at + 1 };
};

const readRule: Reader = (lines, at) =>
  RULE.test(lines[at]!) ? { block: { id: '', t: 'rule' }, next: at + 1 } : null;

const readFence: Reader = (lines, at) => {
  const match = FENCE.exec(lines[at]!);
  if (!match) return null;
  const fence = match[1]!;
  let end = at + 1;
  while (end < lines.length && !isEndOf(fence, lines[end]!)) end += 1;
  const lang = match[2]!.toLowerCase();
  const code = { id: '', t: 'code', s: lines.slice(at + 1, end).join('\n') } as const;
  return { block: CODE_LANGUAGE.test(lang) ? { ...code, lang } : code, next: end + 1 };
};

const isEndOf = (fence: string, line: string): boolean => {
  const end = line.trim();
  return end.length >= fence.length && end === fence[0]!.repeat(end.length);
};

const readFormula: Reader = (lines, at) => {
  if (!/^\s*\$\$/.test(lines[at]!)) return null;
  for (let end = at; end < Math.min(lines.length, at + MAX_FORMULA_LINES); end += 1) {
    if (end > at && lines[end]!.trim() === '') break;
    const s = blockFormula(lines.slice(at, end + 1).join('\n'));
    if (s !== null) return { block: { id: '', t: 'math', s }, next: end + 1 };
  }
  return null;
};
/** Lines of one formula: its source has room for no more that anybody writes. */
const MAX_FORMULA_LINES = 100;

const readQuote: Reader = (lines, at) => {
  const inside: string[] = [];
  let next = at;
  for (; next < lines.length; next += 1) {
    const match = QUOTE.exec(lines[next]!);
    if (!match) break;
    inside.push(match[1]!);
  }
  if (inside.length === 0) return null;
  const alert = ALERT.exec(inside[0]!.trim());
  const tone =
    alert && Object.hasOwn(tones, alert[1]!.toUpperCase()) ? tones[alert[1]!.toUpperCase()]! : null;
  const c = lineOf(joined(tone === null ? inside : inside.slice(1)));
  return { block: tone === null ? { id: '', t: 'quote', c } : { id: '', t: 'callout', tone, c }, next };
};

const readList: Reader = (lines, at) => {
  if (!ITEM.test(lines[at]!)) return null;
  const items: NoteItem[] = [];
  /** Columns where the open items begin, the outermost first. */
  const columns: number[] = [];
  let next = at;
  let text: string[] = [];
  const end = () => {
    if (text.length > 0) items[items.length - 1] = { ...items.at(-1)!, c: lineOf(joined(text)) };
    text = [];
  };
  for (; next < lines.length; next += 1) {
    const line = lines[next]!;
    const match = ITEM.exec(line);
    if (match && !RULE.test(line)) {
      end();
      const [, indent = '', bullet, , checked, words = ''] = match;
      const column = indent.replaceAll('\t', '    ').length;
      // An item stands further in than another when it begins behind that one's sign.
      while (columns.length > 0 && column < columns.at(-1)! + 2) columns.pop();
      const d = Math.min(columns.length, MAX_NOTE_INDENT);
      columns.push(column);
      const mark =
        bullet === undefined
          ? 'number'
          : checked === undefined
            ? 'bullet'
            : checked === ' '
              ? 'open'
              : 'done';
      // A check list does not go on in a list of bullets at the same depth, nor the other way around.
      items.push({ c: [], d, mark });
      text = [words];
    } else if (/^\s+\S/.test(line)) text.push(line.trim());
    else break;
  }
  end();
  return { block: { id: '', t: 'list', items }, next };
};

const readTable: Reader = (lines, at) => {
  if (!TABLE_LINE.test(lines[at]!) || !TABLE_RULE.test(lines[at + 1] ?? '')) return null;
  const rows: NoteCell[][] = [];
  let next = at;
  for (; next < lines.length && TABLE_LINE.test(lines[next]!); next += 1) {
    if (next === at + 1) continue;
    const head = next === at;
    const cells = lines[next]!.trim()
      .slice(1, -1)
      .split(/(?<!\\)\|/);
    rows.push(
      cells.map((cell) => ({
        c: cell
          .replaceAll('\\|', '|')
          .split(/<br\s*\/?>/i)
          .map((line) => lineOf(line.trim())),
        head,
      })),
    );
  }
  const width = Math.max(...rows.map((row) => row.length));
  for (const row of rows) while (row.length < width) row.push({ c: [[]], head: row[0]?.head ?? false });
  return { block: { id: '', t: 'table', rows }, next };
};

const readParagraph: Reader = (lines, at) => {
  let next = at + 1;
  while (next < lines.length && !starts(lines, next)) next += 1;
  return { block: { id: '', t: 'p', c: lineOf(joined(lines.slice(at, next))) }, next };
};

/** Whether something other than the paragraph that goes on begins here. */
const starts = (lines: readonly string[], at: number): boolean =>
  specialReaders.some((reader) => reader(lines, at) !== null);

const specialReaders = [
  readBlank,
  readFence,
  readFormula,
  readHeading,
  readRule,
  readQuote,
  readTable,
  readList,
] as const;
const readers: readonly Reader[] = [...specialReaders, readParagraph];

/** Lines that go on, as one: a backslash or two blanks at the end break it, and nothing else does. */
const joined = (lines: readonly string[]): string =>
  lines
    .map((line, at) => {
      if (at === lines.length - 1) return line.trim();
      return /(?:\\| {2,})$/.test(line) ? `${line.replace(/(?:\\| {2,})$/, '').trim()}\n` : `${line.trim()} `;
    })
    .join('');

// --- lines ---------------------------------------------------------------------------------------------------

/** One sign after another: escaped signs, code, links and addresses, then the signs of marks, then text. */
const PIECE =
  /\\([\\`*_{}[\]()#+\-.!<>$~|])|(?<!`)(`+)(?!`)([\s\S]*?[^`])\2(?!`)|\[((?:\\.|[^\]\\])*)\]\(\s*<?((?:\\.|[^\s()<>])+)>?(?:\s+"[^"]*")?\s*\)|<((?:https?|mailto):[^\s<>]+)>|(\*\*\*|\*\*|__|~~|\*|_)|([\s\S])/g;

/** Longer lines are text as they stand: nobody writes them, and looking for the ends of their signs would take long. */
const MAX_LINE = 8_000;

function lineOf(text: string): NoteLine {
  if (text.length > MAX_LINE) return [{ t: 'text', s: text.replaceAll('\n', ' ') }];
  const formulas: string[] = [];
  // What is code is no formula. Signs of marks may stand around one: so it is a sign of its own meanwhile.
  const hold = (words: string): string =>
    splitFormulas(words)
      .map((typed) => {
        if ('text' in typed) return typed.text;
        formulas.push(typed.math);
        return FORMULA_SIGN;
      })
      .join('');
  let held = '';
  let done = 0;
  const clean = text.replaceAll(FORMULA_SIGN, '');
  for (const { 0: code, index } of clean.matchAll(CODE)) {
    held += hold(clean.slice(done, index)) + code;
    done = index + code.length;
  }
  return runsOf(held + hold(clean.slice(done)), 0, formulas);
}

/** Stands for a formula; a character that no text has. */
const FORMULA_SIGN = '\ufdd0';
const CODE = /(?<![`\\])(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g;

function runsOf(text: string, marks: number, formulas: string[] | null): NoteLine {
  const line: NoteLine[number][] = [];
  const add = (s: string, m: number) => {
    for (const [at, words] of s.split('\n').entries()) {
      if (at > 0) line.push({ t: 'break' });
      const last = line.at(-1);
      if (words === '') continue;
      if (last?.t === 'text' && (last.m ?? 0) === m) line[line.length - 1] = withMarks(last.s + words, m);
      else line.push(withMarks(words, m));
    }
  };
  for (const { s, m, href } of tokensOf(text, marks)) {
    if (s === FORMULA_SIGN) {
      const formula = formulas?.shift();
      if (formula !== undefined) line.push({ t: 'math', s: formula });
    } else if (href !== undefined && formulas !== null && isLinkTarget(href)) {
      const c = runsOf(s, m, null).flatMap((node) => (node.t === 'text' ? [node] : []));
      if (c.length > 0) line.push({ t: 'link', href, c });
    } else add(s, m);
  }
  return line;
}

interface Token {
  readonly s: string;
  readonly m: number;
  readonly href?: string;
}

const SIGNS: Readonly<Record<string, number>> = {
  '***': textMarks.bold | textMarks.italic,
  '**': textMarks.bold,
  __: textMarks.bold,
  '*': textMarks.italic,
  _: textMarks.italic,
  '~~': textMarks.strike,
};

function tokensOf(text: string, marks: number): Token[] {
  const tokens: Token[] = [];
  const matches = [...text.matchAll(PIECE)];
  /** The signs that are open, with where each stands, so that one which never closes is text again. */
  const open: { readonly sign: string; readonly at: number }[] = [];
  let m = marks;
  for (const match of matches) {
    const [whole, escaped, fence, code, label, href, address, sign, other] = match;
    if (escaped !== undefined) tokens.push({ s: escaped, m });
    else if (fence !== undefined) tokens.push({ s: code!.replace(/^ (.*) $/s, '$1'), m: m | textMarks.code });
    else if (href !== undefined) tokens.push({ s: label!, m, href: href.replaceAll(/\\(.)/g, '$1') });
    else if (address !== undefined) tokens.push({ s: address.replace(/^mailto:/, ''), m, href: address });
    else if (sign !== undefined) {
      const before = text[match.index - 1] ?? ' ';
      const after = text[match.index + whole.length] ?? ' ';
      const opened = open.findIndex((each) => each.sign === sign);
      // Inside of words these are multiplication and names of things in code.
      const isCareful = sign === '*' || sign.startsWith('_');
      const isWordy = /[\p{L}\p{N}]/u;
      const mayClose = opened >= 0 && !/\s/.test(before) && !(isCareful && isWordy.test(after));
      const mayOpen = opened < 0 && !/\s/.test(after) && !(isCareful && isWordy.test(before));
      if (mayClose) {
        // What was opened inside and not closed was no sign.
        open.length = opened;
        m &= ~SIGNS[sign]!;
      } else if (mayOpen && closes(text, match.index + whole.length, sign)) {
        open.push({ sign, at: tokens.length });
        m |= SIGNS[sign]!;
      } else tokens.push({ s: whole, m });
    } else tokens.push({ s: other!, m });
  }
  return tokens;
}

/** Whether a sign that stands here has its end further on. */
function closes(text: string, from: number, sign: string): boolean {
  for (let at = text.indexOf(sign, from + 1); at >= 0; at = text.indexOf(sign, at + 1)) {
    const before = text[at - 1]!;
    const after = text[at + sign.length] ?? ' ';
    if (before === '\\' || /\s/.test(before)) continue;
    // A single star is not half of a double one.
    if (sign.length === 1 && (before === sign || after === sign)) continue;
    if ((sign === '*' || sign.startsWith('_')) && /[\p{L}\p{N}]/u.test(after)) continue;
    return true;
  }
  return false;
}

const withMarks = (s: string, m: number): TextNode => (m === 0 ? { t: 'text', s } : { t: 'text', s, m });
