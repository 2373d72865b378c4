import type { NoteBlock, NoteBody, NoteLine } from '@lectern/contracts';
import { describe, expect, test } from 'vitest';
import { noteFromMarkdown, noteToHtml, noteToMarkdown } from '../notes.ts';

const text = (s: string, m?: number) =>
  m === undefined ? { t: 'text' as const, s } : { t: 'text' as const, s, m };
const p = (...c: NoteLine): NoteBlock => ({ id: '', t: 'p', c });
const rich: NoteBody = {
  blocks: [
    { id: '', t: 'h', level: 1, c: [text('Limits')] },
    { id: '', t: 'h', level: 2, c: [text('At a point')] },
    p(
      text('A '),
      text('bold', 1),
      text(', a '),
      text('slanted', 2),
      text(' and '),
      text('both', 3),
      text(' word, '),
      text('gone', 4),
      text(', '),
      text('x = `1`', 8),
      text('.'),
    ),
    p(
      text('Let '),
      { t: 'math', s: 'x_1 \\to 0' },
      text(' and pay $5 or $10.'),
      { t: 'break' },
      text('Next line'),
    ),
    p({ t: 'link', href: 'https://example.org/a_b', c: [text('the '), text('sheet', 1)] }, text(' is here')),
    p(text('# no heading')),
    p(text('1. no list')),
    p(text('- no list *either*, [not](a link) <b> a|b _c_ ~~d~~ \\ `e`')),
    { id: '', t: 'quote', c: [text('said'), { t: 'break' }, text('twice')] },
    { id: '', t: 'callout', tone: 'warning', c: [text('Mind the gap')] },
    { id: '', t: 'callout', tone: 'info', c: [text('Know')] },
    {
      id: '',
      t: 'list',
      items: [
        { c: [text('one')], d: 0, mark: 'number' },
        { c: [text('in')], d: 1, mark: 'bullet' },
        { c: [text('further')], d: 2, mark: 'bullet' },
        { c: [text('two')], d: 0, mark: 'number' },
      ],
    },
    { id: '', t: 'rule' },
    {
      id: '',
      t: 'list',
      items: [
        { c: [text('to do')], d: 0, mark: 'open' },
        { c: [text('done '), { t: 'math', s: 'y' }], d: 0, mark: 'done' },
      ],
    },
    {
      id: '',
      t: 'table',
      rows: [
        [
          { c: [[text('a | b')]], head: true },
          { c: [[text('c')]], head: true },
        ],
        [
          { c: [[text('1')], [text('2', 1)]], head: false },
          { c: [[]], head: false },
        ],
      ],
    },
    { id: '', t: 'code', s: 'one\n\n```\nthree', lang: 'ts' },
    { id: '', t: 'code', s: 'plain' },
    { id: '', t: 'math', s: '\\int_0^1\n  x\\,dx' },
  ],
};

describe('a note as a Markdown file', () => {
  test('says in Markdown all that Markdown can say, and comes back as it was, below its title', () => {
    const markdown = noteToMarkdown({ title: 'Week 3: *Limits*', body: rich });
    const [title, ...back] = noteFromMarkdown(markdown).blocks;
    expect(title).toEqual({ id: '', t: 'h', level: 1, c: [text('Week 3: *Limits*')] });
    const levels = rich.blocks.map((block) =>
      block.t === 'h' ? { ...block, level: block.level + 1 } : block,
    );
    expect(back).toEqual(levels);
  });

  test('is read as other programs write it', () => {
    const { blocks } = noteFromMarkdown(
      [
        'Title',
        '=====',
        '* a',
        '  - b',
        '1) c',
        '',
        '> [!IMPORTANT]',
        '> Hand in',
        '',
        '***bold and slanted*** 2*3*4',
        '#### deep',
        '***',
      ].join('\n'),
    );
    expect(blocks.map(({ t }) => t)).toEqual(['p', 'list', 'callout', 'p', 'h', 'rule']);
    expect(blocks[1]).toMatchObject({
      items: [
        { d: 0, mark: 'bullet' },
        { d: 1, mark: 'bullet' },
        { d: 0, mark: 'number' },
      ],
    });
    expect(blocks[2]).toMatchObject({ tone: 'danger' });
    expect(blocks[3]).toMatchObject({ c: [{ s: 'bold and slanted', m: 3 }, { s: ' 2*3*4' }] });
    expect(blocks[4]).toMatchObject({ level: 3 });
  });

  test('what is dangerous is text', () => {
    const { blocks } = noteFromMarkdown(
      '<script>alert(1)</script> [x](javascript:alert(1)) [y](data:text/html,1) ![i](https://example.org/i.png)',
    );
    const c = (blocks[0] as { c: NoteLine }).c;
    expect(c.some((node) => node.t === 'link' && !node.href.startsWith('https://'))).toBe(false);
    expect(c.map((node) => ('s' in node ? node.s : '')).join('')).toContain('<script>');
  });

  test('takes no longer than its length for what never ends', () => {
    const began = performance.now();
    for (const sign of ['*', '`', '[', '$', '> ', '_a ', '~~', '- ', '|a'])
      noteFromMarkdown(`${sign.repeat(200_000)}\n`.repeat(2));
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

test('a note as a page escapes whatever it says', () => {
  const hostile = '"><script>alert(1)</script>\'&';
  const html = noteToHtml({
    title: hostile,
    body: {
      blocks: [
        ...rich.blocks,
        p(
          text(hostile, 15),
          { t: 'math', s: hostile },
          { t: 'link', href: 'https://example.org/?a="b"&c', c: [text(hostile)] },
        ),
        { id: '', t: 'code', s: hostile, lang: 'a"b' },
        { id: '', t: 'math', s: hostile },
        { id: '', t: 'callout', tone: 'tip', c: [text(hostile)] },
        { id: '', t: 'table', rows: [[{ c: [[text(hostile)]], head: true }]] },
      ],
    },
    tones: { info: 'Note', tip: hostile, warning: 'Careful', danger: 'Important' },
  });
  expect(html).not.toContain('<script');
  expect(html).toContain(
    '<ol dir="auto"><li>one<ul><li>in<ul><li>further</li></ul></li></ul></li><li>two</li></ol>',
  );
  expect(html).toContain('<input type="checkbox" disabled checked>');
  expect(html).toContain('<th>a | b</th>');
  // Each block stands on the side on which its own words begin, and formulas and code have no say in it.
  const opened = html.match(/<(?:h[1-4]|p|blockquote|aside|table|pre)\b[^>]*>/g)!;
  expect(opened.filter((tag) => !/ dir="(?:auto|ltr)"/.test(tag) && tag !== '<p>')).toEqual([]);
  expect(html).not.toMatch(/(?<!<blockquote dir="auto">|<aside dir="auto">)<p>/);
  expect(html.match(/class="math"/g)).toHaveLength(html.match(/class="math" dir="ltr"/g)!.length);
});
