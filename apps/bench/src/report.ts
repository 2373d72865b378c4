import { show, spreadOf } from './statistics.ts';

/** Rounds of every comparison; what is compared runs interleaved, and the report is the median with its spread. */
export const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);

/** What a figure has to be, from issue to aim. A figure that may be small is bounded above, a large one below. */
export type Limit =
  | { readonly atMost: number; readonly aim: number }
  | { readonly atLeast: number; readonly aim: number };

/** One line of what a suite has measured, as it is told and as it stands in docs/performance.md. */
export interface Figure {
  readonly what: string;
  /** Median with its spread, and unit. */
  readonly measured: string;
  /** What it has to be and whether it is; null for what stands behind another figure. */
  readonly verdict: string | null;
}
let figures: Figure[] = [];

/** What has been reported since the last time. */
export function takeFigures(): readonly Figure[] {
  const taken = figures;
  figures = [];
  return taken;
}

/** Reports a figure with its spread and its limits beside it. */
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
  report({
    what,
    measured: `${show({ median, min, max }, digits)} ${unit}`.trimEnd(),
    verdict: `must ${sign} ${must}, aim ${sign} ${limit.aim}: ${verdict}`,
  });
}

/** Reports figures that stand behind a row. */
export const reportDetail = (what: string, values: readonly number[], unit: string, digits = 1): void =>
  report({ what, measured: `${show(spreadOf(values), digits)} ${unit}`.trimEnd(), verdict: null });

/** Reports what stands behind a row and is more than one figure. */
export const reportText = (what: string, measured: string): void => report({ what, measured, verdict: null });

function report(figure: Figure): void {
  figures.push(figure);
  const { what, measured, verdict } = figure;
  console.log(verdict === null ? `  ${what}: ${measured}` : `${what} | ${measured} | ${verdict}`);
}

/** Ratios of two lists, round by round. */
export const ratios = (of: readonly number[], to: readonly number[]): number[] =>
  of.map((value, round) => value / to[round]!);
