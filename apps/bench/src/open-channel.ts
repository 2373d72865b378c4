import { freePort } from '@lectern/test-kit/free-port';
import { BrowserLike, documentsOf } from './browser-like.ts';
import { addChannels, type Course, fillChannels, openCourse } from './course.ts';
import { Inspector } from './inspector.ts';
import { Lectern } from './lectern.ts';
import { ROUNDS, ratios, reportDetail, reportRow } from './report.ts';
import { quantile } from './statistics.ts';

const FEW = 1_000;
const MANY = Number(process.env.BENCH_MESSAGES ?? 1_000_000);
/** People who open the channel after the first, one after the other. */
const FURTHER = 20;

type Size = 'few' | 'many';

interface Timed {
  /** From asking to synced, of the first who opens it since the server started. */
  readonly first: number;
  /** The same, median of those who come later. */
  readonly further: number;
  readonly bytes: number;
}

interface Opening extends Timed {
  /** What the server holds more than before. */
  readonly memory: number;
}

/** Opening a channel with a million messages against one with a thousand, on one server, each round a fresh process. */
export async function measureOpenChannel(): Promise<void> {
  const inspect = await freePort();
  const app = await Lectern.start({ nodeOptions: [`--inspect=127.0.0.1:${inspect}`] });
  try {
    const course = await openCourse(app);
    const db = await app.database();
    const [warm, few, many] = (await addChannels(db, course, ['warm', 'few', 'many'])) as [
      string,
      string,
      string,
    ];
    await fillChannels(db, [warm, few], FEW, [course.admin]);
    console.log(`filling a channel with ${MANY} messages`);
    await fillChannels(db, [many], MANY, [course.admin]);
    await db.end();
    // The first opening of all makes the documents from the rows.
    const maker = await BrowserLike.connect(app, course.admin);
    for (const name of documentsOf(course.admin, course.id, [warm, few, many])) await maker.open(name);
    maker.close();
    const results: Record<Size, Opening[]> = { few: [], many: [] };
    for (let round = 0; round < ROUNDS; round++) {
      // In turn, so that neither is always the one that finds the process warmer.
      const sizes: readonly Size[] = round % 2 === 0 ? ['few', 'many'] : ['many', 'few'];
      const name = (size: Size) => `channel/${{ few, many }[size]}/1`;
      const timed = await onFreshProcess(app, course, warm, async (client) => {
        const times: Partial<Record<Size, Timed>> = {};
        for (const size of sizes) times[size] = await timeOpening(app, course, client, name(size));
        return times as Record<Size, Timed>;
      });
      // A process of its own, because collecting garbage throws compiled code away too.
      const memory = await onFreshProcess(app, course, warm, async (client) => {
        const inspector = await Inspector.connect(inspect);
        const growth: Partial<Record<Size, number>> = {};
        for (const size of sizes) {
          const before = await inspector.liveBytes();
          await client.open(name(size));
          growth[size] = (await inspector.liveBytes()) - before;
        }
        inspector.close();
        return growth as Record<Size, number>;
      });
      for (const size of sizes) results[size].push({ ...timed[size], memory: memory[size] });
    }
    report(results);
  } finally {
    await app.stop();
  }
}

/** Restarts the server, has a client open what a hub opens first and one channel, and goes on from there. */
async function onFreshProcess<T>(
  app: Lectern,
  { id, admin }: Course,
  warm: string,
  measure: (client: BrowserLike) => Promise<T>,
): Promise<T> {
  await app.halt();
  await app.resume();
  const client = await BrowserLike.connect(app, admin);
  for (const name of documentsOf(admin, id, [warm])) await client.open(name);
  const result = await measure(client);
  client.close();
  return result;
}

async function timeOpening(
  app: Lectern,
  { admin }: Course,
  opener: BrowserLike,
  name: string,
): Promise<Timed> {
  const timed = async (client: BrowserLike): Promise<number> => {
    const start = performance.now();
    await client.open(name);
    return performance.now() - start;
  };
  const before = opener.received;
  const first = await timed(opener);
  const bytes = opener.received - before;
  const further: number[] = [];
  for (let i = 0; i < FURTHER; i++) {
    const client = await BrowserLike.connect(app, admin);
    await client.open(`user/${admin.id}/1`);
    further.push(await timed(client));
    client.close();
  }
  further.sort((a, b) => a - b);
  return { first, further: quantile(further, 0.5), bytes };
}

function report(results: Record<Size, Opening[]>): void {
  const limit = { atMost: 1.2, aim: 1 };
  const of = (size: Size, key: keyof Opening) => results[size].map((opening) => opening[key]);
  for (const [what, key, unit, scale] of [
    ['first opening', 'first', 'ms', 1],
    ['further openings', 'further', 'ms', 1],
    ['bytes', 'bytes', 'kB', 1_000],
    ['server memory', 'memory', 'kB', 1_000],
  ] as const) {
    reportRow(`${MANY} messages against ${FEW}: ${what}`, ratios(of('many', key), of('few', key)), limit);
    for (const size of ['many', 'few'] as const)
      reportDetail(
        size,
        of(size, key).map((value) => value / scale),
        unit,
      );
  }
}
