import {
  type CalloutTone,
  type NoteBlock,
  type NoteBody,
  type NoteItem,
  type NoteLine,
  type TextNode,
  textMarks,
} from '@lectern/contracts';

/**
 * A note as a page of its own, which needs nothing else: no script, no font, no address is loaded from it. Formulas
 * stand there as their LaTeX, which other programs understand. This is the one place where a note becomes a string of
 * HTML, and it becomes a file: no page of ours ever takes it.
 */
export function noteToHtml({
  title,
  body,
  tones,
}: {
  readonly title: string;
  readonly body: NoteBody;
  /** What each kind of callout is called. */
  readonly tones: Readonly<Record<CalloutTone, string>>;
}): string {
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>
${STYLE}
</style>
</head>
<body>
<h1 dir="auto">${escaped(title)}</h1>
${body.blocks.map((block) => blockHtml(block, tones)).join('\n')}
</body>
</html>
`;
}

const STYLE = `body{font:16px/1.6 system-ui,sans-serif;max-width:46em;margin:2em auto;padding:0 1em}
pre,code{font-family:ui-monospace,monospace;font-size:.9em}
pre{padding:.8em 1em;border:1px solid #ccc;border-radius:8px;overflow:auto}
table{border-collapse:collapse}th,td{border:1px solid #bbb;padding:.3em .7em;text-align:start;vertical-align:top}
blockquote,aside{margin:1em 0;padding:.1em 1em;border-inline-start:3px solid #888}
ul.checks{list-style:none;padding-inline-start:1em}`;

function blockHtml(block: NoteBlock, tones: Readonly<Record<CalloutTone, string>>): string {
  switch (block.t) {
    case 'p':
      return `<p dir="auto">${lineHtml(block.c)}</p>`;
    case 'h':
      return `<h${block.level + 1} dir="auto">${lineHtml(block.c)}</h${block.level + 1}>`;
    case 'quote':
      return `<blockquote dir="auto"><p>${lineHtml(block.c)}</p></blockquote>`;
    case 'callout':
      // What kind it is has no say in where its words begin.
      return `<aside dir="auto"><p><strong dir="auto">${escaped(tones[block.tone])}</strong> ${lineHtml(block.c)}</p></aside>`;
    case 'list':
      return listHtml(block.items, ' dir="auto"');
    case 'table':
      return `<table dir="auto">\n${block.rows
        .map((row) => `<tr>${row.map(({ c, head }) => cellHtml(c, head)).join('')}</tr>`)
        .join('\n')}\n</table>`;
    case 'code': {
      const name = block.lang === undefined ? '' : ` class="language-${escaped(block.lang)}"`;
      return `<pre dir="ltr"><code${name}>${escaped(block.s)}</code></pre>`;
    }
    case 'math':
      return `<p class="math" dir="ltr">\\[${escaped(block.s)}\\]</p>`;
    case 'rule':
      return '<hr>';
  }
}

const cellHtml = (lines: readonly NoteLine[], head: boolean): string => {
  const name = head ? 'th' : 'td';
  return `<${name}>${lines.map(lineHtml).join('<br>')}</${name}>`;
};

/** Lists inside of lists, from items with depths; the outermost says which way all of them go. */
function listHtml(items: readonly NoteItem[], dir = ''): string {
  let html = '';
  for (let at = 0; at < items.length; ) {
    const kind = kindOf(items[at]!);
    const { d } = items[at]!;
    let inside = '';
    while (at < items.length && items[at]!.d >= d && (items[at]!.d > d || kindOf(items[at]!) === kind)) {
      const item = items[at]!;
      let end = at + 1;
      while (end < items.length && items[end]!.d > item.d) end += 1;
      const box = kind === 'checks' ? boxHtml(item) : '';
      inside += `<li>${box}${lineHtml(item.c)}${listHtml(items.slice(at + 1, end))}</li>`;
      at = end;
    }
    html +=
      kind === 'number'
        ? `<ol${dir}>${inside}</ol>`
        : kind === 'checks'
          ? `<ul class="checks"${dir}>${inside}</ul>`
          : `<ul${dir}>${inside}</ul>`;
  }
  return html;
}

const kindOf = ({ mark }: NoteItem): 'number' | 'bullet' | 'checks' =>
  mark === 'number' || mark === 'bullet' ? mark : 'checks';

const boxHtml = ({ mark }: NoteItem): string =>
  `<input type="checkbox" disabled${mark === 'done' ? ' checked' : ''}> `;

const lineHtml = (line: NoteLine): string => line.map(inlineHtml).join('');

function inlineHtml(node: NoteLine[number]): string {
  switch (node.t) {
    case 'break':
      return '<br>';
    case 'math':
      return `<span class="math" dir="ltr">\\(${escaped(node.s)}\\)</span>`;
    case 'link':
      return `<a href="${escaped(node.href)}">${node.c.map(runHtml).join('')}</a>`;
    case 'text':
      return runHtml(node);
  }
}

function runHtml({ s, m = 0 }: TextNode): string {
  let html = escaped(s);
  if (m & textMarks.code) html = `<code>${html}</code>`;
  if (m & textMarks.strike) html = `<s>${html}</s>`;
  if (m & textMarks.italic) html = `<em>${html}</em>`;
  if (m & textMarks.bold) html = `<strong>${html}</strong>`;
  return html;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign]!);
