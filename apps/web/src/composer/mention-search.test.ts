import type { PersonEntry, UserId } from '@lectern/contracts';
import { expect, test } from 'vitest';
import { matchPeople } from './mention-search.ts';

const person = (name: string, handle: string): PersonEntry => ({
  id: handle as UserId,
  name,
  handle,
  role: 'student',
});
const people = [
  person('Ada Lovelace', 'countess'),
  person('Émilie du Châtelet', 'emilie'),
  person('Alan Turing', 'alan'),
  person('李 小龙', 'bruce'),
];
const names = (query: string) => matchPeople(people, query).map(({ name }) => name);

test('names, later names and handles match, without accents and case', () => {
  expect(names('LOVE')).toEqual(['Ada Lovelace']);
  expect(names('emilie d')).toEqual(['Émilie du Châtelet']);
  expect(names('count')).toEqual(['Ada Lovelace']);
  expect(names('小')).toEqual(['李 小龙']);
  expect(names('a')).toEqual(['Ada Lovelace', 'Alan Turing']);
  // First letters are for the switcher: whoever is mentioned is told.
  expect(names('al')).toEqual(['Alan Turing']);
  expect(names('')).toHaveLength(4);
});
