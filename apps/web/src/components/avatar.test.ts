import { expect, test } from 'vitest';
import { hueOf, initialsOf } from './avatar.tsx';

test('initials are whole characters of the first and the last name', () => {
  expect(initialsOf('Ada King Lovelace')).toBe('AL');
  expect(initialsOf('  plato ')).toBe('P');
  expect(initialsOf('👩‍🏫 Teacher')).toMatch(/T$/);
  expect(initialsOf('   ')).toBe('?');
});

test('a person has the same colour everywhere', () => {
  expect(hueOf('a0000000-0000-4000-8000-000000000001')).toBe(hueOf('a0000000-0000-4000-8000-000000000001'));
});
