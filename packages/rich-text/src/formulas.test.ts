import { MAX_MATH_BYTES } from '@lectern/contracts';
import { createRandom } from '@lectern/test-kit';
import { expect, test } from 'vitest';
import { beginsBlockFormula, blockFormula, escapeFormulas, splitFormulas } from './formulas.ts';

/** Formulas in angle brackets. */
const shown = (text: string) =>
  splitFormulas(text)
    .map((piece) => ('math' in piece ? `⟨${piece.math}⟩` : piece.text))
    .join('');

test.each([
  ['let $x$ be', 'let ⟨x⟩ be'],
  ['$x^2 + y^2 = 1$', '⟨x^2 + y^2 = 1⟩'],
  ['令$x^2$为正', '令⟨x^2⟩为正'],
  ['ここで$n$は自然数', 'ここで⟨n⟩は自然数'],
  ['（$a$、$b$）', '（⟨a⟩、⟨b⟩）'],
  ['both $a$ and $b$.', 'both ⟨a⟩ and ⟨b⟩.'],
  ['$a$-algebra, ($b$)', '⟨a⟩-algebra, (⟨b⟩)'],
  ['see $$\\int_0^1 f$$ here', 'see ⟨\\int_0^1 f⟩ here'],
  ['$\\text{costs \\$5}$', '⟨\\text{costs \\$5}⟩'],
  ['$5$', '⟨5⟩'],
])('%s has formulas', (text, wanted) => expect(shown(text)).toBe(wanted));

test.each([
  'it costs $5',
  '$5 and $10 each',
  '$5-$10',
  'US$20 and A$30',
  'from $5, or 10$',
  'echo $HOME:$PATH',
  'export A=$B/bin:$C',
  "$('#a') and $('#b')",
  'a $ b $ c',
  '$ x$',
  '$x $',
  '$$',
  '$$$',
  '$',
  'no sign at all',
  '',
  `$${'x+'.repeat(MAX_MATH_BYTES)}$`,
  `$${'é'.repeat(MAX_MATH_BYTES / 2 + 1)}$`,
])('%j has none', (text) => expect(shown(text)).toBe(text));

test('a dollar sign with a backslash is one', () => {
  expect(shown('\\$x^2\\$ and \\$5')).toBe('$x^2$ and $5');
});

test('a formula of several lines between double signs is a block', () => {
  expect(blockFormula('$$x^2$$')).toBe('x^2');
  expect(blockFormula(' $$\n\\frac{1}{2}\n$$ ')).toBe('\\frac{1}{2}');
  for (const none of ['$$a$$ and $$b$$', 'so $$x$$', '$$ $$', '$x$', '$$x'])
    expect(blockFormula(none), none).toBeNull();
  expect(beginsBlockFormula('$$')).toBe(true);
  expect(beginsBlockFormula('$$x +')).toBe(true);
  expect(beginsBlockFormula('$$x$$')).toBe(false);
  expect(beginsBlockFormula('$x')).toBe(false);
  expect(beginsBlockFormula(`$$${'x'.repeat(MAX_MATH_BYTES)}`)).toBe(false);
});

test.each([1, 2, 3])('words that were escaped are the same words (seed %i)', (seed) => {
  const random = createRandom(seed);
  const alphabet = ['$', '\\', 'x', '5', ' ', '^', '令', '{', '}', '$$', '\\$'];
  for (let n = 0; n < 500; n++) {
    const words = splitFormulas(
      Array.from({ length: random.int(1, 12) }, () => random.pick(alphabet)).join(''),
    )
      .map((piece) => ('text' in piece ? piece.text : ''))
      .join('');
    expect(shown(escapeFormulas(words)), JSON.stringify(words)).toBe(words);
  }
});

test('a megabyte of dollar signs is split in no time', () => {
  for (const text of ['$'.repeat(1e6), '$x '.repeat(3e5), '$a+b\\'.repeat(2e5)]) {
    const began = performance.now();
    splitFormulas(text);
    expect(performance.now() - began).toBeLessThan(2_000);
  }
});
