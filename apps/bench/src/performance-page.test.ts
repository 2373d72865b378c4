import { expect, test } from 'vitest';
import { putFigures, tableOf } from './performance-page.ts';

const table = tableOf('memory', 'a day, a machine', [
  { what: 'a client', measured: '200 (190-210) kB', verdict: 'must ≤ 500, aim ≤ 200: aim met' },
  { what: 'a | b', measured: '1 MB', verdict: null },
]);

test('the figures of a suite take the place of its earlier ones, and of nothing else', () => {
  const page = [
    'Before.',
    '<!-- figures of scripts -->\nscripts\n<!-- end -->',
    '<!-- figures of memory -->\nold\n<!-- end -->',
    'After.',
  ].join('\n');
  const put = putFigures(page, 'memory', table);
  expect(put).toBe(
    [
      'Before.',
      '<!-- figures of scripts -->\nscripts\n<!-- end -->',
      '<!-- figures of memory -->',
      '',
      '| `memory`: a day, a machine | measured | limit |',
      '|---|---|---|',
      '| a client | 200 (190-210) kB | must ≤ 500, aim ≤ 200: aim met |',
      '| a \\| b | 1 MB |  |',
      '',
      '<!-- end -->',
      'After.',
    ].join('\n'),
  );
  expect(putFigures(put, 'memory', table)).toBe(put);
});

test('a page without a place for them says what to write', () => {
  expect(() => putFigures('Nothing.', 'memory', table)).toThrow('<!-- figures of memory -->');
});

test('a place without an end takes nothing of the next suite with it', () => {
  const page = '<!-- figures of memory -->\nold\n<!-- figures of scripts -->\nscripts\n<!-- end -->';
  expect(() => putFigures(page, 'memory', table)).toThrow('<!-- end -->');
});
