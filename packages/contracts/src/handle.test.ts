import { expect, test } from 'vitest';
import { HandleSchema, handleFor } from './handle.ts';
import { check } from './validation.ts';

const isHandle = (handle: string): boolean => check(HandleSchema, handle).ok;

test.each([
  'everyone',
  'here',
  'channel',
  'all',
  'admin',
  'lectern',
  'system',
  'support',
  'Admin',
  'all.',
  'root_-',
])('nobody has the handle %s', (handle) => {
  const checked = check(HandleSchema, handle);
  expect(!checked.ok && checked.faults[0]!.message).toMatch(/stands for everyone or for the site/);
});

test('a handle that only holds such a word is free', () => {
  for (const handle of ['ada', 'allan', 'al.l', 'admin.ada', 'here2', 'm.e'])
    expect(isHandle(handle)).toBe(true);
});

test.each([
  ['Ada Lovelace', 'ada.lovelace'],
  ['Zoë Łuk', 'zoe.uk'],
  ['.Net', 'net'],
  ['学生', ''],
  ['Support', 'support1'],
  ['All .', 'all..1'],
])('%s is offered the handle %j', (name, handle) => {
  expect(handleFor(name)).toBe(handle);
  expect(isHandle(handle)).toBe(handle !== '');
});

test('a long name is offered a handle that fits', () => {
  expect(isHandle(handleFor('Nebukadnezar '.repeat(9)))).toBe(true);
});
