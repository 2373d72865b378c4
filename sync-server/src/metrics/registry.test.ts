import { expect, test } from 'vitest';
import { Registry } from './registry.ts';

test('what was counted and looked up stands in the text format of Prometheus', () => {
  const registry = new Registry();
  const ops = registry.counter<'outcome'>('ops_total', 'Ops.');
  const seconds = registry.histogram<never>('seconds', 'How long.', [0.1, 1]);
  registry.gauge('sockets', 'Sockets.', () => 3);
  registry.gauge('open', 'Open.', () => [
    { labels: { kind: 'note' }, value: 1 },
    { labels: { kind: 'a "b"\\\n' }, value: 0.5 },
  ]);
  registry.total('cpu_total', 'CPU.', () => 1.5);
  ops.add({ outcome: 'ok' });
  ops.add({ outcome: 'ok' }, 2);
  ops.add({ outcome: 'archived' });
  for (const value of [0.1, 0.5, 7]) seconds.observe({}, value);
  expect(registry.text()).toBe(`# HELP ops_total Ops.
# TYPE ops_total counter
ops_total{outcome="ok"} 3
ops_total{outcome="archived"} 1
# HELP seconds How long.
# TYPE seconds histogram
seconds_bucket{le="0.1"} 1
seconds_bucket{le="1"} 2
seconds_bucket{le="+Inf"} 3
seconds_sum 7.6
seconds_count 3
# HELP sockets Sockets.
# TYPE sockets gauge
sockets 3
# HELP open Open.
# TYPE open gauge
open{kind="note"} 1
open{kind="a \\"b\\"\\\\\\n"} 0.5
# HELP cpu_total CPU.
# TYPE cpu_total counter
cpu_total 1.5
`);
});

test('a name is given once', () => {
  const registry = new Registry();
  registry.counter('a', '');
  expect(() => registry.gauge('a', '', () => 1)).toThrow('a is there twice');
});
