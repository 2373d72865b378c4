import type { PlainBody, UserId } from '@lectern/contracts';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { BodyView } from './body-view.tsx';

/** A body as elements, without their attributes. */
const drawn = (blocks: PlainBody['blocks']): string =>
  markupOf(blocks)
    .replace(/<(\w+)[^>]*>/g, '<$1>')
    .replace(/<\/?(?:div|span)>/g, '');

/** React must have no word of complaint. */
function markupOf(blocks: PlainBody['blocks']): string {
  const complaints = vi.spyOn(console, 'error');
  onTestFinished(() => complaints.mockRestore());
  const body = createElement(BodyView, {
    body: { kind: 'plain', blocks },
    nameOf: () => 'Ada',
    me: '' as UserId,
  });
  const markup = renderToStaticMarkup(body);
  expect(complaints).not.toHaveBeenCalled();
  return markup;
}
const item = (s: string, d?: number, n?: true) => ({
  c: [{ t: 'text' as const, s }],
  ...(d ? { d } : {}),
  ...(n ? { n } : {}),
});

test('items with depths are lists inside of lists, and another kind begins another list', () => {
  const items = [item('a'), item('b', 1), item('c', 2), item('d', 1), item('e'), item('f', 0, true)];
  expect(drawn([{ t: 'list', items }])).toBe(
    '<ul><li>a<ul><li>b<ul><li>c</li></ul></li><li>d</li></ul></li><li>e</li></ul><ol><li>f</li></ol>',
  );
});

test('a list may begin far in, and blocks of one kind stand beside each other', () => {
  const list = { t: 'list' as const, items: [item('x', 2), item('y')] };
  expect(drawn([list, { t: 'p', c: [] }, list])).toBe(
    '<ul><li>x</li></ul><ul><li>y</li></ul><p></p><ul><li>x</li></ul><ul><li>y</li></ul>',
  );
});

test('what a newer version wrote is said to be there', () => {
  expect(drawn([{ t: 'p', c: [{ t: 'text', s: 'before' }] }, { t: 'newer' }])).toBe(
    '<p>before</p><p>This part was written with a newer version. Reload to read it.</p>',
  );
});

test('each line finds its own direction, so that what turns the text of one stays inside of it', () => {
  const c = [{ t: 'text' as const, s: '\u202etxt.exe' }];
  const turned = [
    { t: 'p' as const, c },
    { t: 'quote' as const, c },
    { t: 'list' as const, items: [{ c }] },
  ];
  const lines = markupOf(turned).match(/<(?:p|blockquote|li)[^>]*>/g)!;
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(line).toContain('dir="auto"');
  const mention = { t: 'mention' as const, user: '' as UserId };
  expect(markupOf([{ t: 'p', c: [mention] }])).toContain('<bdi>@Ada</bdi>');
});
