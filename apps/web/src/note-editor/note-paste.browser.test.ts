import { noteFault, readNote } from '@lectern/channel-doc';
import type { NoteBody } from '@lectern/contracts';
import { $getRoot, $isElementNode, PASTE_COMMAND } from 'lexical';
import { describe, expect, test } from 'vitest';
import { MAX_PASTE } from './note-paste.ts';
import { readHtml } from './read-html.ts';
import { change, MemoryHub, type OpenEditor, openEditor } from './testing/editors.ts';

const empty: NoteBody = { blocks: [{ id: '', t: 'p', c: [] }] };
const said = ({ blocks }: NoteBody) => blocks.map(({ id: _, ...block }) => block);
const text = (s: string, m?: number) => (m === undefined ? { t: 'text', s } : { t: 'text', s, m });

function paste(one: OpenEditor, data: Record<string, string>): void {
  change(one, () => {
    const first = $getRoot().getFirstChild();
    if ($isElementNode(first)) first.selectEnd();
  });
  const clipboardData = new DataTransfer();
  for (const [type, value] of Object.entries(data)) clipboardData.setData(type, value);
  one.editor.dispatchCommand(PASTE_COMMAND, new ClipboardEvent('paste', { clipboardData, cancelable: true }));
  one.editor.update(() => {}, { discrete: true });
}

const pasted = (data: Record<string, string>) => {
  const hub = new MemoryHub(empty);
  const one = openEditor(hub);
  paste(one, data);
  hub.deliver();
  expect(noteFault(hub.doc)).toBeNull();
  return { one, blocks: said(readNote(hub.doc)).filter((block) => block.t !== 'p' || block.c.length > 0) };
};

