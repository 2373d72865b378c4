import { type BlockNode, type InlineNode, textMarks, type UserId } from '@lectern/contracts';
import { expect, test } from 'vitest';
import { sourceBlocks, typedBody } from './typed-body.ts';

const ANNA = '00000000-0000-4000-8000-000000000001' as UserId;
const handles = new Map([['anna', { t: 'mention', user: ANNA } as const]]);
const text = (s: string, m?: number): InlineNode => (m ? { t: 'text', s, m } : { t: 'text', s });
const p = (...c: InlineNode[]): BlockNode => ({ t: 'p', c });
const typed = (...blocks: BlockNode[]) => typedBody(blocks, handles).blocks;

test('formulas and handles are read out of the text, wherever it stands', () => {
  expect(typed(p(text('so $x^2$, @anna')))).toEqual([
    p(text('so '), { t: 'math', s: 'x^2' }, text(', '), { t: 'mention', user: ANNA }),
  ]);
  expect(typed({ t: 'quote', c: [text('$x$')] })).toEqual([{ t: 'quote', c: [{ t: 'math', s: 'x' }] }]);
  expect(typed({ t: 'list', items: [{ c: [text('$x$')], d: 1 }] })).toEqual([
    { t: 'list', items: [{ c: [{ t: 'math', s: 'x' }], d: 1 }] },
  ]);
  expect(typed(p(text('big $x$ @anna', textMarks.bold)))).toEqual([
    p(text('big ', textMarks.bold), { t: 'math', s: 'x' }, text(' ', textMarks.bold), {
      t: 'mention',
      user: ANNA,
    }),
  ]);
});

test('code and links stay as they are', () => {
  const blocks: BlockNode[] = [
    p(text('$x$ @anna', textMarks.code)),
    { t: 'code', s: '$x$ @anna' },
    p({ t: 'link', href: 'https://a.b', c: [{ t: 'text', s: '$x$' }] }),
  ];
  expect(typed(...blocks)).toEqual(blocks);
});

test('double dollar signs around whole paragraphs make a formula of its own', () => {
  expect(typed(p(text('$$x^2$$')))).toEqual([{ t: 'math', s: 'x^2' }]);
  expect(
    typed(p(text('a')), p(text('$$')), p(text('x^2')), p(text('+ 1')), p(text('$$')), p(text('b'))),
  ).toEqual([p(text('a')), { t: 'math', s: 'x^2\n+ 1' }, p(text('b'))]);
  expect(typed(p(text('$$'), { t: 'break' }, text('x'), { t: 'break' }, text('$$')))).toEqual([
    { t: 'math', s: 'x' },
  ]);
});

test('double dollar signs that never end are text', () => {
  const blocks = [p(text('$$')), p(text('x')), { t: 'quote', c: [text('$$')] } satisfies BlockNode];
  expect(typed(...blocks)).toEqual(blocks);
  expect(typed(p(text('$$ a')))).toEqual([p(text('$$ a'))]);
});

test('what is typed for a body gives the body again', () => {
  const blocks: BlockNode[] = [
    p(text('costs \\$5, $x$ of it', textMarks.code), text(' and '), { t: 'math', s: 'a_1' }),
    p(text('not a formula: $x$ but text')),
    { t: 'math', s: '\\frac{1}{2}\n+ 1' },
    {
      t: 'list',
      items: [
        { c: [text('$y$ as text')], n: true },
        { c: [{ t: 'math', s: 'y' }], d: 1 },
      ],
    },
    { t: 'code', s: '$$\nx\n$$', lang: 'latex' },
  ];
  expect(typed(...sourceBlocks({ kind: 'plain', blocks }))).toEqual(blocks);
});
