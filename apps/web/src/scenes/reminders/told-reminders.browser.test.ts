import type { UserId } from '@lectern/contracts';
import { afterEach, expect, test } from 'vitest';
import { forgetTold } from '../shell/told-notice.ts';
import { takeUntold } from './told-reminders.ts';

const ada = 'ada' as UserId;
const bob = 'bob' as UserId;

afterEach(() => localStorage.clear());

test('each reminder is told once, to each person who uses the browser, and again when it was moved', () => {
  expect(takeUntold(ada, ['a', 'b'])).toEqual(['a', 'b']);
  expect(takeUntold(ada, ['a', 'b', 'c'])).toEqual(['c']);
  expect(takeUntold(bob, ['a'])).toEqual(['a']);
  expect(takeUntold(ada, ['b', 'c'])).toEqual([]);
  expect(takeUntold(ada, ['a', 'b', 'c'])).toEqual(['a']);
});

test('what is no list is none, and nothing stays of who has signed out', () => {
  takeUntold(ada, ['a']);
  const [key] = Object.keys(localStorage);
  for (const junk of ['7', '"a"', 'null']) {
    localStorage.setItem(key!, junk);
    expect(takeUntold(ada, ['a'])).toEqual(['a']);
  }
  localStorage.setItem(key!, '{');
  expect(takeUntold(ada, ['a', 'b'])).toEqual(['b']);
  forgetTold();
  expect(Object.keys(localStorage)).toEqual([]);
});
