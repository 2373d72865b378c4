import { mentionGroups, type PersonEntry, type UserId } from '@lectern/contracts';
import { expect, test } from 'vitest';
import { matchMentions } from './mention-search.ts';

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
const names = (query: string) =>
  matchMentions(people, [], query).flatMap((match) => (match.kind === 'person' ? match.person.name : []));

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

test('groups come behind the people whose names begin so, and only those that may be called', () => {
  const shown = (query: string, groups = mentionGroups.slice()) =>
    matchMentions([...people, person('Hereward', 'hw'), person('Stella', 'st')], groups, query).map(
      (match) => (match.kind === 'person' ? match.person.name : `@${match.group}`),
    );
  expect(shown('her')).toEqual(['Hereward', '@here']);
  expect(shown('HERE')).toEqual(['Hereward', '@here']);
  expect(shown('st')).toEqual(['Stella', '@students', '@staff']);
  expect(shown('ch')).toEqual(['Émilie du Châtelet', '@channel']);
  expect(shown('channel')).toEqual(['@channel']);
  expect(shown('')).toHaveLength(6);
  expect(shown('').slice(-2)).toEqual(['@channel', '@here']);
  expect(shown('channel', ['tutors'])).toEqual([]);
});
