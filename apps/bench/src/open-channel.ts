import { BrowserLike, documentsOf } from './browser-like.ts';
import { addChannels, type Course, fillChannels, openCourse } from './course.ts';
import { Inspector } from './inspector.ts';
import { freePort, Lectern } from './lectern.ts';
import { ROUNDS, ratios, reportDetail, reportRow } from './report.ts';
import { quantile } from './statistics.ts';

const FEW = 1_000;
const MANY = Number(process.env.BENCH_MESSAGES ?? 1_000_000);
/** People who open the channel after the first, one after the other. */
const FURTHER = 20;

interface Opening {
  /** From asking to synced, of the first who opens it since the server started. */
  readonly first: number;
  /** The same, median of those who come later. */
  readonly further: number;
  readonly bytes: number;
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
    const results: Record<'few' | 'many', Opening[]> = { few: [], many: [] };
    for (let round = 0; round < ROUNDS; round++) {
      await app.halt();
      await app.resume();
      const inspector = await Inspector.connect(inspect);
      const opener = await BrowserLike.connect(app, course.admin);
      for (const name of documentsOf(course.admin, course.id, [warm])) await opener.open(name);
      // In turn, so that neither is always the one that finds the process warmer.
      for (const size of round % 2 === 0 ? (['few', 'many'] as const) : (['many', 'few'] as const))
        results[size].push(await open(app, course, opener, inspector, { few, many }[size]));
      opener.close();
      inspector.close();
    }
    report(results);
  } finally {
    await app.stop();
  }
}

async function open(
  app: Lectern,
  { admin }: Course,
  opener: BrowserLike,
  inspector: Inspector,
  channel: string,
): Promise<Opening> {
  const name = `channel/${channel}/1`;
  const before = { live: await inspector.liveBytes(), bytes: opener.received };
  const timed = async (client: BrowserLike): Promise<number> => {
    const start = performance.now();
    await client.open(name);
    return performance.now() - start;
  };
  const first = await timed(opener);
  const bytes = opener.received - before.bytes;
  const memory = (await inspector.liveBytes()) - before.live;
  const further: number[] = [];
  for (let i = 0; i < FURTHER; i++) {
    const client = await BrowserLike.connect(app, admin);
    await client.open(`user/${admin.id}/1`);
    further.push(await timed(client));
    client.close();
  }
  further.sort((a, b) => a - b);
  return { first, further: quantile(further, 0.5), bytes, memory };
}

function report(results: Record<'few' | 'many', Opening[]>): void {
  const limit = { atMost: 1.2, aim: 1 };
  const of = (size: 'few' | 'many', key: keyof Opening) => results[size].map((opening) => opening[key]);
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
