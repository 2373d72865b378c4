import { expect, test } from 'vitest';
import { claimStores } from './takeover.ts';

test('a newer hub asks older ones to stop and waits for them; one of the same version is left alone', async () => {
  const events: string[] = [];
  const stopping = (name: string) => async (): Promise<void> => {
    events.push(`${name} stops`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    events.push(`${name} has stopped`);
  };
  await claimStores(901, stopping('one'));
  await claimStores(901, stopping('two'));
  expect(events).toEqual([]);
  await claimStores(902, stopping('three'));
  expect(events.toSorted()).toEqual(['one has stopped', 'one stops', 'two has stopped', 'two stops']);
  // An older one that starts late neither stops the newer one nor waits for it.
  await claimStores(900, stopping('four'));
  expect(events).toHaveLength(4);
});

test('an older hub that does not stop is not waited for for ever', async () => {
  await claimStores(911, () => new Promise(() => {}));
  const before = performance.now();
  await claimStores(912, async () => {});
  expect(performance.now() - before).toBeLessThan(5_000);
});
