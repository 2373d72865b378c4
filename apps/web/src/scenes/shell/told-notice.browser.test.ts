import type { UserId } from '@lectern/contracts';
import { afterEach, expect, test } from 'vitest';
import { forgetTold, rememberTold, toldNotice } from './told-notice.ts';

const ada = 'ada' as UserId;
const bob = 'bob' as UserId;

afterEach(() => localStorage.clear());

test('what one person has been told silences nothing for the next one at the same browser', () => {
  rememberTold(ada, 40);
  expect(toldNotice(ada)).toBe(40);
  expect(toldNotice(bob)).toBe(0);
});

test('who signs out leaves nothing behind, and nothing else is taken with it', () => {
  localStorage.setItem('lectern-theme', 'dark');
  rememberTold(ada, 40);
  forgetTold();
  expect(Object.keys(localStorage)).toEqual(['lectern-theme']);
  expect(toldNotice(ada)).toBe(0);
});
