import type { InlineNode, PlainBody, UserId } from '@lectern/contracts';
import { expect, test } from 'vitest';
import { isBlankBody, joinBodies, trimBody } from './body-parts.ts';

const text = (s: string, m?: number): InlineNode => (m ? { t: 'text', s, m } : { t: 'text', s });
const body = (...lines: InlineNode[][]): PlainBody => ({
  kind: 'plain',
  blocks: lines.map((c) => ({ t: 'p', c })),
});
const mention: InlineNode = { t: 'mention', user: 'ada' as UserId };

test('blank lines and spaces at the ends go, those inside stay', () => {
  const trimmed = trimBody(body([], [text('  one')], [], [text('two  ', 1), { t: 'break' }], [text(' ')]));
  expect(trimmed).toEqual(body([text('one')], [], [text('two', 1)]));
});

test('a mention at an end stays, with the text on its other side', () => {
  expect(trimBody(body([mention, text(' hello'), mention, text(' ')]))).toEqual(
    body([mention, text(' hello'), mention]),
  );
});

test('what nobody could see is blank; a mention is not', () => {
  expect(isBlankBody(trimBody(body([text('  ')], [{ t: 'break' }], [text('\u200b\u2800')])))).toBe(true);
  expect(isBlankBody(body([mention]))).toBe(false);
});

test('a refused text goes behind what is being written', () => {
  expect(joinBodies(body([text('now')]), body([text('then')]))).toEqual(body([text('now')], [text('then')]));
});
