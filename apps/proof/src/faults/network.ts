import type { ChaosProxy } from '@lectern/test-kit/chaos-proxy';
import type { Fault } from './fault.ts';

/** What can go wrong between people and the place that they go to. */
export const networkFaults = (network: ChaosProxy): readonly Fault[] => [
  {
    name: 'the network swallows everything, without a word',
    // Longer than a device needs to notice.
    lastsMs: 6_000,
    strike: async () => network.blackHole(),
    mend: () => network.pass(),
  },
  {
    name: 'every connection is reset',
    lastsMs: 500,
    strike: async () => network.reset(),
    mend: async () => {},
  },
  {
    name: 'nobody listens',
    lastsMs: 2_000,
    strike: async () => network.refuse(),
    mend: () => network.pass(),
  },
];

/** What can go wrong with the browsers of people. */
export const browserFaults: readonly Fault[] = [
  {
    name: 'half of the browsers end and are opened again',
    lastsMs: 200,
    strike: async (random, { devices }) => {
      const half = random.shuffle(devices).slice(0, devices.length / 2);
      await Promise.all(half.map((device) => device.restart()));
    },
    mend: async () => {},
  },
];
