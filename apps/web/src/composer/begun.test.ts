import { expect, test } from 'vitest';
import { begunIn } from './begun.ts';

const query = (before: string) => begunIn(before)?.query ?? null;

test('a mention begins at the beginning of a word', () => {
  expect(query('@')).toBe('');
  expect(query('hi @ad')).toBe('ad');
  expect(query('(@Ada Lo')).toBe('Ada Lo');
  expect(query('mail ada@ex')).toBeNull();
  expect(query('@ada, ')).toBeNull();
});

test('an emoji begins with a colon and two characters', () => {
  expect(begunIn('nice :ta')).toEqual({ kind: 'emoji', typed: ':ta', query: 'ta', closed: false });
  expect(begunIn(':+1:')).toEqual({ kind: 'emoji', typed: ':+1:', query: '+1', closed: true });
  expect(query(':TaDa')).toBe('tada');
});

test.each([':', ':)', ':-', 'a:bc', '10:30', 'std::ve', 'https://', ': ab', ':t'])(
  '%j begins nothing',
  (before) => expect(begunIn(before)).toBeNull(),
);

test('a command begins with the first slash of all', () => {
  expect(begunIn('/mu', true)).toEqual({ kind: 'command', typed: '/mu', query: 'mu', closed: false });
  expect(begunIn('/', true)?.query).toBe('');
  for (const before of ['/mute ', 'a /mu', '//']) expect(begunIn(before, true), before).toBeNull();
  expect(begunIn('/mu')).toBeNull();
});