describe('pasted HTML keeps its structure', () => {
  test('as Word writes it', () => {
    const html = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{color:red}</style></head><body>
      <!--StartFragment--><h1 style='margin:0'>Aim<o:p></o:p></h1>
      <p class=MsoNormal><b style='mso-bidi-font-weight:normal'>Measure</b> the <i>error</i>.<o:p></o:p></p>
      <p class=MsoListParagraph style='text-indent:-18pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span><![endif]>first</p>
      <p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>a.<span>&nbsp; </span></span>deeper</p>
      <table class=MsoTableGrid><tr><td><p class=MsoNormal>a</p></td><td><p class=MsoNormal>b</p></td></tr></table><!--EndFragment--></body></html>`;
    expect(pasted({ 'text/html': html, 'text/plain': 'Aim' }).blocks).toEqual([
      { t: 'h', level: 1, c: [text('Aim')] },
      { t: 'p', c: [text('Measure', 1), text(' the '), text('error', 2), text('.')] },
      {
        t: 'list',
        items: [
          { c: [text('first')], d: 0, mark: 'bullet' },
          { c: [text('deeper')], d: 1, mark: 'number' },
        ],
      },
      {
        t: 'table',
        rows: [
          [
            { c: [[text('a')]], head: false },
            { c: [[text('b')]], head: false },
          ],
        ],
      },
    ]);
  });

  test('as Google Docs writes it', () => {
    const html = `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr"><span style="font-weight:400">Limits</span></h2>
      <p dir="ltr"><span style="font-weight:400;white-space:pre-wrap">A </span><span style="font-weight:700;font-style:italic">bold</span><span style="text-decoration:line-through"> gone</span></p>
      <ul><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>one</span></p></li><ul><li dir="ltr" aria-level="2"><p><span>in</span></p></li></ul></ul>
      <ul><li role="checkbox" aria-checked="true"><p><span>done</span></p></li></ul></b>`;
    expect(pasted({ 'text/html': html, 'text/plain': 'Limits' }).blocks).toEqual([
      { t: 'h', level: 2, c: [text('Limits')] },
      { t: 'p', c: [text('A '), text('bold', 3), text(' gone', 4)] },
      {
        t: 'list',
        items: [
          { c: [text('one')], d: 0, mark: 'bullet' },
          { c: [text('in')], d: 1, mark: 'bullet' },
        ],
      },
      { t: 'list', items: [{ c: [text('done')], d: 0, mark: 'done' }] },
    ]);
  });

  test('as Moodle writes it, with formulas and code', () => {
    const html = `<div class="no-overflow"><h3>Task</h3><p dir="ltr" style="text-align:left;">Show <span class="filter_mathjaxloader_equation"><span class="katex"><span class="katex-mathml"><math><semantics><mrow></mrow><annotation encoding="application/x-tex">x^2</annotation></semantics></math></span><span class="katex-html">x2</span></span></span> in<br>two lines, see <a href="https://moodle.example.org/x">here</a>.</p>
      <ol><li>a</li><li>b<ul><li>c</li></ul></li></ol><pre class="language-python"><code>def f():\n    pass</code></pre><hr><blockquote><p>said</p></blockquote></div>`;
    expect(pasted({ 'text/html': html, 'text/plain': 'Task' }).blocks).toEqual([
      { t: 'h', level: 3, c: [text('Task')] },
      {
        t: 'p',
        c: [
          text('Show '),
          { t: 'math', s: 'x^2' },
          text(' in'),
          { t: 'break' },
          text('two lines, see '),
          { t: 'link', href: 'https://moodle.example.org/x', c: [text('here')] },
          text('.'),
        ],
      },
      {
        t: 'list',
        items: [
          { c: [text('a')], d: 0, mark: 'number' },
          { c: [text('b')], d: 0, mark: 'number' },
          { c: [text('c')], d: 1, mark: 'bullet' },
        ],
      },
      { t: 'code', s: 'def f():\n    pass', lang: 'python' },
      { t: 'rule' },
      { t: 'quote', c: [text('said')] },
    ]);
  });

  test('SEC-18 scripts, styles, frames and images are left where they are', () => {
    const html = `<p onclick="alert(1)" style="position:fixed;inset:0">words<script>alert(1)</script><style>*{display:none}</style><iframe src="https://evil.example"></iframe><img src=x onerror="globalThis.hacked=1"><svg onload="globalThis.hacked=1"></svg> <a href="javascript:alert(1)">link</a></p>`;
    const { one, blocks } = pasted({ 'text/html': `<h2>a</h2>${html}`, 'text/plain': 'words' });
    expect(blocks).toEqual([
      { t: 'h', level: 2, c: [text('a')] },
      { t: 'p', c: [text('words link')] },
    ]);
    expect(
      one.element.querySelector('script, style, iframe, img, svg, [style*="fixed"], [onclick]'),
    ).toBeNull();
    expect('hacked' in globalThis).toBe(false);
  });

  test('SEC-18 the page’s policy has nothing to report, and what is said of looks is read all the same', async () => {
    const policy = document.head.appendChild(document.createElement('meta'));
    policy.httpEquiv = 'Content-Security-Policy';
    policy.content = "base-uri 'none'; style-src-attr 'none'; style-src-elem 'self'; script-src-attr 'none'";
    const reported: string[] = [];
    const report = (event: SecurityPolicyViolationEvent) => reported.push(event.violatedDirective);
    document.addEventListener('securitypolicyviolation', report);
    const { blocks } = pasted({
      'text/html': `<base href="https://y.org/"><STYLE>p { color: red }</STYLE><p STYLE = "font-weight:700" onclick='a()'>a</p><a href="https://x.org/style=1?onb=2" style=color:red>b</a><br>1 < 2 style="c"`,
      'text/plain': 'a',
    });
    // Reports come a task later; one that is due comes behind all others.
    document.body.setAttribute('onclick', 'b()');
    await expect.poll(() => reported).toContain('script-src-attr');
    document.removeEventListener('securitypolicyviolation', report);
    document.body.removeAttribute('onclick');
    expect(reported).toEqual(['script-src-attr']);
    expect(blocks).toEqual([
      { t: 'p', c: [text('a', 1)] },
      {
        t: 'p',
        c: [
          { t: 'link', href: 'https://x.org/style=1?onb=2', c: [text('b')] },
          { t: 'break' },
          text('1 < 2 style="c"'),
        ],
      },
    ]);
  });

  test('what is nested without end ends', () => {
    const deep = `${'<div><ul><li>'.repeat(3_000)}in`;
    expect(() => readHtml(deep)).not.toThrow();
    expect(readHtml(`${'<b>'.repeat(5_000)}x`)).not.toBeNull();
  });
});

test('Markdown is read', () => {
  expect(
    pasted({ 'text/plain': '# A\n\n- [ ] b\n\n$$\nx\n$$\n\n| a |\n|---|\n| c |' }).blocks.map(({ t }) => t),
  ).toEqual(['h', 'list', 'math', 'table']);
});

test('ten megabytes are not taken, and it is said why; a long chapter is', () => {
  const hub = new MemoryHub(empty);
  const one = openEditor(hub);
  paste(one, { 'text/plain': 'x'.repeat(10_000_000) });
  expect(one.faults).toEqual(['too long']);
  expect(hub.written).toEqual([]);
  paste(one, { 'text/plain': 'word '.repeat(MAX_PASTE / 5) });
  expect(hub.written).toHaveLength(1);
});

test('SEC-19 a copy from here that somebody has tampered with is put right', () => {
  const hostile = {
    namespace: 'lectern-note',
    nodes: [
      {
        type: 'heading',
        tag: 'script',
        version: 1,
        format: '',
        indent: 1e9,
        direction: null,
        children: [
          {
            type: 'text',
            text: 'evil',
            style: 'position:fixed;inset:0',
            format: 0,
            detail: 0,
            mode: 'normal',
            version: 1,
          },
        ],
      },
      {
        type: 'paragraph',
        version: 1,
        format: '',
        indent: 0,
        direction: null,
        children: [
          {
            type: 'link',
            url: 'javascript:alert(1)',
            rel: null,
            target: null,
            title: null,
            version: 1,
            format: '',
            indent: 0,
            direction: null,
            children: [
              { type: 'text', text: 'link', style: '', format: 0, detail: 0, mode: 'normal', version: 1 },
            ],
          },
        ],
      },
    ],
  };
  const { one } = pasted({ 'application/x-lexical-editor': JSON.stringify(hostile), 'text/plain': 'evil' });
  expect(one.faults).toEqual([]);
  expect(one.element.querySelector('script, [style*="fixed"], a[href^="javascript"]')).toBeNull();
  expect(one.text()).toContain('evil');
});
