import type { Page } from 'playwright-core';
import { reportDetail, reportRow } from './report.ts';
import { quantile } from './statistics.ts';

/** How much slower than this machine a phone of some years ago is. */
export const THROTTLE = 6;
/** Rest between two keys, in milliseconds: as fast as people type. */
export const KEY_EVERY_MS = 60;

export interface KeysRecord {
  /** Durations of the tasks over 50 ms. */
  readonly tasks: number[];
  /** Times from a key to the paint that shows it, sorted. */
  readonly keys: number[];
}

/** Watches a page while somebody types in it, until `end` is called. */
export async function watchKeys(page: Page): Promise<{ end(): Promise<KeysRecord> }> {
  const watch = await page.evaluateHandle(() => {
    const [tasks, keys]: [number[], number[]] = [[], []];
    const longTasks = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    });
    longTasks.observe({ type: 'longtask' });
    const events = new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) if (name === 'keydown') keys.push(duration);
    });
    // The least that a browser tells of; a key that is faster is told of by none.
    events.observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
    return {
      end: () => {
        longTasks.disconnect();
        events.disconnect();
        return { tasks, keys: keys.sort((a, b) => a - b) };
      },
    };
  });
  return { end: () => watch.evaluate((each) => each.end()) };
}

/** Reports rounds of typing at one speed of the processor: no task may be longer than 50 ms. */
export function reportKeys(what: string, rate: number, rounds: readonly KeysRecord[]): void {
  const speed = rate === 1 ? 'as it is' : `${rate} times slower`;
  reportRow(
    `longest task ${what}, ${speed}`,
    rounds.map(({ tasks }) => Math.max(0, ...tasks)),
    { atMost: 50, aim: 0 },
    'ms',
    0,
  );
  const numbers = (of: (round: KeysRecord) => number) => rounds.map(of);
  reportDetail(
    `tasks over 50 ms, ${speed}`,
    numbers(({ tasks }) => tasks.length),
    '',
    0,
  );
  reportDetail(
    `key to paint, p95, ${speed}`,
    numbers(({ keys }) => quantile(keys, 0.95)),
    'ms',
    0,
  );
}
