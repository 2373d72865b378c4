import { type FanOutResult, fanOut } from './fan-out.ts';
import { ROUNDS, ratios, reportRow, reportText } from './report.ts';
import { show, spreadOf } from './statistics.ts';
import { hocuspocusMemory, type Launch, lectern, yWebsocket } from './systems/systems.ts';

/** Length of one measurement. */
const SECONDS = Number(process.env.BENCH_SECONDS ?? 3);
/** Messages a second when the pace is fixed. */
const PACE = 50;

type Results = Readonly<Record<string, FanOutResult[]>>;

/** As fast as it goes: how many deliveries a second, against the classic relay and vanilla Hocuspocus. */
export async function measureFanOut(): Promise<void> {
  for (const subscribers of [50, 200]) {
    const results = await measure(
      { 'y-websocket': yWebsocket, hocuspocus: hocuspocusMemory, lectern },
      subscribers,
      0,
    );
    const few = subscribers === 50;
    const rate = (name: string) => results[name]!.map((result) => result.delivered);
    const against = (name: string, atLeast: number, aim: number) =>
      reportRow(`deliveries to ${subscribers} against ${name}`, ratios(rate('lectern'), rate(name)), {
        atLeast,
        aim,
      });
    against('y-websocket', few ? 1.5 : 4, few ? 2 : 5);
    against('hocuspocus', 0.5, 0.6);
  }
}

/** At a fixed pace: how late messages are. The classic relay is no yardstick here: it neither merges nor stores. */
export async function measurePaced(): Promise<void> {
  const results = await measure({ hocuspocus: hocuspocusMemory, lectern }, 200, PACE);
  const late = (quantile: 'p50' | 'p99') =>
    ratios(
      results.lectern!.map((result) => result[quantile]),
      results.hocuspocus!.map((result) => result[quantile]),
    );
  reportRow(`${PACE} messages/s into 200, p50 against hocuspocus`, late('p50'), { atMost: 1.3, aim: 1 });
  reportRow(`${PACE} messages/s into 200, p99 against hocuspocus`, late('p99'), { atMost: 1.5, aim: 1 });
}

async function measure(
  systems: Readonly<Record<string, Launch>>,
  subscribers: number,
  pace: number,
): Promise<Results> {
  const results: Results = Object.fromEntries(Object.keys(systems).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, launch] of Object.entries(systems)) {
      const system = await launch();
      try {
        results[name]!.push(await fanOut(system, subscribers, SECONDS, pace));
      } finally {
        await system.stop();
      }
    }
  }
  for (const [name, rounds] of Object.entries(results))
    reportText(`${name}, ${subscribers} subscribers`, detail(rounds));
  return results;
}

function detail(rounds: readonly FanOutResult[]): string {
  const of = (key: keyof FanOutResult) => rounds.map((result) => result[key]);
  return [
    `delivered/s ${show(spreadOf(of('delivered')), 0)}`,
    `p50 ${show(spreadOf(of('p50')), 1)} ms`,
    `p99 ${show(spreadOf(of('p99')), 1)} ms`,
    `updates/frame ${show(spreadOf(of('perFrame')), 1)}`,
    `cpu ${show(spreadOf(of('serverCpu')))}`,
    `incomplete ${of('incomplete').reduce((sum, count) => sum + count, 0)}`,
  ].join(', ');
}
