import { expect, test } from 'vitest';
import type { Site } from './faults/fault.ts';
import { oneMachine } from './faults/one-machine.ts';
import { hasThreeMachines, threeInstances } from './faults/three-instances.ts';
import { prove, type Row } from './prove.ts';

/** One round of every fault; `npm run proof` does many. */
const ROUNDS = 1;
/** Starting machines, striking, waiting for devices to notice, and looking at everything: on a busy machine. */
const PATIENCE_MS = 300_000;

async function provesTrue(open: () => Promise<Site>): Promise<void> {
  const site = await open();
  const told: Row[] = [];
  try {
    await prove(site, ROUNDS, 1, (row) => told.push(row));
  } finally {
    await site.stop();
  }
  for (const { fault, lost, twice, faults } of told)
    expect({ fault, lost, twice, faults }).toEqual({ fault, lost: 0, twice: 0, faults: [] });
  expect(told.length).toBe(site.faults.length);
  for (const { fault, ops } of told) expect(ops, fault).toBeGreaterThan(0);
}

test(
  'nothing is lost and nothing doubled on one machine, whatever goes wrong',
  () => provesTrue(oneMachine),
  PATIENCE_MS,
);
test.runIf(hasThreeMachines)(
  'nothing is lost and nothing doubled on three, whatever goes wrong',
  () => provesTrue(threeInstances),
  PATIENCE_MS,
);
