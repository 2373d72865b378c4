import { expect, test } from 'vitest';
import { firstPlace, movedPlaces } from './pin-order.ts';

/** What stands where afterwards: the names in the order of their places. */
const after = (orders: readonly number[], moves: ReadonlyMap<number, number>): number[] =>
  orders
    .map((order, name) => ({ name, order: moves.get(name) ?? order }))
    .sort((a, b) => a.order - b.order)
    .map(({ name }) => name);

test('a new pin stands before all others', () => {
  expect(firstPlace([])).toBe(0);
  expect(firstPlace([-2.5, 3])).toBe(-4);
});

test('a pin goes between its new neighbours, and no other changes', () => {
  const orders = [-1, 0, 4];
  expect(movedPlaces(orders, 2, 1)).toEqual(new Map([[2, -0.5]]));
  expect(after(orders, movedPlaces(orders, 2, 0))).toEqual([2, 0, 1]);
  expect(after(orders, movedPlaces(orders, 0, 2))).toEqual([1, 2, 0]);
  expect(movedPlaces(orders, 1, 1).size).toBe(0);
});

test('where two stand at one place, or no number is between them, all are spread anew', () => {
  expect(after([1, 1, 1], movedPlaces([1, 1, 1], 2, 1))).toEqual([0, 2, 1]);
  const close = [0, Number.EPSILON / 2 ** 1000, 1].map((each) => each + 1);
  expect(after(close, movedPlaces(close, 2, 1))).toEqual([0, 2, 1]);
});

test('any number of moves leads where it should, also between the same two again and again', () => {
  let pins = Array.from({ length: 6 }, (_, name) => ({ name, order: name }));
  for (let step = 0; step < 600; step++) {
    const [from, to] = step < 300 ? [step % 6, (step * 5 + Math.floor(step / 6)) % 6] : [2 + (step % 2), 2];
    const names = pins.map(({ name }) => name);
    const wanted = names.toSpliced(from, 1).toSpliced(to, 0, names[from]!);
    const moves = movedPlaces(
      pins.map(({ order }) => order),
      from,
      to,
    );
    pins = pins
      .map((pin, index) => ({ ...pin, order: moves.get(index) ?? pin.order }))
      .sort((a, b) => a.order - b.order);
    expect(pins.map(({ name }) => name)).toEqual(wanted);
  }
});
