import type { Site } from './faults/fault.ts';
import { oneMachine } from './faults/one-machine.ts';
import { hasThreeMachines, threeInstances } from './faults/three-instances.ts';
import { prove } from './prove.ts';
import { HEAD, line } from './report.ts';

/**
 * The long form of what `npm test` shows in short: `npm run proof`, with `PROOF_ROUNDS` rounds of every fault and
 * `PROOF_SEED` to begin with; `npm run proof -- three-instances` for one site, `PROOF_ONLY=Redis` for faults of that
 * name. Prints the tables of docs/reliability.md; fails when anything was lost, doubled or differs.
 */
const ROUNDS = Number(process.env.PROOF_ROUNDS ?? 20);
const SEED = Number(process.env.PROOF_SEED ?? 1);
const ONLY = new RegExp(process.env.PROOF_ONLY ?? '');

const sites: Readonly<Record<string, () => Promise<Site>>> = {
  'one-machine': oneMachine,
  ...(hasThreeMachines ? { 'three-instances': threeInstances } : {}),
};
const wanted = process.argv.slice(2);

for (const [name, open] of Object.entries(sites)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const site = await open();
  console.log(`\n${site.name}\n\n${HEAD}`);
  try {
    const rows = await prove(
      { ...site, faults: site.faults.filter(({ name }) => ONLY.test(name)) },
      ROUNDS,
      SEED,
      (row) => {
        console.log(line(row));
        for (const fault of row.faults) console.log(`  ${fault}`);
      },
    );
    if (rows.some(({ lost, twice, faults }) => lost + twice + faults.length > 0)) process.exitCode = 1;
  } finally {
    await site.stop();
  }
}
if (!hasThreeMachines)
  console.log('skipped: three instances (postgresql-15, redis-server or nginx is missing)');
