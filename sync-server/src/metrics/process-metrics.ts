import { monitorEventLoopDelay } from 'node:perf_hooks';
import type pg from 'pg';
import type { Registry } from './registry.ts';

/** How closely the event loop is watched, in milliseconds: half of what anybody would notice. */
const RESOLUTION_MS = 20;
const NANOSECONDS = 1e9;
const MICROSECONDS = 1e6;

/** Numbers of the process itself and of its connections to the database. The answer ends the watching. */
export function addProcessMetrics(registry: Registry, pool: pg.Pool): () => void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  registry.gauge('lectern_event_loop_delay_seconds', 'Delay of the event loop since the last look.', () => {
    const quantiles = [0.5, 0.99, 1].map((quantile) => ({
      labels: { quantile: String(quantile) },
      // What is measured holds the interval itself.
      value: Math.max(0, delay.percentile(quantile * 100) / NANOSECONDS - RESOLUTION_MS / 1000),
    }));
    delay.reset();
    return quantiles;
  });
  registry.gauge('process_resident_memory_bytes', 'Memory of the process.', () => process.memoryUsage.rss());
  registry.gauge(
    'lectern_heap_used_bytes',
    'Memory of JavaScript that is in use.',
    () => process.memoryUsage().heapUsed,
  );
  registry.total('process_cpu_seconds_total', 'Time of the processor that was used.', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / MICROSECONDS;
  });
  registry.gauge('process_start_time_seconds', 'When the process began, in seconds since 1970.', () =>
    Math.floor(performance.timeOrigin / 1000),
  );
  registry.gauge('lectern_database_connections', 'Connections to the database.', () => [
    { labels: { state: 'busy' }, value: pool.totalCount - pool.idleCount },
    { labels: { state: 'idle' }, value: pool.idleCount },
  ]);
  registry.gauge(
    'lectern_database_waiting',
    'Requests that wait for a connection to the database.',
    () => pool.waitingCount,
  );
  return () => delay.disable();
}
