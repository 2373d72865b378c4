import { show, spreadOf } from './statistics.ts';

/** Rounds of every comparison; what is compared runs interleaved, and the report is the median with its spread. */
export const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);

/** What a figure has to be, from issue to aim. A figure that may be small is bounded above, a large one below. */
export type Limit =
  | { readonly atMost: number; readonly aim: number }
  | { readonly atLeast: number; readonly aim: number };

/** Prints one row of the table of docs/performance.md: the figure, its spread, and its limits beside it. */
export function reportRow(
  what: string,
  values: readonly number[],
  limit: Limit,
  unit = 'x',
  digits = 2,
): void {
  const { median, min, max } = spreadOf(values);
  const upper = 'atMost' in limit;
  const must = upper ? limit.atMost : limit.atLeast;
  const meets = (bound: number): boolean => (upper ? median <= bound : median >= bound);
  const verdict = meets(limit.aim) ? 'aim met' : meets(must) ? 'must met' : 'MUST MISSED';
  const sign = upper ? '≤' : '≥';
  console.log(
    `${what} | ${show({ median, min, max }, digits)} ${unit} | must ${sign} ${must}, aim ${sign} ${limit.aim} | ${verdict}`,
  );
}

/** Prints figures that stand behind a row. */
export const reportDetail = (what: string, values: readonly number[], unit: string, digits = 1): void =>
  console.log(`  ${what}: ${show(spreadOf(values), digits)} ${unit}`);

/** Ratios of two lists, round by round. */
export const ratios = (of: readonly number[], to: readonly number[]): number[] =>
  of.map((value, round) => value / to[round]!);
