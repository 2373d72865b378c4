import { createRandom } from '@lectern/test-kit';
import type { Fault, Site } from './faults/fault.ts';
import { Hall } from './hall/hall.ts';
import { judge, type Verdict } from './hall/verdict.ts';

/** People act before a fault strikes, and while it lasts, so far apart, in milliseconds. */
const PACE_MS = 25;
const BEFORE_MS = 500;
/** By then everything must be on the server once a fault is put right, in milliseconds. */
const RECOVERED_WITHIN_MS = 60_000;

/** One fault, as often as it was tried. */
export interface Row {
  readonly fault: string;
  readonly rounds: number;
  readonly ops: number;
  readonly lost: number;
  readonly twice: number;
  readonly faults: readonly string[];
  /**
   * From when a fault was put right, or struck if all must be well without that, until all devices had everything on
   * the server, in milliseconds, one a round.
   */
  readonly recoveredMs: readonly number[];
  /** From Enter until a message was shown as on the server, of all that were written while it struck, in milliseconds. */
  readonly arrivedMs: readonly number[];
}

/**
 * Lets people talk on a site while its faults strike, each so many rounds, and judges after every round all that was
 * ever said there.
 */
export async function prove(
  site: Site,
  rounds: number,
  seed: number,
  tell: (row: Row) => void,
): Promise<readonly Row[]> {
  const random = createRandom(seed);
  const hall = await Hall.open(site.origin, site.setupToken);
  const rows: Row[] = [];
  let before: Verdict = await judge(hall);
  try {
    for (const fault of site.faults) {
      const first = before;
      const recoveredMs: number[] = [];
      for (const device of hall.devices) device.arrivedMs.length = 0;
      const faults: string[] = [];
      for (let round = 0; round < rounds; round += 1) {
        recoveredMs.push(await suffer(hall, fault, random));
        before = await judge(hall);
        faults.push(...before.faults);
      }
      const row = {
        fault: fault.name,
        rounds,
        ops: before.ops - first.ops,
        lost: before.lost.length - first.lost.length,
        twice: before.twice.length - first.twice.length,
        faults,
        recoveredMs,
        arrivedMs: hall.devices.flatMap((device) => device.arrivedMs),
      };
      rows.push(row);
      tell(row);
    }
    return rows;
  } finally {
    await hall.close();
  }
}

/** Answers how long it took until all was well again. */
async function suffer(hall: Hall, fault: Fault, random: ReturnType<typeof createRandom>): Promise<number> {
  let goesOn = true;
  const talking = hall.devices.map(async (device) => {
    const own = random.fork();
    while (goesOn) {
      await device.act(own, Date.now());
      await pause(own.int(1, 2 * PACE_MS * hall.devices.length));
    }
  });
  await pause(random.int(0, 2 * BEFORE_MS));
  await fault.strike(random, hall);
  const struck = performance.now();
  if (fault.lastsMs !== null) await pause(fault.lastsMs);
  const start = fault.lastsMs === null ? struck : performance.now();
  if (fault.lastsMs !== null) await fault.mend();
  else await pause(BEFORE_MS);
  goesOn = false;
  await Promise.all(talking);
  await Promise.all(hall.devices.map((device) => device.settled(RECOVERED_WITHIN_MS)));
  const recovered = performance.now() - start;
  if (fault.lastsMs === null) await fault.mend();
  return recovered;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
