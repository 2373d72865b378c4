import { expect, test } from 'vitest';
import { Acknowledgements } from './acknowledgements.ts';

test('N2: each acknowledgement is of the first thing that is still on its way', () => {
  const known = new Acknowledgements();
  known.asked();
  known.sentRest(2);
  known.sent(3);
  known.sent(4);
  expect([1, 2, 3].map(() => known.acknowledged())).toEqual([2, 3, 4]);
  expect(known.acknowledged()).toBeNull();
});

test('N2: what goes ahead of the handshake is in the handshake, too', () => {
  const known = new Acknowledgements();
  known.sent(1);
  known.asked();
  known.sentRest(1);
  known.sent(2);
  // Of the handshake, of what came ahead of it, and of what came after it.
  expect([1, 2, 3].map(() => known.acknowledged())).toEqual([1, 1, 2]);
});

test('N2: after an update that was passed over nothing counts as logged until everything is', () => {
  const known = new Acknowledgements();
  known.asked();
  known.sentRest(0);
  expect(known.acknowledged()).toBe(0);
  // The first is passed over, and the server asks; the second is logged meanwhile.
  known.sent(1);
  known.sent(2);
  known.asked();
  known.sentRest(2);
  known.sent(3);
  expect([1, 2, 3].map(() => known.acknowledged())).toEqual([null, null, 3]);
  known.sent(4);
  expect(known.acknowledged()).toBe(4);
});

test('N2: what was passed over twice while the rest was on its way in pieces is logged with all of that', () => {
  const known = new Acknowledgements();
  known.asked();
  known.sentRest(0);
  known.acknowledged();
  known.sent(1);
  known.sent(2);
  known.asked();
  known.asked();
  known.sentRest(2);
  expect(known.acknowledged()).toBe(2);
  known.sent(3);
  expect(known.acknowledged()).toBe(3);
});
