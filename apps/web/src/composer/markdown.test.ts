import { expect, test } from 'vitest';
import { looksLikeMarkdown } from './markdown.ts';

test.each([
  '- one\n- two',
  'so:\n1. first',
  '> said',
  '```js\nlet a\n```',
  'this is **bold**',
  '~~gone~~',
  'call `run()`',
  'see [the sheet](https://example.edu/a)',
])('%j is Markdown', (text) => expect(looksLikeMarkdown(text)).toBe(true));

test.each([
  'plain words',
  'a - b - c',
  '2 * 3 ** 4',
  'f(x) [1](see)',
  '~/a and ~/b',
  'it`s',
  '3.14 is pi',
  '',
])('%j is not', (text) => expect(looksLikeMarkdown(text)).toBe(false));
