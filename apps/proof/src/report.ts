import type { Row } from './prove.ts';

export const HEAD = `| what went wrong | rounds | ops | lost | twice | all well again after, median (longest) | from Enter to *on the server*, p50, p99 |
|---|---|---|---|---|---|---|`;

/** A row of the table in docs/reliability.md. */
export function line({ fault, rounds, ops, lost, twice, recoveredMs, arrivedMs }: Row): string {
  const recovered = `${seconds(quantile(recoveredMs, 0.5))} (${seconds(Math.max(...recoveredMs))})`;
  const arrived = `${seconds(quantile(arrivedMs, 0.5))}, ${seconds(quantile(arrivedMs, 0.99))}`;
  return `| ${fault} | ${rounds} | ${ops} | ${lost} | ${twice} | ${recovered} | ${arrived} |`;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}
