import { reportText } from '../report.ts';
import { quantile } from '../statistics.ts';

/** Times of one kind of query, in milliseconds, round by round. */
export interface KindTimes {
  readonly name: string;
  readonly rounds: readonly (readonly number[])[];
  /** Hits of one query, on average. */
  readonly hits: number;
}

/** A share of all times of a round, for every round: what `reportRow` makes a median and a spread of. */
export function roundQuantiles(kinds: readonly KindTimes[], share: number): number[] {
  const rounds = kinds[0]?.rounds.length ?? 0;
  return Array.from({ length: rounds }, (_, round) =>
    quantile(sorted(kinds.flatMap((kind) => kind.rounds[round]!)), share),
  );
}

/** A line for each kind. */
export function reportKinds(kinds: readonly KindTimes[]): void {
  for (const { name, rounds, hits } of kinds) {
    const all = sorted(rounds.flat());
    const figures = [0.5, 0.95, 1].map((share) => quantile(all, share).toFixed(1));
    reportText(name, `p50 ${figures[0]}, p95 ${figures[1]}, worst ${figures[2]} ms, ${hits.toFixed(0)} hits`);
  }
}

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
