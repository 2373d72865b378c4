import { expect, test } from 'vitest';
import { clock, dateInput, dayOf, dayOfInput, daysBefore, plural } from './format.ts';
import { refusedWords } from './refused.ts';
import { words } from './words.ts';

test('one and many have their own words', () => {
  expect(plural(1, { one: '# thing', other: '# things' })).toBe('1 thing');
  expect(words.sidebar.pending(3)).toBe('3 things not yet on the server');
});

test('two moments of one day have one midnight, also when the clock changes', () => {
  const morning = new Date(2026, 2, 29, 1, 30).getTime();
  const evening = new Date(2026, 2, 29, 23, 30).getTime();
  expect(dayOf(morning)).toBe(dayOf(evening));
  expect(dayOf(evening)).not.toBe(dayOf(evening + 60 * 60_000));
});

test('beside a message there is room for the time alone, and not for its half of the day', () => {
  const [morning, evening] = [9, 21].map((hour) => new Date(2026, 2, 3, hour, 5).getTime()) as [
    number,
    number,
  ];
  for (const at of [morning, evening]) expect(clock(at)).toMatch(/^\p{Nd}{1,2}\P{L}\p{Nd}{2}$/u);
});

test('a day is written and read back, and what is no day is none', () => {
  const morning = new Date(2026, 2, 3, 9, 30).getTime();
  expect(dateInput(morning)).toBe('2026-03-03');
  expect(dayOfInput('2026-03-03')).toBe(dayOf(morning));
  expect(daysBefore(morning, 3)).toBe(new Date(2026, 1, 28).getTime());
  for (const text of ['', '2026-02-30', '2026-13-01', '2026-3-3', 'first', '0000-00-00'])
    expect(dayOfInput(text)).toBeNull();
});

test('a refusal says why, where, and that the text is kept', () => {
  expect(refusedWords.message('may-not-post', 'announcements')).toBe(
    'Not sent: you can no longer post in #announcements. Your text is kept here.',
  );
});
