import os from 'node:os';
import { type FanOutResult, fanOut } from './fan-out.ts';
import { show, spreadOf } from './statistics.ts';
import { hocuspocusMemory, type Launch, lectern, yWebsocket } from './systems/systems.ts';

/**
 * `npm run bench -- [suite…]`: every figure of docs/performance.md. Systems that are compared run interleaved, each
 * round in a fresh process, and are reported as medians with their spread and as ratios within the run.
 */
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 3);

const suites: Readonly<Record<string, () => Promise<void>>> = {
  'fan-out': () => fanOutSuite(0),
  paced: () => fanOutSuite(50),
};

async function fanOutSuite(pace: number): Promise<void> {
  const systems: Record<string, Launch> = {
    'y-websocket': yWebsocket,
    hocuspocus: hocuspocusMemory,
    lectern,
  };
  // At a fixed pace the classic relay is no yardstick: it neither merges nor stores.
  const names = Object.keys(systems).filter((name) => pace === 0 || name !== 'y-websocket');
  for (const subscribers of pace > 0 ? [200] : [50, 200]) {
    const results: Record<string, FanOutResult[]> = Object.fromEntries(names.map((name) => [name, []]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const name of names) {
        const system = await systems[name]!();
        try {
          results[name]!.push(await fanOut(system, subscribers, SECONDS, pace));
        } finally {
          await system.stop();
        }
      }
    }
    console.log(
      `\n${pace > 0 ? `${pace} messages a second` : 'as fast as it goes'}, ${subscribers} subscribers`,
    );
    const base = results.hocuspocus!;
    for (const [name, rounds] of Object.entries(results))
      console.log(row(name, rounds, base, results['y-websocket']));
  }
}

function row(
  name: string,
  rounds: FanOutResult[],
  vanilla: FanOutResult[],
  classic: FanOutResult[] | undefined,
): string {
  const of = (key: keyof FanOutResult, list = rounds) => list.map((result) => result[key]);
  const ratio = (list: FanOutResult[], key: keyof FanOutResult) =>
    show(spreadOf(rounds.map((result, i) => result[key] / list[i]![key])));
  return [
    name.padEnd(12),
    `delivered/s ${show(spreadOf(of('delivered')), 0)}`,
    `p50 ${show(spreadOf(of('p50')), 1)} ms`,
    `p99 ${show(spreadOf(of('p99')), 1)} ms`,
    `x hocuspocus ${ratio(vanilla, 'delivered')}, p50 ${ratio(vanilla, 'p50')}, p99 ${ratio(vanilla, 'p99')}`,
    classic === undefined ? '' : `x y-websocket ${ratio(classic, 'delivered')}`,
    `updates/frame ${show(spreadOf(of('perFrame')), 1)}`,
    `cpu ${show(spreadOf(of('serverCpu')))}`,
    `incomplete ${of('incomplete').reduce((sum, count) => sum + count, 0)}`,
  ].join(' | ');
}

const wanted = process.argv.slice(2);
const names = wanted.length > 0 ? wanted : Object.keys(suites);
console.log(`${os.cpus()[0]?.model} x ${os.cpus().length}, Node ${process.version}, rounds ${ROUNDS}`);
for (const name of names) {
  const suite = suites[name];
  if (suite === undefined) throw new Error(`no suite ${name}; there are: ${Object.keys(suites).join(', ')}`);
  await suite();
}
