import { expect, test } from 'vitest';
import type { OpenOp } from '../journal.ts';
import { newChannel, openOp, sendOp } from '../testing/make.ts';
import { HeldOps } from './held-ops.ts';

const channel = newChannel();
const [first, second, third] = [1, 2, 3].map((n) => openOp(sendOp(channel), { n })) as [
  OpenOp,
  OpenOp,
  OpenOp,
];

test('an op that ends is shown until rows are read that were asked for after its end', () => {
  const held = new HeldOps();
  held.release(held.reading([first, second]));

  // A read is under way when the first op ends: its rows may be older than that.
  const early = held.reading([first, second]);
  expect(held.note([second])).toBe(true);
  held.release(early);
  expect(held.with([second])).toEqual([first, second]);

  held.release(held.reading([second]));
  expect(held.with([second])).toEqual([second]);
});

test('an op that began and ended while rows were read is shown in its place', () => {
  const held = new HeldOps();
  const read = held.reading([third]);
  held.note([second, third]);
  held.note([third]);
  held.release(read);
  expect(held.with([third])).toEqual([second, third]);
});

test('a later state of an op is shown in place of the one that was known', () => {
  const held = new HeldOps();
  held.note([first]);
  const committed: OpenOp = { ...first, state: 'committed', rev: 7 };
  expect(held.with([committed])).toEqual([committed]);
  held.note([]);
  expect(held.with([])).toEqual([committed]);
});
