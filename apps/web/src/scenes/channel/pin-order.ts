/** Places of pins are numbers with room between them. */

/** A place before all of these. */
export const firstPlace = (orders: readonly number[]): number =>
  orders.length === 0 ? 0 : Math.floor(Math.min(...orders)) - 1;

/**
 * The places that change when the pin at one index goes to another: its own, between its new neighbours. When there is
 * no room between them any more, all are spread anew.
 * @param orders rising
 */
export function movedPlaces(orders: readonly number[], from: number, to: number): Map<number, number> {
  if (from === to) return new Map();
  const others = orders.toSpliced(from, 1);
  const [before, after] = [others[to - 1], others[to]];
  const place =
    before === undefined
      ? firstPlace(others)
      : after === undefined
        ? Math.ceil(before) + 1
        : (before + after) / 2;
  const isBetween = (before === undefined || before < place) && (after === undefined || place < after);
  if (isBetween) return new Map([[from, place]]);
  const indexes = orders.map((_, index) => index).toSpliced(from, 1);
  const first = Math.floor(orders[0] ?? 0);
  return new Map(indexes.toSpliced(to, 0, from).map((index, nth) => [index, first + nth]));
}
