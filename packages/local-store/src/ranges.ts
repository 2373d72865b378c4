/**
 * Which messages of a channel are held whole, as disjoint ranges of `seq` in rising order, both ends included. Rows
 * may exist outside of them (a change to a message that was never fetched); the screen shows none of those, because
 * nobody can say what stands between. A range that begins at 0 reaches the channel's beginning.
 */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The ranges together with one more; what overlaps or touches becomes one. */
export function addRange(ranges: readonly Range[], added: Range): readonly Range[] {
  if (added.from > added.to) return ranges;
  const apart: Range[] = [];
  let { from, to } = added;
  for (const range of ranges) {
    if (range.to + 1 < from || range.from > to + 1) apart.push(range);
    else {
      from = Math.min(from, range.from);
      to = Math.max(to, range.to);
    }
  }
  return [...apart, { from, to }].sort((a, b) => a.from - b.from);
}

/** The ranges without what one more covers. */
export const cutRange = (ranges: readonly Range[], cut: Range): readonly Range[] =>
  ranges
    .flatMap(({ from, to }) => [
      { from, to: Math.min(to, cut.from - 1) },
      { from: Math.max(from, cut.to + 1), to },
    ])
    .filter(({ from, to }) => from <= to);

/** The range that holds `seq`, or the newest one for 'end'; null when there is none. */
export function rangeAt(ranges: readonly Range[], seq: number | 'end'): Range | null {
  if (seq === 'end') return ranges.at(-1) ?? null;
  return ranges.find((range) => range.from <= seq && seq <= range.to) ?? null;
}
