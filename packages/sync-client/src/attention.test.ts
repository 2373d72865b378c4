import { expect, test } from 'vitest';
import { Attention } from './attention.ts';
import { newChannel } from './testing/make.ts';

test('somebody is here when they are at any tab, and what they looked at last is on screen', () => {
  const attention = new Attention();
  const [one, two] = [{}, {}];
  const [lab, news] = [newChannel(), newChannel()];
  expect(attention.anyActive).toBe(false);
  expect(attention.viewing).toBeNull();
  attention.setActive(one, true);
  attention.setViewing(one, lab);
  attention.setViewing(two, news);
  attention.setActive(two, false);
  expect(attention.anyActive).toBe(true);
  expect(attention.viewing).toBe(news);
  attention.setActive(one, true);
  expect(attention.viewing).toBe(lab);
  attention.setActive(one, false);
  expect(attention.anyActive).toBe(false);
  attention.leave(one);
  expect(attention.viewing).toBe(news);
  attention.leave(two);
  expect(attention.viewing).toBeNull();
});
