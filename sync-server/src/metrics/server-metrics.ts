import type { DenyReason } from '@lectern/contracts';
import type { RateKind } from '../limits/rates.ts';
import { type Counter, type Histogram, Registry } from './registry.ts';

/** What this process counts while it works; whoever has numbers that need only be looked up adds them to `registry`. */
export interface ServerMetrics {
  readonly registry: Registry;
  readonly ops: Counter<'outcome'>;
  readonly batchOps: Histogram<never>;
  readonly batchSeconds: Histogram<never>;
  readonly logSeconds: Histogram<never>;
  readonly logAppends: Counter<'document'>;
  readonly refusedUpdates: Counter<'document' | 'reason'>;
  readonly slowed: Counter<'kind'>;
  readonly httpSeconds: Histogram<'method' | 'route' | 'status'>;
}

/** Of one commit: from a fast disk to one that everybody waits for, in seconds. */
const COMMIT_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
/** Of one request, in seconds. */
const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Up to what the scribe takes at once. */
const BATCH_OPS = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** The outcome of an op that was carried out; others are called by the reason of the refusal. */
export const CARRIED_OUT = 'ok';
export type OpOutcome = typeof CARRIED_OUT | DenyReason;

export function createMetrics(): ServerMetrics {
  const registry = new Registry();
  const slowed = registry.counter<'kind'>(
    'lectern_slowed_total',
    'What had to wait, or to come again, for a rate.',
  );
  return {
    registry,
    ops: registry.counter('lectern_ops_total', 'Ops that were judged, by what became of them.'),
    batchOps: registry.histogram(
      'lectern_scribe_batch_ops',
      'Ops of one transaction of the scribe.',
      BATCH_OPS,
    ),
    batchSeconds: registry.histogram(
      'lectern_scribe_commit_seconds',
      'From the beginning of a transaction of the scribe to its commit.',
      COMMIT_SECONDS,
    ),
    logSeconds: registry.histogram(
      'lectern_log_commit_seconds',
      'One commit of the update log of the documents that people write in.',
      COMMIT_SECONDS,
    ),
    logAppends: registry.counter('lectern_log_appends_total', 'Updates that were logged.'),
    refusedUpdates: registry.counter(
      'lectern_updates_refused_total',
      'Updates that the firewall turned away. A gap is no offence: the device is asked for what lies before it.',
    ),
    slowed,
    httpSeconds: registry.histogram('lectern_http_seconds', 'Requests that were answered.', REQUEST_SECONDS),
  };
}

/** Counts what a rate has slowed. */
export const countSlowed =
  ({ slowed }: Pick<ServerMetrics, 'slowed'>, kind: RateKind): (() => void) =>
  () =>
    slowed.add({ kind });
