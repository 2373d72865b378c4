import { expect, test } from 'vitest';
import { share } from './share.ts';

const item = (id: string, text: string) => ({ record: { id, body: [{ t: 'text', s: text }] } });

test('an equal value keeps its identity', () => {
  const before = { a: [1, { b: null }], c: 'x' };
  expect(share(before, structuredClone(before))).toBe(before);
});

test('what has changed is new, and the parts beside it are not', () => {
  const before = [item('1', 'one'), item('2', 'two')];
  const after = share(before, [item('1', 'one'), item('2', 'changed')]);
  expect(after).toEqual([item('1', 'one'), item('2', 'changed')]);
  expect(after[0]).toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
});

test('a list that has grown at its start shares its old elements', () => {
  const before = [item('2', 'two'), item('3', 'three')];
  const after = share(before, [item('1', 'one'), item('2', 'two'), item('3', 'three')]);
  expect(after[1]).toBe(before[0]);
  expect(after[2]).toBe(before[1]);
});

test('a key that goes or comes makes a new object', () => {
  expect(share({ a: 1, b: undefined }, { a: 1 })).toEqual({ a: 1 });
  expect(Object.hasOwn(share({ a: 1 } as object, { a: 1, b: undefined }), 'b')).toBe(true);
});
