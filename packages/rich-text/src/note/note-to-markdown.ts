import {
  type NoteBlock,
  type NoteBody,
  type NoteItem,
  type NoteLine,
  type TextNode,
  textMarks,
} from '@lectern/contracts';

/** A note as a Markdown file, its title as the first heading. What Markdown has no sign for comes as GitHub writes it. */
export function noteToMarkdown({ title, body }: { readonly title: string; readonly body: NoteBody }): string {
  const blocks = body.blocks.map(blockText).filter((text) => text !== '');
  return `${[`# ${escapeText(title)}`, ...blocks].join('\n\n')}\n`;
}

function blockText(block: NoteBlock): string {
  switch (block.t) {
    case 'p':
      return escapeStart(lineText(block.c));
    case 'h':
      // The title of the note is the only first heading.
      return `${'#'.repeat(block.level + 1)} ${oneLine(lineText(block.c))}`;
    case 'quote':
      return quoted(lineText(block.c));
    case 'callout':
      return `> [!${TONES[block.tone]}]\n${quoted(lineText(block.c))}`;
    case 'list':
      return listText(block.items);
    case 'table':
      return tableText(block.rows);
    case 'code': {
      const fence = fenceFor(block.s);
      return `${fence}${block.lang ?? ''}\n${block.s}\n${fence}`;
    }
    case 'math':
      return `$$\n${block.s}\n$$`;
    case 'rule':
      return '---';
  }
}

/** The names of GitHub's alerts. */
const TONES = { info: 'NOTE', tip: 'TIP', warning: 'WARNING', danger: 'CAUTION' } as const;

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');

/** Numbers begin anew behind whatever stands further out. */
function listText(items: readonly NoteItem[]): string {
  const numbers: number[] = [];
  return items
    .map(({ c, d, mark }) => {
      numbers.length = Math.min(numbers.length, d + 1);
      const number = (numbers[d] ?? 0) + 1;
      numbers[d] = number;
      const sign =
        mark === 'number' ? `${number}.` : mark === 'bullet' ? '-' : mark === 'done' ? '- [x]' : '- [ ]';
      const indent = '    '.repeat(d);
      // A line break goes on inside of the item.
      return `${indent}${sign} ${lineText(c).replaceAll('\n', `\n${indent}  `)}`.trimEnd();
    })
    .join('\n');
}

function tableText(rows: readonly (readonly { readonly c: readonly NoteLine[] }[])[]): string {
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (width === 0) return '';
  const rowText = (row: readonly { readonly c: readonly NoteLine[] }[]) => {
    const cells = Array.from({ length: width }, (_, at) =>
      (row[at]?.c ?? [])
        .map((line) => lineText(line).replaceAll('\\\n', '<br>').replaceAll('|', '\\|').replaceAll('\n', ' '))
        .join('<br>'),
    );
    return `| ${cells.join(' | ')} |`;
  };
  const [first = [], ...others] = rows;
  return [rowText(first), `|${' --- |'.repeat(width)}`, ...others.map(rowText)].join('\n');
}

function fenceFor(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  return '`'.repeat(longest + 1);
}

const oneLine = (text: string): string => text.replaceAll('\\\n', ' ');

const lineText = (line: NoteLine): string => line.map(inlineText).join('');

function inlineText(node: NoteLine[number]): string {
  switch (node.t) {
    case 'break':
      return '\\\n';
    case 'math':
      return `$${node.s}$`;
    case 'link':
      return `[${node.c.map(runText).join('')}](${node.href.replaceAll('(', '%28').replaceAll(')', '%29')})`;
    case 'text':
      return runText(node);
  }
}

function runText({ s, m = 0 }: TextNode): string {
  // Signs of marks stand at words, not at blanks.
  const [, before = '', words = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(s) ?? [];
  if (words === '') return s;
  let text = m & textMarks.code ? codeText(words) : escapeText(words);
  if (m & textMarks.strike) text = `~~${text}~~`;
  if (m & textMarks.italic) text = `_${text}_`;
  if (m & textMarks.bold) text = `**${text}**`;
  return `${before}${text}${after}`;
}

function codeText(code: string): string {
  const longest = Math.max(0, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const room = code.startsWith('`') || code.endsWith('`') ? ' ' : '';
  return `${fence}${room}${code}${room}${fence}`;
}

/** Signs that would mean something stay signs. */
const escapeText = (text: string): string => text.replaceAll(/[\\`*_[\]<>$~|]/g, (sign) => `\\${sign}`);

/** A paragraph that begins like a heading or a list is a paragraph. */
const escapeStart = (text: string): string =>
  text.replace(/^(\s*)(#{1,6}\s|[-+]\s|-{3,}$)/, '$1\\$2').replace(/^(\s*\d+)([.)]\s)/, '$1\\$2');
