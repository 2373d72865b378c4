import { expect, test } from 'vitest';
import { matchingOptions, type OptionGroup, type SwitcherOption } from './options.ts';

const option = (group: OptionGroup, label: string, more: Partial<SwitcherOption> = {}): SwitcherOption => ({
  key: label,
  group,
  icon: 'hash',
  label,
  run: () => {},
  ...more,
});
const labels = (typed: string, ...options: SwitcherOption[]) =>
  matchingOptions(typed, options).map(({ label }) => label);

test('without a word channels are offered, the unread ones first', () => {
  expect(
    labels(
      '',
      option('channel', 'a'),
      option('channel', 'b', { isNew: true }),
      option('command', 'Settings'),
    ),
  ).toEqual(['b', 'a']);
});

test('groups stand in one order, the best of each first, and none takes all the room', () => {
  const many = Array.from({ length: 20 }, (_, n) => option('channel', `exercise-${n}`));
  const found = labels(
    'ex',
    option('command', 'Exit'),
    option('person', 'Exa Mple'),
    ...many,
    option('channel', 'ex'),
  );
  expect(found[0]).toBe('ex');
  expect(found).toHaveLength(8);
  expect(found.slice(-2)).toEqual(['Exa Mple', 'Exit']);
});

test('the name counts before what stands beside it', () => {
  expect(
    labels(
      'ada',
      option('person', 'Bob', { detail: '@ada.b' }),
      option('person', 'Ada', { detail: '@count' }),
    ),
  ).toEqual(['Ada', 'Bob']);
});
